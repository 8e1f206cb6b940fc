//! `list_tasks`: reads the person's list.

use super::{About, Effects, Refusal};
use crate::id::UserId;
use crate::tasks::server::Tasks;
use crate::tasks::{Status, Task};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(super) const ABOUT: About = About {
    title: "List tasks",
    description: "Read the person's tasks, newest first. Use it when they ask about their tasks, \
    and before acting on a task that they named by its title, to find its number.",
    effects: Effects { read_only: true, destructive: false, idempotent: true },
};

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// Which tasks: all (the default), pending (still to do) or completed.
    status: Option<Status>,
}

/// The answer.
#[derive(Serialize, JsonSchema)]
pub(super) struct List {
    /// How many tasks there are.
    // Clients warn of the format that a `usize` would have.
    #[schemars(with = "i64")]
    count: usize,
    /// The tasks, newest first.
    tasks: Vec<Task>,
}

pub(super) async fn run(tasks: &Tasks, user: &UserId, arguments: Arguments) -> Result<Value, Refusal> {
    let tasks = tasks.list(user, arguments.status.unwrap_or_default()).await?;
    Ok(json!(List { count: tasks.len(), tasks }))
}
