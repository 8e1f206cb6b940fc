//! `update_task`: changes a task's texts or plan, and reopens a task.

use super::{About, Effects, Refusal};
use crate::id::TaskId;
use crate::tasks::server::{Caller, Edit, EditOutcome, Patch, Plan, Tasks};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const ABOUT: About = About {
    title: "Update a task",
    description: "Change a task. A field that you leave out stays as it is. An empty value removes what was there. To reopen \
    a task that is done, set completed to false.",
    effects: Effects { read_only: false, destructive: true, idempotent: true },
};

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// The task's number.
    #[serde(deserialize_with = "super::arguments::task_id")]
    #[schemars(with = "i64")]
    task_id: TaskId,
    /// The new title: 1 to 200 characters.
    title: Option<String>,
    /// The new description: up to 1000 characters.
    description: Option<String>,
    /// Whether the task is done. `false` reopens it.
    completed: Option<bool>,
}

pub(super) async fn run(
    tasks: &Tasks,
    caller: Caller<'_>,
    arguments: Arguments,
    plan: Plan,
) -> Result<EditOutcome, Refusal> {
    let patch = Patch {
        title: arguments.title.as_deref(),
        description: arguments.description.as_deref(),
        completed: arguments.completed,
        plan: Some(&plan),
    };
    Ok(tasks.change(caller, Edit::change(arguments.task_id, patch)?).await?)
}
