//! Todoist's CSV: a project. Sections become tags, comments go to the task above them. 1 is Todoist's highest priority
//! and 4 says that there is none.

use super::Why;
use super::date_text;
use super::draft::{Draft, Reader};
use super::table::{Row, Table};
use crate::calendar;

pub(super) const COLUMNS: [&str; 4] = ["type", "content", "priority", "indent"];

pub(super) fn read(table: &Table, reader: &mut Reader<'_>) {
    let mut section = String::new();
    // The last task of each depth.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for row in table.rows() {
        match table.cell(row, "type").to_ascii_lowercase().as_str() {
            "task" => {
                let mut draft = task(table, row, reader);
                if !section.is_empty() {
                    draft.task.tags.push(section.clone());
                }
                let depth = table.cell(row, "indent").parse().unwrap_or(1);
                above.retain(|(other, _)| *other < depth);
                draft.task.parent = above.last().map(|(_, number)| *number);
                let number = reader.add(draft);
                above.push((depth, number));
            }
            "section" => {
                section = table.cell(row, "content").to_owned();
                above.clear();
            }
            "note" => match reader.drafts.last_mut() {
                Some(last) => last.describe(table.cell(row, "content")),
                None => reader.skip(row.line, Why::Text),
            },
            "meta" => {}
            _ if row.is_empty() => {}
            _ => reader.skip(row.line, Why::Unreadable),
        }
    }
}

fn task(table: &Table, row: &Row, reader: &Reader<'_>) -> Draft {
    let mut draft = Draft::at(row.line);
    let (title, tags) = labels(table.cell(row, "content"));
    draft.task.title = title;
    draft.task.tags = tags;
    draft.task.list = Some(reader.name.to_owned()).filter(|name| !name.eq_ignore_ascii_case("inbox"));
    draft.task.priority =
        table.cell(row, "priority").parse().ok().filter(|priority| (1..=3).contains(priority));
    draft.describe(table.cell(row, "description"));
    let (date, deadline) = (table.cell(row, "date"), table.cell(row, "deadline"));
    let zone = calendar::zone(table.cell(row, "timezone")).unwrap_or_else(|| reader.zone.clone());
    match date_text::moment_of(date, &zone, &reader.zone) {
        Some(due) => draft.set_due(due),
        None if date.is_empty() => draft.read_due(deadline, reader),
        None => draft.read_due(date, reader),
    }
    if !date.is_empty() {
        draft.keep("Deadline", deadline);
    }
    let duration = table.cell(row, "duration");
    if !duration.is_empty() && !duration.eq_ignore_ascii_case("none") {
        draft.keep("Duration", &format!("{duration} {}", table.cell(row, "duration_unit")));
    }
    draft.keep("Assigned to", table.cell(row, "responsible"));
    draft
}

/// Takes `@label` out of a title. An address such as `a@b.c` stays.
fn labels(content: &str) -> (String, Vec<String>) {
    let is_label = |word: &str| {
        word.strip_prefix('@').is_some_and(|label| label.chars().next().is_some_and(char::is_alphanumeric))
    };
    let (labels, words): (Vec<&str>, Vec<&str>) = content.split_whitespace().partition(|word| is_label(word));
    if words.is_empty() {
        return (content.to_owned(), Vec::new());
    }
    (words.join(" "), labels.into_iter().map(ToOwned::to_owned).collect())
}
