//! What was undone, and what was not.

use super::changes;
use super::markdown::escaped;
use super::tasks::{amount, named};
use crate::model::offline::task::{Refusal, Task};
use crate::model::offline::understand::Filter;

/// The tasks whose changes were undone, each with the kind of the change.
pub fn undone(changes: &[(Task, String)]) -> String {
    let told: Vec<String> = changes.iter().map(|(task, kind)| state(task, kind)).collect();
    match told.as_slice() {
        [one] => format!("Undone: {one}."),
        _ => {
            let lines = told.iter().map(|line| format!("- {line}\n")).collect::<String>();
            let count = amount(told.len(), Filter::All);
            format!("Undone what I did to {count}:\n\n{}", lines.trim_end())
        }
    }
}

/// The state of a task after a change of this kind was undone.
fn state(task: &Task, kind: &str) -> String {
    let is = match kind {
        "created" => "is off your list again",
        "completed" => "is pending again",
        "deleted" => "is back on your list",
        _ => "is as it was before",
    };
    format!("{} {is}", named(task))
}

/// A change was not undone, for this reason.
pub fn kept(task: &Task, reason: &str) -> String {
    format!("I did not undo what I did to {}: {}", named(task), escaped(reason))
}

/// There is nothing to undo.
pub fn nothing() -> String {
    "There is nothing to undo: I changed nothing in this conversation that still stands.".to_owned()
}

/// Undoing failed.
pub fn failed(refusal: &Refusal) -> String {
    changes::failed("I could not undo that", refusal)
}
