//! `delete_task`: takes a task off the list.

use super::{Change, Refusal};
use crate::id::{TaskId, UserId};
use crate::tasks::server::Tasks;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const NAME: &str = "delete_task";
pub(super) const DESCRIPTION: &str = "Delete a task for good. Use it when the person wants a task removed or cancelled, \
    not when they finished it.";

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// The task's number.
    #[serde(deserialize_with = "super::task_id")]
    #[schemars(with = "i64")]
    task_id: TaskId,
}

pub(super) async fn run(tasks: &Tasks, user: &UserId, arguments: Arguments) -> Result<Value, Refusal> {
    let task = tasks.delete(user, arguments.task_id).await?;
    Ok(json!(Change { task_id: task.id, status: "deleted", title: task.title }))
}
