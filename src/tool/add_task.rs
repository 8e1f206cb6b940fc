//! `add_task`: puts a new task on the person's list.

use super::{Change, Refusal};
use crate::id::UserId;
use crate::tasks::server::Tasks;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const NAME: &str = "add_task";
pub(super) const DESCRIPTION: &str = "Add a task to the person's list. Use it when they want to add, create, note or \
    remember something to do. Call it once for each task.";

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// What is to be done, short, in the person's words: 1 to 200 characters.
    title: String,
    /// More about it, if the person said more: up to 1000 characters.
    description: Option<String>,
}

pub(super) async fn run(tasks: &Tasks, user: &UserId, arguments: Arguments) -> Result<Value, Refusal> {
    let task = tasks.add(user, &arguments.title, arguments.description.as_deref()).await?;
    Ok(json!(Change { task_id: task.id, status: "created", title: task.title }))
}
