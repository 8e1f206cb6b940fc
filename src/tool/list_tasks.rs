//! `list_tasks`: reads the person's list.

use super::{About, Effects, Refusal};
use crate::id::UserId;
use crate::tasks::Status;
use crate::tasks::server::Tasks;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const ABOUT: About = About {
    title: "List tasks",
    description: "Read the person's tasks, newest first. Of more than 500, `more` says how many older ones are left out. Use it when they ask about their tasks, \
    and before acting on a task that they named by its title, to find its number.",
    effects: Effects { read_only: true, destructive: false, idempotent: true },
};

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// Which tasks: all (the default), pending (still to do) or completed.
    status: Option<Status>,
}

pub(super) async fn run(tasks: &Tasks, user: &UserId, arguments: Arguments) -> Result<Value, Refusal> {
    Ok(json!(tasks.newest(user, arguments.status.unwrap_or_default()).await?))
}
