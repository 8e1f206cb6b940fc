//! `undo_last_change`: undoes the changes of the assistant's most recent reply that made any. Only the chat offers it,
//! because no other caller has a conversation.

use super::{Refusal, status};
use crate::error::{Error, ErrorBody};
use crate::id::{MessageId, TaskId};
use crate::tasks::server::{Caller, Change, Tasks};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

pub(super) const DESCRIPTION: &str = "Undo every task change made by your most recent reply in this conversation \
    that changed tasks. Use it when the person says \"undo that\", \"put it back\" or the like. Call it once. If you call \
    it again, it undoes the changes before that.";

/// The tool needs no arguments. But Gemini refuses every request with a tool whose parameters have no properties
/// ("should be non-empty for OBJECT type"), and not every server accepts a tool without parameters.
#[derive(JsonSchema)]
pub(super) struct Arguments {
    /// What the person wants to undo, in their words.
    #[expect(dead_code, reason = "only for the schema")]
    reason: Option<String>,
}

/// A change that was undone or refused.
#[derive(Serialize)]
struct Told {
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<MessageId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    call_id: Option<String>,
    task_id: TaskId,
    /// The kind of the change: `created`, `completed`, `updated` or `deleted`.
    undid: &'static str,
    /// The task's title before the change, which is its title after undoing. A new task has the title with which it was
    /// made.
    title: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    error: Option<ErrorBody>,
}

pub(super) async fn run(tasks: &Tasks, caller: Caller<'_>) -> Result<Value, Refusal> {
    let undone = tasks.undo_last(caller).await?;
    let changes: Vec<_> = undone.changes.into_iter().map(|change| told(change, None)).collect();
    let refused = undone.refused.into_iter();
    let refused: Vec<_> =
        refused.map(|(change, error)| told(change, Some(Error::from(error).public().body()))).collect();
    Ok(json!({ "status": "undone", "changes": changes, "refused": refused }))
}

fn told(change: Change, error: Option<ErrorBody>) -> Told {
    Told {
        message_id: change.message_id,
        task_id: change.task_id,
        undid: status(change.kind),
        title: change.earlier().map(|task| task.title.clone()).unwrap_or_default(),
        call_id: change.call_id,
        error,
    }
}
