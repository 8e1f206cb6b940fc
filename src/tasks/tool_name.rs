//! The names of the assistant's tools. Models and programs call the tools by them, and the page tells by them what a
//! call did.

/// Adds a task.
pub const ADD_TASK: &str = "add_task";
/// Lists tasks.
pub const LIST_TASKS: &str = "list_tasks";
/// Marks a task as done.
pub const COMPLETE_TASK: &str = "complete_task";
/// Deletes a task.
pub const DELETE_TASK: &str = "delete_task";
/// Changes a task's title or description.
pub const UPDATE_TASK: &str = "update_task";
/// Undoes the changes of the assistant's last reply. Only the chat offers it.
pub const UNDO_LAST_CHANGE: &str = "undo_last_change";
