//! Google Tasks, as Google Takeout writes them (`Tasks.json`). A due date has no time, and repetitions are not told.

use super::Why;
use super::date_text;
use super::draft::{Draft, Reader};
use super::json_field::{key, list, text};
use crate::calendar::Moment;
use serde_json::Value;

/// Whether it was such a file.
pub(super) fn read(file: &Value, reader: &mut Reader<'_>) -> bool {
    match text(file, "kind") {
        "tasks#taskLists" => {
            for tasks in list(file, "items") {
                read_list(tasks, Some(text(tasks, "title")), reader);
            }
        }
        "tasks#tasks" | "tasks#taskList" => read_list(file, Some(text(file, "title")), reader),
        _ => return false,
    }
    true
}

fn read_list(tasks: &Value, name: Option<&str>, reader: &mut Reader<'_>) {
    for item in list(tasks, "items") {
        let place = reader.drafts.len() + reader.skipped.len() + 1;
        if item.get("deleted").and_then(Value::as_bool).unwrap_or_default() {
            reader.skip(place, Why::Deleted);
            continue;
        }
        let mut draft = Draft::at(place);
        draft.task.title = text(item, "title").to_owned();
        draft.task.list = name.map(ToOwned::to_owned);
        draft.task.completed = text(item, "status") == "completed";
        draft.key = key(item, "id");
        draft.parent_key = key(item, "parent");
        draft.describe(text(item, "notes"));
        for link in list(item, "links") {
            draft.describe(text(link, "link"));
        }
        draft.task.completed_at = date_text::timestamp(text(item, "completed"), &reader.zone);
        draft.task.created_at = date_text::timestamp(text(item, "created"), &reader.zone);
        let due = scheduled(item);
        match day(due) {
            Some(day) => draft.set_due(day),
            None => draft.read_due(due, reader),
        }
        reader.add(draft);
    }
}

/// When a task is due. Newer files say it as a list of times.
fn scheduled(item: &Value) -> &str {
    let times = list(item, "scheduled_time");
    let current = times.iter().find(|time| time.get("current").and_then(Value::as_bool).unwrap_or_default());
    match (text(item, "due"), current.or(times.first())) {
        ("", Some(time)) => text(time, "start"),
        (due, _) => due,
    }
}

/// A day is written as its midnight in UTC.
fn day(text: &str) -> Option<Moment> {
    let (day, time) = text.split_once('T')?;
    time.starts_with("00:00:00").then_some(())?;
    day.parse().ok().map(Moment::Day)
}
