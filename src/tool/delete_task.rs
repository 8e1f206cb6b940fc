//! `delete_task`: deletes a task.

use super::arguments::OneTask;
use super::{About, Effects, Refusal};
use crate::tasks::server::{Caller, Edit, EditOutcome, Tasks};

pub(super) const ABOUT: About = About {
    title: "Delete a task",
    description: "Delete a task for good. Use it when the person wants a task removed or cancelled, \
    not when they finished it.",
    effects: Effects { read_only: false, destructive: true, idempotent: true },
};

pub(super) async fn run(
    tasks: &Tasks,
    caller: Caller<'_>,
    arguments: OneTask,
) -> Result<EditOutcome, Refusal> {
    Ok(tasks.change(caller, Edit::delete(arguments.task_id)).await?)
}
