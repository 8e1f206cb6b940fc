//! TickTick's CSV backup: everything, under some lines about the file. Its times are of UTC, also those of days, which
//! begin in the task's zone. Its priorities are 5, 3, 1 and 0.

use super::date_text;
use super::draft::{Draft, Reader};
use super::table::{Row, Table};
use crate::calendar::{self, Moment};
use jiff::tz::TimeZone;

pub(super) const COLUMNS: [&str; 4] = ["list name", "title", "is check list", "due date"];

/// How TickTick writes items of a checklist into the text: to do, and done.
const ITEMS: [(char, bool); 2] = [('▫', false), ('▪', true)];

pub(super) fn read(table: &Table, reader: &mut Reader<'_>) {
    for row in table.rows().iter().filter(|row| !row.is_empty()) {
        let draft = task(table, row, reader);
        let list = draft.task.list.clone();
        let is_checklist = matches!(table.cell(row, "is check list"), "Y" | "true" | "1");
        let number = reader.add(draft);
        if is_checklist {
            items(table, row, number, list, reader);
        }
    }
}

fn task(table: &Table, row: &Row, reader: &Reader<'_>) -> Draft {
    let cell = |column| table.cell(row, column);
    let mut draft = Draft::at(row.line);
    draft.task.title = cell("title").to_owned();
    draft.task.tags = cell("tags").split(',').map(ToOwned::to_owned).collect();
    draft.task.list = Some(cell("list name").to_owned()).filter(|list| !list.eq_ignore_ascii_case("inbox"));
    draft.task.completed = !matches!(cell("status"), "" | "0");
    draft.task.priority = match cell("priority") {
        "5" => Some(1),
        "3" => Some(2),
        "1" => Some(3),
        _ => None,
    };
    draft.key = Some(cell("taskid").to_owned()).filter(|key| !key.is_empty());
    draft.parent_key = Some(cell("parentid").to_owned()).filter(|key| !key.is_empty());
    if matches!(cell("is check list"), "Y" | "true" | "1") {
        let text = lines(cell("content")).filter(|line| item(line).is_none());
        draft.describe(&text.collect::<Vec<_>>().join("\n"));
    } else {
        draft.describe(cell("content"));
    }
    let zone = calendar::zone(cell("timezone")).unwrap_or_else(|| reader.zone.clone());
    let all_day = cell("is all day").eq_ignore_ascii_case("true");
    let moment = |text: &str| {
        date_text::moment_of(text, &zone, &reader.zone).map(|moment| day(moment, &zone, all_day))
    };
    match moment(cell("due date")) {
        Some(due) => draft.set_due(due),
        None => draft.read_due(cell("due date"), reader),
    }
    let start = moment(cell("start date"));
    // A task without a length begins when it is due.
    draft.task.start =
        start.map(|start| start.to_due()).filter(|start| Some(start) != draft.task.due.as_ref());
    if draft.task.due.is_none()
        && let Some(start) = moment(cell("start date"))
    {
        draft.task.start = None;
        draft.set_due(start);
    }
    draft.read_repeat(cell("repeat"), cell("repeat"), reader);
    reminders(cell("reminder"), &mut draft, reader);
    draft.task.created_at = date_text::timestamp(cell("created time"), &zone);
    draft.task.completed_at = date_text::timestamp(cell("completed time"), &zone);
    draft
}

fn day(moment: Moment, zone: &TimeZone, all_day: bool) -> Moment {
    match moment {
        Moment::Time(time) if all_day => Moment::Day(time.with_time_zone(zone.clone()).date()),
        moment => moment,
    }
}

/// Reminders are lengths after the due time, or after the beginning of the due day.
fn reminders(text: &str, draft: &mut Draft, reader: &Reader<'_>) {
    for written in text.split([',', '\n', '\r', ' ']).filter(|written| !written.is_empty()) {
        let length = date_text::length(written.strip_prefix("TRIGGER:").unwrap_or(written));
        let due = draft.due.as_ref();
        match length.zip(due).and_then(|(length, due)| date_text::reminder(due, length, &reader.zone)) {
            Some(reminder) => draft.task.reminders.push(reminder),
            None => draft.keep("Reminder", written),
        }
    }
}

fn items(table: &Table, row: &Row, parent: usize, list: Option<String>, reader: &mut Reader<'_>) {
    for (title, done) in lines(table.cell(row, "content")).filter_map(item) {
        let mut draft = Draft::at(row.line);
        draft.task.title = title.to_owned();
        draft.task.completed = done;
        draft.task.list.clone_from(&list);
        draft.task.parent = Some(parent);
        reader.add(draft);
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty())
}

fn item(line: &str) -> Option<(&str, bool)> {
    ITEMS.into_iter().find_map(|(mark, done)| Some((line.strip_prefix(mark)?.trim(), done)))
}
