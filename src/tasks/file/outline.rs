//! Tasks as a checklist in Markdown, with fields in Dataview's form: `- [ ] Call mom [due:: 2026-12-04]`.

use crate::tasks::Task;

/// The heading of a list.
pub fn list(name: &str) -> String {
    format!("\n# {name}\n\n")
}

/// A task with its description. `list` is the one whose heading stands above.
pub fn task(task: &Task, list: Option<&str>) -> String {
    let depth = if task.parent_id.is_some() { "    " } else { "" };
    let mark = if task.completed { 'x' } else { ' ' };
    let mut text = format!("{depth}- [{mark}] {}", title(&task.title));
    for (name, value) in fields(task, list) {
        text.push_str(&format!(" [{name}:: {value}]"));
    }
    text.push('\n');
    for line in task.description.iter().flat_map(|description| description.lines()) {
        text.push_str(&format!("{depth}    {}\n", described(line.trim())));
    }
    text
}

fn fields(task: &Task, list: Option<&str>) -> Vec<(&'static str, String)> {
    let of_list = task.list.as_deref().unwrap_or_default();
    let elsewhere = of_list.to_lowercase() != list.unwrap_or_default().to_lowercase();
    let fields = [
        ("due", task.due.as_ref().map(ToString::to_string)),
        ("start", task.start.as_ref().map(ToString::to_string)),
        ("repeat", task.repeat.clone()),
        ("repeat_from", (!task.repeat_from.is_due()).then(|| "completion".to_owned())),
        ("reminders", Some(task.reminders.join(", ")).filter(|reminders| !reminders.is_empty())),
        ("priority", task.priority.map(|priority| priority.to_string())),
        ("tags", Some(task.tags.join(", ")).filter(|tags| !tags.is_empty())),
        ("list", elsewhere.then(|| of_list.to_owned())),
        ("completed_at", task.completed_at.as_ref().map(ToString::to_string)),
        ("created_at", Some(task.created_at.to_string())),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// A title on one line, in which nothing is a tag or a field.
fn title(title: &str) -> String {
    // A field stands in brackets.
    let has_brackets = title.contains('[');
    let word = |word: &str| match word.starts_with(['#', '\\']) {
        true => ["\\", word].concat(),
        false if has_brackets => word.replace("::", ":\\:"),
        false => word.to_owned(),
    };
    title.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// A line of a description that is no task, no heading and no code by itself.
fn described(line: &str) -> String {
    let item = line
        .trim_start_matches(|letter: char| letter.is_ascii_digit())
        .trim_start_matches(['.', ')', '-', '*', '+', '•', '–', '▫', '☐', ' ']);
    let speaks =
        line.is_empty() || line.starts_with(['#', '\\']) || line.starts_with("```") || item.starts_with('[');
    if speaks { ["\\", line].concat() } else { line.to_owned() }
}
