//! Changes of tasks. The transaction that makes a change also records it, with who made it and the task before and after. So
//! there is never one without the other.

use super::edit::Edit;
use super::plan::local_time;
use super::{TaskError, Tasks};
use crate::db::Scope;
use crate::error::Unsure;
use crate::id::{ConversationId, MessageId, TaskId, UserId};
pub use crate::tasks::Kind;
use crate::tasks::store::at_once::{self, Changed};
use crate::tasks::store::changes as store;
pub use crate::tasks::store::changes::{Actor, Call, Change};
use crate::tasks::{TASKS_MAX, Task, TaskChange, Who, store as tasks};
use crate::timestamp::Timestamp;
use jiff::ZonedDateTime;

/// Who acts on tasks, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The person.
    pub user: &'a UserId,
    /// Who acts.
    pub actor: Actor<'a>,
}

/// The result of an [`Edit`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditOutcome {
    /// The task after the edit, or as it was if the edit deleted it.
    pub task: Task,
    /// Whether the change of a call of the assistant is recorded, so that the call can be undone.
    pub recorded: bool,
    /// The number by which another change can be undone. `None` if nothing changed.
    pub change: Option<i64>,
}

impl From<Change> for TaskChange {
    fn from(change: Change) -> Self {
        let who = match (change.actor.as_str(), &change.program) {
            ("person", _) => Who::Person,
            ("program", Some(name)) => Who::Program(name.clone()),
            _ => Who::Assistant,
        };
        Self {
            id: change.id,
            who,
            kind: change.kind,
            at: change.created_at,
            undone: change.undone_at.is_some(),
            before: change.before.map(|task| task.0),
            after: change.after.map(|task| task.0),
        }
    }
}

/// Whether a change still stands and is the one that `edit` would make.
fn is_of(change: &Change, edit: &Edit<'_>, now: &ZonedDateTime) -> bool {
    change.undone_at.is_none()
        && change.kind == edit.kind()
        && change.task().is_some_and(|task| edit.leads_to(change.before(), task, now))
}

impl Tasks {
    /// Applies an edit to a task and records the change. If it comes from a call of the assistant that was run before and
    /// whose change still stands, this changes nothing and gives the same result.
    ///
    /// # Errors
    /// [`TaskError::NotFound`], and if a value of a plan is not acceptable.
    pub async fn change(&self, caller: Caller<'_>, edit: Edit<'_>) -> Result<EditOutcome, TaskError> {
        let Actor::Assistant(call) = caller.actor else {
            let mut scope = self.db.write_as(caller.user).await?;
            let outcome = apply(&mut scope, caller.actor, edit, &self.clock.now()).await?;
            scope.commit().await?;
            return Ok(EditOutcome { recorded: false, ..outcome });
        };
        match self.change_by(caller.user, call, edit).await {
            // The same call ran at the same time and was faster.
            Err(TaskError::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {}
            // The record of changes knows whether the change was made. The assistant would make it once more.
            Err(TaskError::Database(error)) if Unsure::is_in(&error) => {}
            outcome => return outcome,
        }
        self.change_by(caller.user, call, edit).await
    }

    async fn change_by(
        &self,
        user: &UserId,
        call: Call<'_>,
        edit: Edit<'_>,
    ) -> Result<EditOutcome, TaskError> {
        let now = self.clock.now();
        // A step by step look at what stands in the way follows, if something does.
        if let (true, Some(deed)) = (self.db.is_shared(), edit.deed())
            && let Some(Changed { task, recorded }) =
                at_once::change(&self.db, user, call, deed, &now, TASKS_MAX).await?
        {
            return Ok(EditOutcome { task, recorded, change: None });
        }
        let mut scope = self.db.write_as(user).await?;
        if let Some(change) = store::of_call(&mut scope, call.message, call.id).await? {
            let current = tasks::locked(&mut scope, change.task_id).await?;
            let zone = tasks::zone(&mut scope).await?;
            if let (true, Some(task)) = (
                is_of(&change, &edit, &local_time(&now, zone.as_deref())) && change.stands(current.as_ref()),
                change.task(),
            ) {
                return Ok(EditOutcome { task: task.clone(), recorded: true, change: None });
            }
            store::forget_call(&mut scope, change.id).await?;
        }
        let outcome = apply(&mut scope, Actor::Assistant(call), edit, &now).await?;
        scope.commit().await?;
        Ok(EditOutcome { change: None, ..outcome })
    }

    /// The last changes of a task, newest first: at most `limit`.
    pub async fn history(
        &self,
        user: &UserId,
        task: TaskId,
        limit: usize,
    ) -> Result<Vec<TaskChange>, TaskError> {
        let changes = store::of_task(&mut self.db.read_as(user).await?, task, limit).await?;
        Ok(changes.into_iter().map(TaskChange::from).collect())
    }
}

/// Applies an edit and records what it changed.
pub(crate) async fn apply(
    scope: &mut Scope,
    actor: Actor<'_>,
    edit: Edit<'_>,
    now: &Timestamp,
) -> Result<EditOutcome, TaskError> {
    let done = edit.apply(scope, now).await?;
    let recorded = done.is_change();
    let mut change = None;
    if recorded {
        let (before, after) = (done.before.as_ref(), done.after.as_ref());
        change = store::insert(scope, actor, edit.kind(), before, after, &done.also, now).await?;
    }
    let task = done.into_task().ok_or(TaskError::NothingToChange)?;
    Ok(EditOutcome { task, recorded, change })
}

/// The changes made by the calls of a conversation's replies, from the message `first` to `last`.
pub async fn changes(
    scope: &mut Scope,
    conversation: ConversationId,
    first: MessageId,
    last: MessageId,
) -> sqlx::Result<Vec<Change>> {
    store::of_replies(scope, conversation, first, last).await
}
