//! Undoing changes of tasks, unless the tasks have changed since.

use super::change::{Call, Caller, Change, Kind};
use super::{TaskError, Tasks};
use crate::db::Scope;
use crate::id::{MessageId, UserId};
use crate::tasks::store::{self, changes};
use crate::tasks::{TASKS_MAX, Task};
use crate::timestamp::Timestamp;

/// The result of undoing all changes of a reply.
#[derive(Debug)]
pub struct Undone {
    /// The changes that were undone, newest first.
    pub changes: Vec<Change>,
    /// The changes that were not undone, and why.
    pub refused: Vec<(Change, TaskError)>,
}

impl Tasks {
    /// Undoes the change that one call of the assistant made. The task is then as it was before.
    ///
    /// # Errors
    /// [`TaskError::NothingToUndo`] if the person has no such call, or it changed nothing;
    /// [`TaskError::UndoneAlready`]; [`TaskError::Changed`] and [`TaskError::Gone`] if the task has changed since.
    pub async fn undo(&self, user: &UserId, message: MessageId, call: &str) -> Result<Change, TaskError> {
        let mut scope = self.db.write_as(user).await?;
        let change = changes::of_call(&mut scope, message, call).await?.ok_or(TaskError::NothingToUndo)?;
        take_back(&mut scope, &change, None, &self.clock.now()).await?;
        scope.commit().await?;
        Ok(change)
    }

    /// Undoes one change of anybody. The task is then as it was before.
    ///
    /// # Errors
    /// [`TaskError::NothingToUndo`] if the person has no such change; [`TaskError::UndoneAlready`];
    /// [`TaskError::Changed`] and [`TaskError::Gone`] if the task has changed since.
    pub async fn undo_change(&self, user: &UserId, change: i64) -> Result<Change, TaskError> {
        let mut scope = self.db.write_as(user).await?;
        let change = changes::change(&mut scope, change).await?.ok_or(TaskError::NothingToUndo)?;
        take_back(&mut scope, &change, None, &self.clock.now()).await?;
        scope.commit().await?;
        Ok(change)
    }

    /// Undoes every change, not undone yet, of the latest reply in the caller's conversation that has any. Tasks that
    /// have changed since are left as they are. If the same call runs again, it undoes nothing more.
    ///
    /// # Errors
    /// [`TaskError::NothingToUndo`]; if no change can be undone, the reason why the newest cannot.
    pub async fn undo_last(&self, caller: Caller<'_>) -> Result<Undone, TaskError> {
        let call = caller.actor.call().ok_or(TaskError::NothingToUndo)?;
        let mut scope = self.db.write_as(caller.user).await?;
        let done = changes::undone_by(&mut scope, call).await?;
        if !done.is_empty() {
            return Ok(Undone { changes: done, refused: Vec::new() });
        }
        let mut undone = Undone { changes: Vec::new(), refused: Vec::new() };
        for change in changes::last(&mut scope, call.conversation).await? {
            match take_back(&mut scope, &change, Some(call), &self.clock.now()).await {
                Ok(()) => undone.changes.push(change),
                Err(error @ TaskError::Database(_)) => return Err(error),
                Err(refusal) => undone.refused.push((change, refusal)),
            }
        }
        if undone.changes.is_empty() {
            let refusal = undone.refused.into_iter().next();
            return Err(refusal.map_or(TaskError::NothingToUndo, |(_, refusal)| refusal));
        }
        scope.commit().await?;
        Ok(undone)
    }
}

/// Undoes one change, whose row is locked. `by` is the call that undoes it, if there is one.
pub(super) async fn take_back(
    scope: &mut Scope,
    change: &Change,
    by: Option<Call<'_>>,
    now: &Timestamp,
) -> Result<(), TaskError> {
    if change.undone_at.is_some() {
        return Err(TaskError::UndoneAlready);
    }
    let current = store::locked(scope, change.task_id).await?;
    if !change.stands(current.as_ref()) {
        let gone = current.is_none();
        return Err(if gone { TaskError::Gone(change.task_id) } else { TaskError::Changed(change.task_id) });
    }
    // Deleting, adding and undoing in turn must not make room.
    if change.kind == Kind::Deleted
        && usize::try_from(store::count(scope).await?)
            .is_ok_and(|count| count + change.also().len() >= TASKS_MAX)
    {
        return Err(TaskError::TooMany);
    }
    if !changes::mark_undone(scope, change.id, by, now).await? {
        return Err(TaskError::UndoneAlready);
    }
    match change.before() {
        Some(before) => {
            let mut before = rooted(scope, before).await?;
            if let Some(current) = current.filter(|_| !change.is_move()) {
                // It may have been moved since.
                before.position = current.position;
            }
            match change.kind {
                Kind::Deleted => store::put_back(scope, &before).await?,
                _ => drop(store::save(scope, &before).await?),
            }
        }
        None => {
            // What was added to it since goes with it.
            store::delete(scope, change.task_id).await?;
        }
    }
    for pair in change.also() {
        match &pair.after {
            None => store::put_back(scope, &pair.before).await?,
            // One that has changed since stays as it is.
            Some(after) => {
                let now = store::locked(scope, after.id).await?;
                if let Some(now) = now.filter(|now| changes::same(now, after)) {
                    store::save(scope, &Task { position: now.position, ..pair.before.clone() }).await?;
                }
            }
        }
    }
    Ok(())
}

/// A task as it was, but without the task that it was a part of, if that one is gone.
async fn rooted(scope: &mut Scope, task: &Task) -> Result<Task, TaskError> {
    let mut task = task.clone();
    if let Some(parent) = task.parent_id
        && store::locked(scope, parent).await?.is_none_or(|parent| parent.parent_id.is_some())
    {
        task.parent_id = None;
    }
    Ok(task)
}
