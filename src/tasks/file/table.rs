//! Tasks as a table. The columns have the names of the task's JSON.

use crate::tasks::Task;

/// The columns.
const HEAD: [&str; 18] = [
    "id",
    "parent_id",
    "title",
    "description",
    "completed",
    "due",
    "time_zone",
    "start",
    "reminders",
    "repeat",
    "repeat_from",
    "repeat_start",
    "priority",
    "tags",
    "list",
    "completed_at",
    "created_at",
    "updated_at",
];

/// The row with the names of the columns.
pub fn head() -> String {
    rows(std::iter::once(HEAD.map(str::to_owned)))
}

/// A row for each task.
pub fn tasks(tasks: &[Task]) -> String {
    rows(tasks.iter().map(cells))
}

fn cells(task: &Task) -> [String; 18] {
    let text = |value: Option<&dyn ToString>| value.map(ToString::to_string).unwrap_or_default();
    let value = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        task.id.to_string(),
        text(task.parent_id.as_ref().map(|id| id as &dyn ToString)),
        task.title.clone(),
        value(&task.description),
        task.completed.to_string(),
        text(task.due.as_ref().map(|due| due as &dyn ToString)),
        value(&task.time_zone),
        text(task.start.as_ref().map(|start| start as &dyn ToString)),
        task.reminders.join(","),
        value(&task.repeat),
        if task.repeat_from.is_due() { String::new() } else { "completion".to_owned() },
        value(&task.repeat_start),
        text(task.priority.as_ref().map(|priority| priority as &dyn ToString)),
        task.tags.join(","),
        value(&task.list),
        text(task.completed_at.as_ref().map(|at| at as &dyn ToString)),
        task.created_at.to_string(),
        task.updated_at.to_string(),
    ]
    .map(guarded)
}

/// Keeps spreadsheets from running a text as a formula, as OWASP advises ("CSV Injection"): a quotation mark before it makes it a
/// text. `import` takes the mark away again.
fn guarded(cell: String) -> String {
    let is_formula = cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { ["'", &cell].concat() } else { cell }
}

fn rows(rows: impl Iterator<Item = [String; 18]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail, and all rows have the same length.
        _ = writer.write_record(&row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
