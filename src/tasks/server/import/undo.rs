//! Undoes an import: its tasks go, except those that were changed since.

use super::AT_ONCE;
use crate::id::{TaskId, UserId};
use crate::tasks::server::{TaskError, Tasks, UNDO_LIFE};
use crate::tasks::store::{changes, imports as store};
use crate::tasks::{Task, server::Change};
use std::collections::{HashMap, HashSet};

impl Tasks {
    /// Removes the tasks that an import made and that nobody has changed since. Tells how many.
    ///
    /// # Errors
    /// [`TaskError::NoImport`], [`TaskError::UndoneAlready`], and [`TaskError::NothingToUndo`] if it was not carried out, or more than a
    /// day ago.
    pub async fn undo_import(&self, user: &UserId, id: i64) -> Result<usize, TaskError> {
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        let record = store::locked(&mut scope, id).await?.ok_or(TaskError::NoImport)?;
        if record.undone_at.is_some() {
            return Err(TaskError::UndoneAlready);
        }
        if record.imported_at.is_none_or(|at| at.plus(UNDO_LIFE) < now) {
            return Err(TaskError::NothingToUndo);
        }
        let made = changes::of_import(&mut scope, id).await?;
        let there = store::tasks(&mut scope, id).await?;
        let unchanged = unchanged(&made, &there);
        for part in unchanged.chunks(AT_ONCE) {
            store::delete_tasks(&mut scope, part).await?;
        }
        store::mark_gone(&mut scope, id, &now).await?;
        store::mark_undone(&mut scope, id, &now).await?;
        scope.commit().await?;
        Ok(unchanged.len())
    }
}

/// The tasks that are as they were made. One with a sub-task that was changed or added since is not.
fn unchanged(made: &[Change], there: &[Task]) -> Vec<TaskId> {
    let by_id: HashMap<TaskId, &Task> = there.iter().map(|task| (task.id, task)).collect();
    let same: HashSet<TaskId> = { made.iter() }
        .filter(|change| by_id.get(&change.task_id).is_some_and(|task| change.stands(Some(task))))
        .map(|change| change.task_id)
        .collect();
    let with_others: HashSet<TaskId> =
        there.iter().filter(|task| !same.contains(&task.id)).filter_map(|task| task.parent_id).collect();
    made.iter()
        .map(|change| change.task_id)
        .filter(|id| same.contains(id) && !with_others.contains(id))
        .collect()
}
