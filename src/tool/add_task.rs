//! `add_task`: puts a new task on the person's list.

use super::{About, Effects, Refusal};
use crate::tasks::server::{Caller, Edit, EditOutcome, Plan, Tasks};
use schemars::JsonSchema;
use serde::Deserialize;

pub(super) const ABOUT: About = About {
    title: "Add a task",
    description: "Add a task to the person's list. Use it when they want to add, create, note or \
    remember something to do. Call it once for each task.",
    effects: Effects { read_only: false, destructive: false, idempotent: false },
};

#[derive(Deserialize, JsonSchema)]
pub(super) struct Arguments {
    /// What to do, in short and in the person's words: 1 to 200 characters.
    title: String,
    /// More details, if the person gave any: up to 1000 characters.
    description: Option<String>,
}

pub(super) async fn run(
    tasks: &Tasks,
    caller: Caller<'_>,
    arguments: Arguments,
    plan: Plan,
) -> Result<EditOutcome, Refusal> {
    let edit = Edit::add_planned(&arguments.title, arguments.description.as_deref(), &plan)?;
    Ok(tasks.change(caller, edit).await?)
}
