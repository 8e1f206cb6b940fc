//! What was done to tasks, and what could not be done.

use super::markdown::escaped;
use super::plans::plan;
use super::tasks::{amount, named, numbered};
use crate::model::offline::plan::Plan;
use crate::model::offline::task::{Refusal, Task};
use crate::model::offline::understand::{Action, Filter};

/// What was done, with titles and numbers.
pub fn performed(action: &Action, tasks: &[Task], today: &str) -> String {
    let many = |verb: &str, tail: &str| {
        format!("{verb} {}{tail}:\n\n{}", amount(tasks.len(), Filter::All), numbered(tasks, 1, today))
    };
    match (action, tasks) {
        (Action::Complete, [task]) => {
            let next =
                task.next_due.as_ref().map(|due| format!(" It is repeated; next: {}.", due.in_words(today)));
            format!("Marked {} as complete.{}", named(task), next.unwrap_or_default())
        }
        (Action::Complete, tasks) if tasks.iter().any(|task| task.next_due.is_some()) => {
            // The next due time stands where others have their plan.
            let next = |task: &Task| Task {
                plan: Plan { due: task.next_due.clone(), ..Plan::default() },
                ..task.clone()
            };
            let next: Vec<Task> = tasks.iter().map(next).collect();
            format!(
                "Marked {} as complete:\n\n{}",
                amount(tasks.len(), Filter::All),
                numbered(&next, 1, today)
            )
        }
        (Action::Complete, _) => many("Marked", " as complete"),
        (Action::Reopen, [task]) => format!("Reopened {}. It is pending again.", named(task)),
        (Action::Reopen, _) => many("Reopened", ""),
        (Action::Delete, [task]) => format!("Deleted {}.", named(task)),
        (Action::Delete, _) => many("Deleted", ""),
        (Action::Update { title: Some(_), description }, [task]) => {
            let also = if description.is_some() { " and updated its description" } else { "" };
            format!("Renamed task #{} to **{}**{also}.", task.id, escaped(&task.title))
        }
        (Action::Update { description: Some(text), .. }, [task]) if text.is_empty() => {
            format!("Removed the description of {}.", named(task))
        }
        (Action::Update { .. }, [task]) => format!("Updated the description of {}.", named(task)),
        _ => many("Updated", ""),
    }
}

/// What was added.
pub fn added(tasks: &[Task], today: &str) -> String {
    match tasks {
        [task] => {
            format!("Added **{}** as task #{}{}.", escaped(&task.title), task.id, plan(&task.plan, today))
        }
        _ => format!("Added {}:\n\n{}", amount(tasks.len(), Filter::All), numbered(tasks, 1, today)),
    }
}

/// What could not be done to a task, and why.
pub fn refused(task: &Task, refusal: &Refusal) -> String {
    if refusal.is_missing() {
        missing(task.id)
    } else {
        format!("That did not work for {}: {}", named(task), escaped(&refusal.detail))
    }
}

/// What could not be done at all.
pub fn failed(what: &str, refusal: &Refusal) -> String {
    format!("{what}: {}", escaped(&refusal.detail))
}

/// The task is not done, so nothing changed.
pub fn still_pending(task: &Task) -> String {
    format!("{} is pending. I changed nothing.", named(task))
}

/// A task could not be added.
pub fn not_added(title: &str, refusal: &Refusal) -> String {
    let title: String = title.chars().take(40).collect();
    failed(&format!("I could not add “{}”", escaped(&title)), refusal)
}

/// The tasks could not be read.
pub fn cannot_read(refusal: &Refusal) -> String {
    failed("I could not read your tasks", refusal)
}

/// The task does not exist.
pub fn missing(id: i64) -> String {
    format!("There is no task #{id}.")
}

/// The task is done already.
pub fn already_done(task: &Task) -> String {
    format!("{} is already done.", named(task))
}
