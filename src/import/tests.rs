#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod any_bytes;
mod files;
mod limits;

use super::*;
use crate::calendar::{Moment, zone};
use jiff::ZonedDateTime;

/// Noon of Saturday, 28 November 2026 in Berlin.
fn now() -> ZonedDateTime {
    "2026-11-28T12:00:00+01:00[Europe/Berlin]".parse().unwrap()
}

/// Stands in for the reader of people's words.
fn words(text: &str) -> Option<Words> {
    let berlin = zone("Europe/Berlin").unwrap();
    let due = |text: &str| Some(Moment::parse(text, &berlin).unwrap());
    let repeat = |rule: &str| Some(rule.to_owned());
    Some(match text {
        "every monday at 9am" => Words {
            due: due("2026-11-30T09:00"),
            repeat: repeat("FREQ=WEEKLY;BYDAY=MO"),
            from_completion: false,
        },
        "every month" => {
            Words { due: due("2026-12-28"), repeat: repeat("FREQ=MONTHLY"), from_completion: false }
        }
        _ => return None,
    })
}

fn imported(name: &str, bytes: &[u8]) -> Imported {
    read(name, bytes, &now(), &words).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A task in one line: what it has, and no more.
fn shown(task: &ImportedTask) -> String {
    let mut text = format!("[{}] {}", if task.completed { 'x' } else { ' ' }, task.title);
    let due = |due: &Option<Due>| due.as_ref().map(ToString::to_string);
    let told = |text: &Option<Timestamp>| text.as_ref().map(|at| at.to_minute());
    for (name, value) in [
        ("due", due(&task.due)),
        ("start", due(&task.start)),
        ("repeat", task.repeat.as_ref().map(ToString::to_string)),
        ("from", task.repeat_from_completion.then(|| "completion".to_owned())),
        ("remind", Some(task.reminders.join(","))),
        ("priority", task.priority.map(|priority| priority.to_string())),
        ("tags", Some(task.tags.join(","))),
        ("list", task.list.clone()),
        ("parent", task.parent.map(|parent| parent.to_string())),
        ("done", told(&task.completed_at)),
        ("made", told(&task.created_at)),
        ("text", task.description.clone()),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            text.push_str(&format!(" | {name} {}", value.replace('\n', "/")));
        }
    }
    text
}

fn all(imported: &Imported) -> Vec<String> {
    imported.tasks.iter().map(shown).collect()
}

fn skipped(imported: &Imported) -> Vec<(usize, Why)> {
    imported.skipped.iter().map(|skipped| (skipped.place, skipped.why)).collect()
}

fn notes(imported: &Imported) -> Vec<(usize, Change)> {
    imported.notes.iter().map(|note| (note.task, note.what)).collect()
}
