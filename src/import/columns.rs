//! Tables of other programs, by the names of their columns: Docket's own CSV, Outlook's tasks, spreadsheets.

use super::date_text::{Order, clock, length};
use super::draft::{Draft, Reader};
use super::table::{Row, Table};
use super::{Why, date_text};
use crate::calendar::Moment;

const TITLE: [&str; 6] = ["title", "subject", "task", "task name", "name", "summary"];
const DESCRIPTION: [&str; 5] = ["description", "notes", "note", "body", "details"];
const DUE: [&str; 5] = ["due", "due date", "due_date", "deadline", "date"];
const START: [&str; 3] = ["start", "start date", "start_date"];
const TAGS: [&str; 4] = ["tags", "labels", "categories", "tag"];
const LIST: [&str; 4] = ["list", "project", "list name", "folder"];
const DONE: [&str; 6] = ["completed", "done", "complete", "status", "% complete", "state"];
const DONE_AT: [&str; 3] = ["completed_at", "date completed", "completed date"];
const MADE_AT: [&str; 3] = ["created_at", "created", "date created"];

/// The table, if a head has a title and something else, or if the file's ending says that it is a table.
pub(super) fn table(text: &str, is_table: bool) -> Option<Table> {
    let is_head = |head: &[String]| {
        let has = |names: &[&str]| head.iter().any(|name| names.contains(&name.as_str()));
        let others = [&DESCRIPTION[..], &DUE, &TAGS, &LIST, &DONE, &["priority"]];
        has(&TITLE) && (is_table || others.iter().any(|names| has(names)))
    };
    [b',', b';', b'\t'].into_iter().find_map(|separator| Table::read(text, separator, is_head))
}

pub(super) fn read(table: &Table, reader: &mut Reader<'_>) {
    let dates = table.rows().iter().flat_map(|row| [table.first(row, &DUE), table.first(row, &START)]);
    let order = Order::of(dates);
    for row in table.rows().iter().filter(|row| !row.is_empty()) {
        if table.first(row, &TITLE).is_empty() {
            reader.skip(row.line, Why::NoTitle);
            continue;
        }
        let draft = task(table, row, order, reader);
        reader.add(draft);
    }
}

fn task(table: &Table, row: &Row, order: Order, reader: &Reader<'_>) -> Draft {
    let mut draft = Draft::at(row.line);
    let first = |columns: &[&str]| table.first(row, columns);
    let moment =
        |text: &str| date_text::moment(text, &reader.zone).or_else(|| order.read(text, &reader.zone));
    draft.task.title = first(&TITLE).to_owned();
    draft.describe(first(&DESCRIPTION));
    draft.task.list = Some(first(&LIST).to_owned());
    let separators: &[char] = if table.is_own() { &[','] } else { &[',', ';'] };
    draft.task.tags = first(&TAGS).split(separators).map(ToOwned::to_owned).collect();
    draft.task.priority = priority(table.cell(row, "priority"));
    draft.key = Some(table.cell(row, "id").to_owned()).filter(|key| !key.is_empty());
    let parent = first(&["parent_id", "parent id", "parent"]);
    draft.parent_key = Some(parent.to_owned()).filter(|key| !key.is_empty());
    match moment(first(&DUE)) {
        Some(due) => draft.set_due(due),
        None => draft.read_due(first(&DUE), reader),
    }
    draft.task.start = moment(first(&START))
        .map(|start| start.to_due())
        .filter(|start| Some(start) != draft.task.due.as_ref());
    draft.read_repeat(
        first(&["repeat", "rrule", "recurrence"]),
        first(&["repeat", "rrule", "recurrence"]),
        reader,
    );
    draft.task.repeat_from_completion = table.cell(row, "repeat_from") == "completion";
    draft.go_on_from(table.cell(row, "repeat_start"), table.cell(row, "time_zone"), reader);
    let stored = |columns: &[&str]| {
        date_text::timestamp(first(columns), &reader.zone).or_else(|| {
            let day = order.read(first(columns), &reader.zone)?.day();
            date_text::timestamp(&day.to_string(), &reader.zone)
        })
    };
    draft.task.completed_at = stored(&DONE_AT);
    draft.task.created_at = stored(&MADE_AT);
    draft.task.completed = draft.task.completed_at.is_some() || is_done(first(&DONE));
    for reminder in
        table.cell(row, "reminders").split([',', ';', ' ']).filter(|reminder| !reminder.is_empty())
    {
        match (moment(reminder), length(reminder)) {
            (Some(Moment::Time(time)), _) => {
                draft.task.reminders.push(Moment::Time(time).to_due().to_string())
            }
            (_, Some(length)) if !length.is_positive() => draft.task.reminders.push(reminder.to_owned()),
            _ => draft.keep("Reminder", reminder),
        }
    }
    if table.cell(row, "reminder on/off").eq_ignore_ascii_case("true") {
        draft.task.reminders.extend(outlook_reminder(table, row, order, reader));
    }
    draft
}

fn outlook_reminder(table: &Table, row: &Row, order: Order, reader: &Reader<'_>) -> Option<String> {
    let day = order.read(table.cell(row, "reminder date"), &reader.zone)?.day();
    let time = clock(table.cell(row, "reminder time"))?;
    let time = day.to_datetime(time).to_zoned_datetime(reader.zone.clone()).ok()?;
    Some(Moment::Time(time).to_due().to_string())
}

fn is_done(text: &str) -> bool {
    let text = text.to_lowercase();
    ["true", "yes", "x", "1", "100", "100%", "1.0", "done", "completed", "complete", "✓", "✔"]
        .contains(&text.as_str())
}

fn priority(text: &str) -> Option<u8> {
    match text.to_lowercase().trim_start_matches('p') {
        "1" | "high" | "highest" | "urgent" => Some(1),
        "2" | "medium" => Some(2),
        "3" | "low" => Some(3),
        "4" | "lowest" => Some(4),
        _ => None,
    }
}
