//! Shows what a file holds, as Docket understands it, before anything is added.

use super::{count, name, warnings};
use crate::repeat::Parts;
use crate::tasks::api::ImportTasks;
use crate::tasks::server::{Fitted, Preview, reminder};
use crate::tasks::{NAME_MAX, TASKS_MAX, Task};
use crate::url;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use std::collections::HashSet;

/// Most tasks that are shown.
const SHOWN: usize = 20;

pub(super) fn page(found: &Preview) -> AnyView {
    let tasks = &found.content.tasks;
    let today = found.read_at.date().to_string();
    let shown: Vec<_> = { tasks.iter().zip(&found.known) }
        .take(SHOWN)
        .map(|(fitted, known)| row(fitted, *known, &today))
        .collect();
    let more = tasks.len().saturating_sub(SHOWN);
    let heading = if more > 0 { format!("The first {SHOWN} tasks") } else { "The tasks".to_owned() };
    view! {
        <section class="card" aria-labelledby="found">
            <h2 id="found" dir="auto">"In " <bdi>{name(&found.record.file_name)}</bdi></h2>
            <dl class="facts">{facts(found)}</dl>
            {form(found)}
        </section>
        {warnings::section(found)}
        <section class="card" aria-labelledby="first">
            <h2 id="first">{heading}</h2>
            <ul class="import-tasks">{shown}</ul>
            {(more > 0).then(|| view! { <p class="hint">{format!("And {more} more.")}</p> })}
        </section>
    }
    .into_any()
}

/// How many tasks there are of each kind, as terms and numbers.
fn facts(found: &Preview) -> Vec<AnyView> {
    let tasks = &found.content.tasks;
    let names = |of: fn(&Task) -> Vec<String>| -> usize {
        let all: HashSet<String> =
            { tasks.iter() }.flat_map(|fitted| of(&fitted.task)).map(|name| name.to_lowercase()).collect();
        all.len()
    };
    let number = |is: fn(&Fitted) -> bool| tasks.iter().filter(|fitted| is(fitted)).count();
    let known = found.known.iter().filter(|known| **known).count();
    let numbers = [
        ("Tasks", tasks.len()),
        ("Done", number(|fitted| fitted.task.completed)),
        ("Sub-tasks", number(|fitted| fitted.parent.is_some())),
        ("With a date", number(|fitted| fitted.task.due.is_some())),
        ("Lists", names(|task| task.list.clone().into_iter().collect())),
        ("Tags", names(|task| task.tags.clone())),
        ("Already there", known),
    ];
    let fact = |(term, value): (&'static str, String)| view! { <dt>{term}</dt><dd>{value}</dd> }.into_any();
    let numbers = numbers.into_iter().filter(|(term, number)| *number > 0 || *term == "Tasks");
    std::iter::once(("Written by", found.content.source.to_string()))
        .chain(numbers.map(|(term, number)| (term, number.to_string())))
        .map(fact)
        .collect()
}

/// How many tasks are imported, with and without those that are done and those that are there already.
fn chosen(found: &Preview, done: bool, known: bool) -> i64 {
    let is_chosen = |(fitted, there): (&Fitted, &bool)| (done || !fitted.task.completed) && (known || !there);
    let number = found.content.tasks.iter().zip(&found.known).filter(|pair| is_chosen(*pair)).count();
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn form(found: &Preview) -> AnyView {
    let all = found.content.tasks.len();
    let done = found.content.tasks.iter().filter(|fitted| fitted.task.completed).count();
    let known = found.known.iter().filter(|known| **known).count();
    let done = (done > 0).then(|| tick("done", "done", format!("Also the {done} that are done")));
    let known = (known > 0).then(|| {
        let words =
            format!("Also the {known} of these {all} that are already there (same title, due date and list)");
        tick("known", "known", words)
    });
    // The style sheet shows the number that fits the boxes, so no script is needed.
    let labels = [("new", false, false), ("done", true, false), ("known", false, true), ("all", true, true)]
        .map(|(name, done, known)| {
            let words = match chosen(found, done, known) {
                0 => "Nothing to import".to_owned(),
                number => format!("Import {}", count(number, "task")),
            };
            view! { <span data-when=name>{words}</span> }
        });
    let have = usize::try_from(found.count).unwrap_or(usize::MAX);
    let is_full = have.saturating_add(all) > TASKS_MAX;
    let full = is_full.then(|| {
        let words =
            format!("You have {have} tasks; this file has {all}. {TASKS_MAX} is the most that you can have.");
        view! { <p class="form-note">{words}</p> }
    });
    view! {
        {full}
        <form method="post" action=ImportTasks::url() class="import-form">
            <input type="hidden" name="file" value=found.record.id.to_string()/>
            {done}
            {known}
            <div class="field">
                <label for="list">"Into the list"</label>
                <input id="list" name="list" placeholder="Each task in its own" maxlength=NAME_MAX.to_string()
                    dir="auto" autocomplete="off"/>
            </div>
            <div class="submit">
                <button class="primary">{labels.into_iter().collect_view()}</button>
                <a class="button" href=url::IMPORT>"Choose something else"</a>
            </div>
        </form>
    }
    .into_any()
}

fn tick(id: &'static str, name: &'static str, words: String) -> AnyView {
    view! {
        <p class="checkbox-field">
            <input type="checkbox" id=id name=name value="true" autocomplete="off"/>
            <label for=id>{words}</label>
        </p>
    }
    .into_any()
}

fn row(fitted: &Fitted, known: bool, today: &str) -> AnyView {
    let Fitted { task, parent, .. } = fitted;
    let words = plan(task, known, today).join(" · ");
    let notes = task.description.clone();
    view! {
        <li class:below=parent.is_some()>
            <span class="what" class:done=task.completed dir="auto">{task.title.clone()}</span>
            {(!words.is_empty()).then(|| view! { <span class="hint" dir="auto">{words}</span> })}
            {notes.map(|notes| view! { <span class="hint notes" dir="auto">{notes}</span> })}
        </li>
    }
    .into_any()
}

/// What a task has besides its texts, in words.
fn plan(task: &Task, known: bool, today: &str) -> Vec<String> {
    let rule = |rule: &String| Parts::parse(rule).map_or_else(|_| rule.clone(), |parts| parts.in_words());
    let day = |word: &str, due: Option<String>| due.map(|due| [word, " ", &due].concat());
    let reminders: Vec<String> = task.reminders.iter().map(|text| reminder::in_words(text, today)).collect();
    let parts = [
        task.completed.then(|| "done".to_owned()),
        day("due", task.due.as_ref().map(|due| due.in_words(today))),
        task.repeat.as_ref().map(rule),
        day("hidden until", task.start.as_ref().map(|start| start.in_words(today))),
        day("remind", (!reminders.is_empty()).then(|| reminders.join(", "))),
        task.priority.map(|priority| format!("P{priority}")),
        task.list.as_ref().map(|list| ["#", list].concat()),
        (!task.tags.is_empty()).then(|| ["@", &task.tags.join(" @")].concat()),
        known.then(|| "already there".to_owned()),
    ];
    parts.into_iter().flatten().collect()
}
