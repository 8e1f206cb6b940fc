//! Docket's own export, or an answer of its REST API. The names are those of the task's JSON.

use super::date_text;
use super::draft::{Draft, Reader};
use super::json_field::{key, list, text};
use serde_json::Value;

/// Whether it was such a file.
pub(super) fn read(file: &Value, reader: &mut Reader<'_>) -> bool {
    let tasks = file.as_array().map_or_else(|| list(file, "tasks"), Vec::as_slice);
    let is_task =
        |task: &Value| task.get("completed").is_some_and(Value::is_boolean) && task.get("title").is_some();
    let is_export = file.get("exported_at").is_some() && file.get("tasks").is_some();
    if !is_export && !tasks.first().is_some_and(is_task) {
        return false;
    }
    for item in tasks {
        let draft = task(item, reader);
        reader.add(draft);
    }
    true
}

fn task(item: &Value, reader: &Reader<'_>) -> Draft {
    let mut draft = Draft::at(reader.drafts.len() + 1);
    let texts = |field| -> Vec<String> {
        list(item, field).iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
    };
    draft.task.title = text(item, "title").to_owned();
    draft.describe(text(item, "description"));
    draft.task.completed = item.get("completed").and_then(Value::as_bool).unwrap_or_default();
    draft.key = key(item, "id");
    draft.parent_key = key(item, "parent_id");
    draft.read_due(text(item, "due"), reader);
    draft.task.start = date_text::moment(text(item, "start"), &reader.zone).map(|start| start.to_due());
    draft.task.reminders = texts("reminders");
    draft.task.tags = texts("tags");
    draft.task.list = Some(text(item, "list").to_owned());
    let priority =
        item.get("priority").and_then(Value::as_u64).and_then(|priority| u8::try_from(priority).ok());
    draft.task.priority = priority.filter(|priority| (1..=4).contains(priority));
    draft.read_repeat(text(item, "repeat"), text(item, "repeat"), reader);
    draft.task.repeat_from_completion = text(item, "repeat_from") == "completion";
    draft.go_on_from(text(item, "repeat_start"), text(item, "time_zone"), reader);
    draft.task.completed_at = date_text::timestamp(text(item, "completed_at"), &reader.zone);
    draft.task.created_at = date_text::timestamp(text(item, "created_at"), &reader.zone);
    draft
}
