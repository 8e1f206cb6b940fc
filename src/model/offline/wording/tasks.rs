//! How a task, several tasks and an action are named.

use super::markdown::{escaped, excerpt};
use super::plans::plan;
use crate::model::offline::task::Task;
use crate::model::offline::understand::{Action, Filter};

/// A task, such as "**Buy milk** (#3)".
pub fn named(task: &Task) -> String {
    if task.title.is_empty() {
        format!("task #{}", task.id)
    } else {
        format!("**{}** (#{})", escaped(&task.title), task.id)
    }
}

/// A numbered list that begins at `first`.
pub fn numbered(tasks: &[Task], first: usize, today: &str) -> String {
    let line = |(index, task): (usize, &Task)| {
        let note =
            task.description.as_deref().map(|text| format!(": {}", excerpt(text, 120))).unwrap_or_default();
        format!("{}. {}{}{note}", first + index, named(task), plan(&task.plan, today))
    };
    tasks.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// The candidates of a question, with what distinguishes them.
pub fn candidates(tasks: &[Task]) -> String {
    let line = |(index, task): (usize, &Task)| {
        let done = if task.completed { ", done" } else { "" };
        format!("{}. #{} **{}**{done}", index + 1, task.id, escaped(&task.title))
    };
    tasks.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// An amount, such as "1 task" or "3 pending tasks".
pub fn amount(count: usize, filter: Filter) -> String {
    let kind = match filter {
        Filter::All => "",
        Filter::Pending => "pending ",
        Filter::Completed => "completed ",
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {kind}task{plural}")
}

/// The verb of an action, for questions.
pub fn verb(action: &Action) -> &'static str {
    match action {
        Action::Complete => "mark as complete",
        Action::Delete => "delete",
        Action::Reopen | Action::Deny => "reopen",
        Action::Show => "see",
        Action::Plan(_) => "change",
        Action::Postpone => "move",
        Action::Update { title: Some(_), .. } | Action::Retitle => "rename",
        Action::Update { .. } | Action::Describe => "describe",
    }
}
