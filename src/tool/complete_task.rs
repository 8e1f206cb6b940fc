//! `complete_task`: marks a task as done.

use super::{Change, OneTask, Refusal};
use crate::id::UserId;
use crate::tasks::server::Tasks;
use serde_json::{Value, json};

pub(super) const NAME: &str = "complete_task";
pub(super) const DESCRIPTION: &str = "Mark a task as done. Use it when the person says that they finished something. \
    Completing a task that is done already changes nothing.";

pub(super) async fn run(tasks: &Tasks, user: &UserId, arguments: OneTask) -> Result<Value, Refusal> {
    let task = tasks.complete(user, arguments.task_id, true).await?;
    Ok(json!(Change { task_id: task.id, status: "completed", title: task.title }))
}
