//! Changes of programs, which may come late or twice: only to what the program has seen, and only once.

use super::{Edit, TaskError, Tasks};
use crate::id::UserId;
use crate::idempotency::{self, Repeatable};
use crate::revision::{Expected, Revision};
use crate::tasks::Task;
use crate::tasks::store::changes as store;

impl Tasks {
    /// Applies an edit if the task still is what the program expects. Nothing can change the task in between.
    ///
    /// # Errors
    /// [`TaskError::Stale`] if it is not, and [`TaskError::NotFound`].
    pub async fn edit_expecting(
        &self,
        user: &UserId,
        edit: Edit<'_>,
        expected: &Expected,
    ) -> Result<Task, TaskError> {
        let mut scope = self.db.write_as(user).await?;
        if let (Some(id), Expected::OneOf(_)) = (edit.task(), expected) {
            let task = store::task(&mut scope, id).await?.ok_or(TaskError::NotFound(id))?;
            let current = Revision::of(&task);
            if !expected.allows(&current) {
                return Err(TaskError::Stale(current));
            }
        }
        let task = edit.apply(&mut scope, &self.clock.now()).await?;
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
        user: &UserId,
        request: &Repeatable,
        title: &str,
        description: Option<&str>,
    ) -> Result<Task, TaskError> {
        let edit = Edit::add(title, description)?;
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        if let Some(task) = idempotency::recall(&mut scope, request, &now).await? {
            return Ok(task);
        }
        let task = edit.apply(&mut scope, &now).await?;
        idempotency::remember(&mut scope, request, &task, &now).await?;
        scope.commit().await?;
        Ok(task)
    }
}
