//! What was done to a task, and by whom, the last change first.

use super::html::Told;
use crate::calendar;
use crate::due::Due;
use crate::repeat::Parts;
use crate::tasks::api::TakeBack;
use crate::tasks::server::reminder;
use crate::tasks::{Kind, Task, TaskChange, Who};
use crate::timestamp::Timestamp;
use jiff::ZonedDateTime;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

pub(super) fn section(told: &Told) -> Option<AnyView> {
    if told.history.is_empty() {
        return None;
    }
    // Earlier ones cannot be undone before this one is.
    let last = told.history.iter().find(|change| !change.undone).map(|change| change.id);
    let entry = |change: &TaskChange| {
        let undo = (last == Some(change.id) && change.kind != Kind::Created).then(|| {
            view! {
                <form method="post" action=TakeBack::url()>
                    <input type="hidden" name="changes" value=change.id.to_string()/>
                    <button class="quiet">"Undo"</button>
                </form>
            }
        });
        view! {
            <li class:undone=change.undone>
                <span class="what" dir="auto">{sentence(change, &told.now)}</span>
                <span class="hint">
                    <time datetime=change.at.as_str().to_owned()>{when(&change.at, &told.now)}</time>
                    {change.undone.then_some(" · undone")}
                </span>
                {undo}
            </li>
        }
    };
    let entries: Vec<_> = told.history.iter().map(entry).collect();
    let section = view! {
        <section class="card" aria-labelledby="history">
            <h2 id="history">"History"</h2>
            <ol class="history">{entries}</ol>
        </section>
    };
    Some(section.into_any())
}

/// A time on the person's clock.
fn when(at: &Timestamp, now: &ZonedDateTime) -> String {
    let at = calendar::in_zone(at, now.time_zone());
    let today = now.date().to_string();
    let minutes = now.duration_since(&at).as_secs() / 60;
    match minutes {
        ..1 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        _ if at.date() == now.date() => at.strftime("today, %H:%M").to_string(),
        _ => calendar::Moment::Time(at).to_due().in_words(&today),
    }
}

fn sentence(change: &TaskChange, now: &ZonedDateTime) -> String {
    let who = match &change.who {
        Who::Person => "You",
        Who::Assistant => "The assistant",
        Who::Program(name) => name,
    };
    [who, " ", &deed(change, &now.date().to_string()), "."].concat()
}

fn deed(change: &TaskChange, today: &str) -> String {
    let (before, after) = match (change.kind, &change.before, &change.after) {
        (Kind::Created, ..) => return "added it".to_owned(),
        (Kind::Deleted, ..) => return "deleted it".to_owned(),
        (_, Some(before), Some(after)) => (before, after),
        _ => return "changed it".to_owned(),
    };
    if change.kind == Kind::Completed && !after.completed {
        return format!("did it; it is due next {}", day(after.due.as_ref(), today));
    }
    let deeds = differences(before, after, today);
    match deeds.split_last() {
        None => "changed it".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// Each thing that differs, as what was done.
fn differences(before: &Task, after: &Task, today: &str) -> Vec<String> {
    let mut deeds = Vec::new();
    let mut tell = |differs: bool, deed: String| deeds.extend(differs.then_some(deed));
    tell(
        before.completed != after.completed,
        if after.completed { "marked it as done" } else { "marked it as not done" }.to_owned(),
    );
    tell(before.title != after.title, format!("renamed it from “{}” to “{}”", before.title, after.title));
    tell(before.description != after.description, "changed the notes".to_owned());
    tell(
        before.due != after.due,
        match (&before.due, &after.due) {
            (None, Some(due)) => format!("made it due {}", due.in_words(today)),
            (Some(_), None) => "took away when it is due".to_owned(),
            (from, to) => {
                format!("moved it from {} to {}", day(from.as_ref(), today), day(to.as_ref(), today))
            }
        },
    );
    let set = |what: &str, value: Option<String>| match value {
        Some(value) => format!("set the {what} to {value}"),
        None => format!("removed the {what}"),
    };
    let start = after.start.as_ref().map(|start| start.in_words(today));
    tell(before.start != after.start, set("start", start));
    let words = |rule: &String| Parts::parse(rule).map_or_else(|_| rule.clone(), |parts| parts.in_words());
    tell(before.repeat != after.repeat, set("repetition", after.repeat.as_ref().map(words)));
    tell(before.repeat_from != after.repeat_from, "changed from when it is repeated".to_owned());
    let reminders: Vec<String> = after.reminders.iter().map(|text| reminder::in_words(text, today)).collect();
    let joined = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(", "));
    tell(before.reminders != after.reminders, set("reminders", joined(&reminders)));
    tell(
        before.priority != after.priority,
        set("priority", after.priority.map(|priority| format!("P{priority}"))),
    );
    tell(before.tags != after.tags, set("tags", joined(&after.tags)));
    tell(before.list != after.list, set("list", after.list.clone()));
    tell(before.parent_id != after.parent_id, "moved it under another task".to_owned());
    tell(before.position != after.position, "moved it to another place in the order".to_owned());
    deeds
}

fn day(due: Option<&Due>, today: &str) -> String {
    due.map_or_else(|| "no day".to_owned(), |due| due.in_words(today))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use crate::id::TaskId;

    fn task(title: &str, due: Option<&str>) -> Task {
        let json = serde_json::json!({
            "id": TaskId::new(1), "title": title, "completed": false, "due": due,
            "created_at": "2026-12-01T00:00:00.000Z", "updated_at": "2026-12-01T00:00:00.000Z",
        });
        serde_json::from_value(json).unwrap()
    }

    fn change(who: Who, kind: Kind, before: Option<Task>, after: Option<Task>) -> String {
        let at = serde_json::from_str("\"2026-12-01T12:00:00.000Z\"").unwrap();
        let now = "2026-12-01T13:00[UTC]".parse().unwrap();
        sentence(&TaskChange { id: 1, who, kind, at, undone: false, before, after }, &now)
    }

    #[test]
    fn changes_are_told_in_sentences() {
        let (plain, dated) = (task("Milk", None), task("Milk", Some("2026-12-04")));
        assert_eq!(change(Who::Person, Kind::Created, None, Some(plain.clone())), "You added it.");
        assert_eq!(
            change(Who::Assistant, Kind::Updated, Some(plain.clone()), Some(dated.clone())),
            "The assistant made it due Fri 4 Dec."
        );
        let later = task("Oat milk", Some("2026-12-07"));
        assert_eq!(
            change(Who::Program("Zed".to_owned()), Kind::Updated, Some(dated.clone()), Some(later.clone())),
            "Zed renamed it from “Milk” to “Oat milk” and moved it from Fri 4 Dec to Mon 7 Dec."
        );
        assert_eq!(
            change(Who::Person, Kind::Completed, Some(dated.clone()), Some(task("Milk", Some("2026-12-07")))),
            "You did it; it is due next Mon 7 Dec."
        );
        let done = Task { completed: true, ..plain.clone() };
        assert_eq!(change(Who::Person, Kind::Completed, Some(plain), Some(done)), "You marked it as done.");
        assert_eq!(change(Who::Person, Kind::Deleted, Some(later), None), "You deleted it.");
    }

    #[test]
    fn times_are_on_the_persons_clock() {
        let now: ZonedDateTime = "2026-12-01T13:00[Europe/Berlin]".parse().unwrap();
        let told = |at: &str| when(&serde_json::from_value(at.into()).unwrap(), &now);
        assert_eq!(told("2026-12-01T11:59:30.000Z"), "just now");
        assert_eq!(told("2026-12-01T11:30:00.000Z"), "30 min ago");
        assert_eq!(told("2026-12-01T08:00:00.000Z"), "today, 09:00");
        assert_eq!(told("2026-11-27T08:00:00.000Z"), "Fri 27 Nov, 09:00");
    }
}
