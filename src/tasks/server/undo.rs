//! Taking back what the assistant did to tasks, unless they changed since.

use super::change::{Call, Caller, Change, Kind};
use super::{TaskError, Tasks};
use crate::db::Scope;
use crate::id::{MessageId, UserId};
use crate::tasks::store::{self, changes};
use crate::timestamp::Timestamp;

/// What came of undoing all that a reply did.
#[derive(Debug)]
pub struct Undone {
    /// What was taken back, newest first.
    pub changes: Vec<Change>,
    /// What was not, and why.
    pub refused: Vec<(Change, TaskError)>,
}

impl Tasks {
    /// Takes back what one call of the assistant did: the task is again as it was before.
    ///
    /// # Errors
    /// [`TaskError::NothingToUndo`] if there is no such call of theirs, or it changed nothing;
    /// [`TaskError::UndoneAlready`]; [`TaskError::Changed`] and [`TaskError::Gone`] if somebody changed the task since.
    pub async fn undo(&self, user: &UserId, message: MessageId, call: &str) -> Result<Change, TaskError> {
        let mut scope = self.db.write_as(user).await?;
        let change = changes::of_call(&mut scope, message, call).await?.ok_or(TaskError::NothingToUndo)?;
        take_back(&mut scope, &change, None, &self.clock.now()).await?;
        scope.commit().await?;
        Ok(change)
    }

    /// Takes back all that the last reply did which changed something in the caller's conversation and is not undone
    /// yet. What changed since is left as it is. Run again, the same call takes back nothing more.
    ///
    /// # Errors
    /// [`TaskError::NothingToUndo`]; if nothing of it can be taken back, why the newest cannot.
    pub async fn undo_last(&self, caller: Caller<'_>) -> Result<Undone, TaskError> {
        let call = caller.call.ok_or(TaskError::NothingToUndo)?;
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

/// Takes back one change, whose row is locked. `by` is the call that does it, if one does.
async fn take_back(
    scope: &mut Scope,
    change: &Change,
    by: Option<Call<'_>>,
    now: &Timestamp,
) -> Result<(), TaskError> {
    if change.undone_at.is_some() {
        return Err(TaskError::UndoneAlready);
    }
    let current = changes::task(scope, change.task_id).await?;
    if !change.stands(current.as_ref()) {
        let gone = current.is_none();
        return Err(if gone { TaskError::Gone(change.task_id) } else { TaskError::Changed(change.task_id) });
    }
    if !changes::mark_undone(scope, change.id, by, now).await? {
        return Err(TaskError::UndoneAlready);
    }
    match &change.before {
        Some(before) if change.kind == Kind::Deleted => changes::put_back(scope, before).await?,
        Some(before) => changes::restore(scope, before).await?,
        None => drop(store::delete(scope, change.task_id).await?),
    }
    Ok(())
}
