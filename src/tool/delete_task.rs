//! `delete_task`: takes a task off the list.

use super::{Change, OneTask, Refusal};
use crate::id::UserId;
use crate::tasks::server::Tasks;
use serde_json::{Value, json};

pub(super) const NAME: &str = "delete_task";
pub(super) const DESCRIPTION: &str = "Delete a task for good. Use it when the person wants a task removed or cancelled, \
    not when they finished it.";

pub(super) async fn run(tasks: &Tasks, user: &UserId, arguments: OneTask) -> Result<Value, Refusal> {
    let task = tasks.delete(user, arguments.task_id).await?;
    Ok(json!(Change { task_id: task.id, status: "deleted", title: task.title }))
}
