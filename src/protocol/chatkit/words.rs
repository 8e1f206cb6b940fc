//! What the component shows of the assistant's tools: words, each with the name of one of ChatKit's icons.

use crate::chat::{MessageStatus, ToolCall, ToolResult};
use crate::error::AppError;
use crate::tasks::tool_name::{
    ADD_TASK, COMPLETE_TASK, DELETE_TASK, LIST_TASKS, UNDO_LAST_CHANGE, UPDATE_TASK,
};
use serde_json::Value;

/// An icon and words.
pub(super) type Line = (&'static str, String);

/// What is shown while a tool runs.
pub(super) fn running(tool: &str) -> (&'static str, &'static str) {
    match tool {
        ADD_TASK => ("plus", "Adding the task…"),
        LIST_TASKS => ("search", "Looking at your tasks…"),
        COMPLETE_TASK => ("check-circle", "Completing the task…"),
        DELETE_TASK => ("lucide:trash-2", "Deleting the task…"),
        UPDATE_TASK => ("write", "Changing the task…"),
        UNDO_LAST_CHANGE => ("reload", "Undoing…"),
        _ => ("bolt", "Working…"),
    }
}

/// What a tool did.
pub(super) fn done(call: &ToolCall) -> Line {
    let (icon, _) = running(&call.name);
    let Some(ToolResult { content, is_error, .. }) = &call.result else {
        return ("info", "This did not come to an end.".to_owned());
    };
    if *is_error {
        let detail = content.get("detail").and_then(Value::as_str);
        return ("info", detail.unwrap_or("That did not work.").to_owned());
    }
    let verb = match call.name.as_str() {
        UPDATE_TASK if call.ticked() == Some(false) => "Reopened",
        UPDATE_TASK if call.ticked() == Some(true) => "Completed",
        ADD_TASK => "Added",
        COMPLETE_TASK => "Completed",
        DELETE_TASK => "Deleted",
        UPDATE_TASK => "Changed",
        LIST_TASKS => return (icon, "Looked at your tasks".to_owned()),
        UNDO_LAST_CHANGE => return (icon, "Undid the last change".to_owned()),
        other => return (icon, format!("Used {other}")),
    };
    (
        icon,
        match content.get("title").and_then(Value::as_str) {
            Some(title) => format!("{verb} “{title}”"),
            None => format!("{verb} a task"),
        },
    )
}

/// How a reply stands, if that is not simply complete.
pub(super) fn outcome(status: MessageStatus, error: Option<&AppError>) -> Option<Line> {
    let words = match status {
        MessageStatus::Complete => return None,
        MessageStatus::Queued => return Some(("clock", "Waiting for its turn…".to_owned())),
        MessageStatus::Streaming => {
            return Some((
                "clock",
                "Docket is still writing this. Load the thread again to read on.".to_owned(),
            ));
        }
        MessageStatus::Stopped => "Stopped.".to_owned(),
        MessageStatus::Interrupted => "Docket was restarted while writing this.".to_owned(),
        MessageStatus::Failed => error.map_or("The reply failed.".to_owned(), AppError::detail),
        MessageStatus::Length => "Cut off: the reply reached its length limit.".to_owned(),
    };
    Some(("info", words))
}
