//! `list_tasks`: reads the person's list.

use super::Refusal;
use crate::id::UserId;
use crate::tasks::Status;
use crate::tasks::server::Tasks;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const DESCRIPTION: &str = "Read the person's tasks, newest first. Use it when they ask about their tasks, \
    and before acting on a task that they named by its title, to find its number.";

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// Which tasks: all (the default), pending (still to do) or completed.
    status: Option<Status>,
}

pub(super) async fn run(tasks: &Tasks, user: &UserId, arguments: Arguments) -> Result<Value, Refusal> {
    let tasks = tasks.list(user, arguments.status.unwrap_or_default()).await?;
    Ok(json!({ "count": tasks.len(), "tasks": tasks }))
}
