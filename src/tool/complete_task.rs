//! `complete_task`: marks a task as done.

use super::arguments::OneTask;
use super::{About, Effects, Refusal};
use crate::tasks::server::{Caller, Edit, EditOutcome, Tasks};

pub(super) const ABOUT: About = About {
    title: "Complete a task",
    description: "Mark a task as done. Use it when the person says that they finished something. \
    Completing a task that is already done changes nothing. One that repeats moves on to next_due.",
    effects: Effects { read_only: false, destructive: false, idempotent: true },
};

pub(super) async fn run(
    tasks: &Tasks,
    caller: Caller<'_>,
    arguments: OneTask,
) -> Result<EditOutcome, Refusal> {
    Ok(tasks.change(caller, Edit::complete(arguments.task_id, true)).await?)
}
