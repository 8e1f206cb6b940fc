//! Changes of programs, which may come late or twice: only to what the program has seen, and only once.

use super::change::apply;
use super::{Caller, Edit, TaskError, Tasks};
use crate::idempotency::{self, Repeatable};
use crate::revision::{Expected, Revision};
use crate::tasks::Task;
use crate::tasks::store;

impl Tasks {
    /// Applies an edit if the task still is what the program expects. Nothing can change the task in between.
    ///
    /// # Errors
    /// [`TaskError::Stale`] if it is not, and [`TaskError::NotFound`].
    pub async fn edit_expecting(
        &self,
        caller: Caller<'_>,
        edit: Edit<'_>,
        expected: &Expected,
    ) -> Result<Task, TaskError> {
        let mut scope = self.db.write_as(caller.user).await?;
        if let (Some(id), Expected::OneOf(_)) = (edit.task(), expected) {
            let task = store::locked(&mut scope, id).await?.ok_or(TaskError::NotFound(id))?;
            let current = Revision::of(&task);
            if !expected.allows(&current) {
                return Err(TaskError::Stale(current));
            }
        }
        let task = apply(&mut scope, caller.actor, edit, &self.clock.now()).await?.task;
        scope.commit().await?;
        Ok(task)
    }

    /// Adds a task for a request that may be repeated. A repeated request gets the task as it was made, even if it has
    /// changed since.
    ///
    /// # Errors
    /// If the title or the description is not acceptable, or [`TaskError::Key`].
    pub async fn add_once(
        &self,
        caller: Caller<'_>,
        request: &Repeatable,
        edit: Edit<'_>,
    ) -> Result<Task, TaskError> {
        let now = self.clock.now();
        let mut scope = self.db.write_as(caller.user).await?;
        if let Some(task) = idempotency::recall(&mut scope, request, &now).await? {
            return Ok(task);
        }
        let task = apply(&mut scope, caller.actor, edit, &now).await?.task;
        idempotency::remember(&mut scope, request, &task, &now).await?;
        scope.commit().await?;
        Ok(task)
    }
}
