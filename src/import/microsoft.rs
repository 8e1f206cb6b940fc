//! Microsoft To Do, as Microsoft Graph gives it (`todoTaskList` and `todoTask`), which the programs that export from it
//! store. A due date has no time.

mod recurrence;

use super::date_text;
use super::draft::{Draft, Reader};
use super::json_field::{key, list, text};
use crate::calendar::{self, Moment};
use jiff::tz::TimeZone;
use serde_json::Value;

/// How deep lists and tasks are looked for.
const DEPTH: usize = 4;

/// Whether it was such a file.
pub(super) fn read(file: &Value, reader: &mut Reader<'_>) -> bool {
    find(file, None, DEPTH, reader);
    !reader.drafts.is_empty()
}

fn find(value: &Value, name: Option<&str>, depth: usize, reader: &mut Reader<'_>) {
    if is_task(value) {
        task(value, name, reader);
        return;
    }
    let Some(depth) = depth.checked_sub(1) else { return };
    match value {
        Value::Array(items) => items.iter().for_each(|item| find(item, name, depth + 1, reader)),
        Value::Object(fields) => {
            let name = [text(value, "displayName"), text(value, "listName")];
            let name = name.into_iter().find(|name| !name.is_empty());
            for items in fields.values().filter(|items| items.is_array()) {
                find(items, name, depth, reader);
            }
        }
        _ => {}
    }
}

fn is_task(value: &Value) -> bool {
    let has = |field| value.get(field).is_some();
    has("title")
        && (has("importance")
            || has("dueDateTime")
            || matches!(text(value, "status"), "notStarted" | "completed"))
}

fn task(item: &Value, list_name: Option<&str>, reader: &mut Reader<'_>) {
    let place = reader.drafts.len() + 1;
    let mut draft = Draft::at(place);
    draft.task.title = text(item, "title").to_owned();
    draft.task.list = list_name.map(ToOwned::to_owned);
    draft.task.completed = text(item, "status") == "completed";
    draft.task.priority = match text(item, "importance") {
        "high" => Some(1),
        "low" => Some(3),
        _ => None,
    };
    draft.task.tags =
        list(item, "categories").iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect();
    draft.key = key(item, "id");
    if let Some(body) = item.get("body") {
        let content = text(body, "content");
        let is_html = text(body, "contentType").eq_ignore_ascii_case("html");
        draft.describe(&if is_html { without_tags(content) } else { content.to_owned() });
    }
    for link in list(item, "linkedResources") {
        draft.describe(text(link, "webUrl"));
    }
    let day = |field| moment(item.get(field), reader).map(as_day);
    if let Some(due) = day("dueDateTime") {
        draft.set_due(due);
    }
    draft.task.start = day("startDateTime")
        .map(|start| start.to_due())
        .filter(|start| Some(start) != draft.task.due.as_ref());
    if item.get("isReminderOn").and_then(Value::as_bool).unwrap_or(true)
        && let Some(reminder) = moment(item.get("reminderDateTime"), reader)
    {
        draft.task.reminders.push(reminder.to_due().to_string());
    }
    if let Some(recurrence) = item.get("recurrence").filter(|recurrence| recurrence.is_object()) {
        let rule = recurrence::rule(recurrence).unwrap_or_else(|| "?".to_owned());
        draft.read_repeat(&rule, &recurrence.to_string(), reader);
    }
    draft.task.completed_at = moment(item.get("completedDateTime"), reader).and_then(|done| stored(&done));
    draft.task.created_at = date_text::timestamp(text(item, "createdDateTime"), &reader.zone);
    let name = draft.task.list.clone();
    let parent = reader.add(draft);
    for step in list(item, "checklistItems") {
        let mut draft = Draft::at(place);
        draft.task.title = text(step, "displayName").to_owned();
        draft.task.completed = step.get("isChecked").and_then(Value::as_bool).unwrap_or_default();
        draft.task.list.clone_from(&name);
        draft.task.parent = Some(parent);
        reader.add(draft);
    }
}

/// A `dateTimeTimeZone`. Zones of Windows are not known here; such times count as UTC, which the service uses unless it is
/// asked for something else.
fn moment(value: Option<&Value>, reader: &Reader<'_>) -> Option<Moment> {
    let value = value?;
    let zone = calendar::zone(text(value, "timeZone")).unwrap_or(TimeZone::UTC);
    match date_text::moment(text(value, "dateTime"), &zone)? {
        // The midnight of a day, wherever it is.
        Moment::Time(time) if time.time() == jiff::civil::Time::midnight() => Some(Moment::Day(time.date())),
        Moment::Time(time) => Some(Moment::Time(time.with_time_zone(reader.zone.clone()))),
        day @ Moment::Day(_) => Some(day),
    }
}

fn as_day(moment: Moment) -> Moment {
    Moment::Day(moment.day())
}

fn stored(moment: &Moment) -> Option<crate::timestamp::Timestamp> {
    match moment {
        Moment::Time(time) => Some(calendar::moment(time)),
        Moment::Day(day) => day.to_zoned_datetime(TimeZone::UTC).ok().map(|time| calendar::moment(&time)),
    }
}

/// The text of simple HTML.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for (number, piece) in html.split('<').enumerate() {
        let (tag, after) =
            if number == 0 { ("", piece) } else { piece.split_once('>').unwrap_or(("", piece)) };
        if ["br", "/p", "/div", "/li"].iter().any(|end| tag.to_ascii_lowercase().starts_with(end)) {
            text.push('\n');
        }
        text.push_str(after);
    }
    [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .into_iter()
        .fold(text, |text, (entity, character)| text.replace(entity, character))
}
