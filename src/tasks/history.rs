//! What was done to a task, and by whom.

use super::Task;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Who changed a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// The person, on a page.
    Person,
    /// The assistant, in a conversation.
    Assistant,
    /// A program with this name.
    Program(String),
}

/// What was done to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It was made.
    Created,
    /// It was marked as done, or moved on to its next occurrence.
    Completed,
    /// Something else of it was changed.
    Updated,
    /// It was deleted.
    Deleted,
}

/// A change of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskChange {
    /// Its number, by which it can be undone.
    pub id: i64,
    /// Who made it.
    pub who: Who,
    /// What was done.
    pub kind: Kind,
    /// When.
    pub at: Timestamp,
    /// Whether it was undone.
    pub undone: bool,
    /// The task before. `None` if the change made it.
    pub before: Option<Task>,
    /// The task after. `None` if the change deleted it.
    pub after: Option<Task>,
}

/// A task after a change, or as it was if the change deleted it, and the number by which the change can be undone. `None` if
/// nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// The task.
    #[serde(flatten)]
    pub task: Task,
    /// The change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<i64>,
}
