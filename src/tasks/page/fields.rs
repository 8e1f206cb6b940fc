//! The form with everything that a person can change of a task.

use super::html::Told;
use crate::repeat::Parts;
use crate::tasks::api::UpdateTask;
use crate::tasks::server::reminder;
use crate::tasks::{DESCRIPTION_MAX, RepeatFrom, TITLE_MAX};
use crate::ui::form::textarea_content;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The usual rules of repetition.
const RULES: [(&str, &str); 6] = [
    ("", "Never"),
    ("FREQ=DAILY", "Every day"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday (Mon to Fri)"),
    ("FREQ=WEEKLY", "Every week"),
    ("FREQ=MONTHLY", "Every month"),
    ("FREQ=YEARLY", "Every year"),
];
/// The usual reminders.
const REMINDERS: [&str; 5] = ["at the time", "10 min before", "1 h before", "1 day before", "1 week before"];
const PRIORITIES: [(&str, &str); 5] =
    [("", "None"), ("1", "P1, highest"), ("2", "P2"), ("3", "P3"), ("4", "P4, lowest")];

pub(super) fn form(told: &Told) -> AnyView {
    let task = &told.task;
    let due = task.due.as_ref();
    let reminders: Vec<String> = task.reminders.iter().map(|text| reminder::in_field(text)).collect();
    let rule = task.repeat.clone().unwrap_or_default();
    let is_own = !RULES.iter().any(|(usual, _)| *usual == rule);
    let words = Parts::parse(&rule).ok().map(|parts| parts.in_words());
    let own = if is_own { rule.clone() } else { String::new() };
    let chosen = if is_own { "own".to_owned() } else { rule };
    let rules = RULES.into_iter().chain([("own", "By a rule of your own")]);
    let completion = task.repeat_from == RepeatFrom::Completion;
    let lists: Vec<_> =
        told.overview.lists.iter().map(|list| view! { <option value=list.clone()></option> }).collect();
    view! {
        <form class="card task-fields" method="post" action=UpdateTask::url() aria-label="Change this task">
            <input type="hidden" name="id" value=task.id.to_string()/>
            {field("wide", "title", "Title", view! {
                <input
                    id="title" name="title" value=task.title.clone() required dir="auto" autocomplete="off"
                    maxlength=(TITLE_MAX * 2).to_string()
                />
            }.into_any())}
            {field("wide", "description", "Notes (Markdown)", view! {
                <textarea
                    id="description" name="description" rows="4" dir="auto" maxlength=(DESCRIPTION_MAX * 2).to_string()
                    inner_html=textarea_content(task.description.as_deref().unwrap_or_default())
                ></textarea>
            }.into_any())}
            {field("", "due", "Due on", view! {
                <input id="due" type="date" name="plan[due]" value=due.map(|due| due.day().to_owned())/>
            }.into_any())}
            {field("", "due-time", "At", view! {
                <input id="due-time" type="time" name="plan[due_time]"
                    value=due.and_then(|due| due.time()).map(str::to_owned)/>
            }.into_any())}
            {field("", "start", "Hide until", view! {
                <input id="start" type="date" name="plan[start]"
                    value=task.start.as_ref().map(|start| start.day().to_owned())/>
            }.into_any())}
            {field("", "priority", "Priority", select("priority", "plan[priority]", PRIORITIES,
                &task.priority.map(|priority| priority.to_string()).unwrap_or_default()))}
            {field("", "repeat", "Repeats", select("repeat", "plan[repeat]", rules, &chosen))}
            {field("", "repeat-from", "Counted from", select("repeat-from", "plan[repeat_from]",
                [("due", "the day it was due"), ("completion", "the day it is done")],
                if completion { "completion" } else { "due" }))}
            <details class="wide" open=is_own>
                <summary>"A rule of your own"</summary>
                {field("", "rule", "Rule (RRULE of RFC 5545)", view! {
                    <input id="rule" name="plan[rule]" value=own placeholder="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
                        autocomplete="off" spellcheck="false"/>
                }.into_any())}
                <p class="hint">
                    {words.filter(|_| is_own).map_or_else(
                        || "Choose “By a rule of your own” above, too.".to_owned(),
                        |words| format!("Now: {words}."),
                    )}
                </p>
            </details>
            {field("wide", "reminders", "Reminders, with commas between them", view! {
                <input id="reminders" name="plan[reminders]" value=reminders.join(", ") list="usual-reminders"
                    placeholder="10 min before, 1 day before" autocomplete="off"/>
            }.into_any())}
            <datalist id="usual-reminders">
                {REMINDERS.map(|usual| view! { <option value=usual></option> }).collect_view()}
            </datalist>
            {field("wide", "list", "List", view! {
                <input id="list" name="plan[list]" value=task.list.clone() list="known-lists" dir="auto" autocomplete="off"/>
            }.into_any())}
            <datalist id="known-lists">{lists}</datalist>
            {field("wide", "tags", "Tags, with commas between them", view! {
                <input id="tags" name="plan[tags]" value=task.tags.join(", ") dir="auto" autocomplete="off"/>
            }.into_any())}
            <div class="submit wide"><button class="primary">"Save"</button></div>
        </form>
    }
    .into_any()
}

fn field(class: &str, id: &'static str, label: &'static str, input: AnyView) -> AnyView {
    view! { <div class=["field ", class].concat()><label for=id>{label}</label>{input}</div> }.into_any()
}

fn select<'a>(
    id: &'static str,
    name: &'static str,
    options: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> AnyView {
    let option = |(value, words): (&str, &str)| {
        view! { <option value=value.to_owned() selected=value == chosen>{words.to_owned()}</option> }
    };
    let options: Vec<_> = options.into_iter().map(option).collect();
    view! { <select id=id name=name autocomplete="off">{options}</select> }.into_any()
}
