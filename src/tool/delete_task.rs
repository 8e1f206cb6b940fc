//! `delete_task`: deletes a task.

use super::Refusal;
use super::arguments::OneTask;
use crate::tasks::server::{Caller, Edit, EditOutcome, Tasks};

pub(super) const DESCRIPTION: &str = "Delete a task for good. Use it when the person wants a task removed or cancelled, \
    not when they finished it.";

pub(super) async fn run(
    tasks: &Tasks,
    caller: Caller<'_>,
    arguments: OneTask,
) -> Result<EditOutcome, Refusal> {
    Ok(tasks.change(caller, Edit::delete(arguments.task_id)).await?)
}
