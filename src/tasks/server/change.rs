//! Changes that the assistant makes to tasks. The transaction that makes a change also records it, with the task before
//! and after. So there is never one without the other.

use super::edit::Edit;
use super::{TaskError, Tasks};
use crate::db::Scope;
use crate::error::Unsure;
use crate::id::{ConversationId, MessageId, UserId};
use crate::tasks::store::at_once::{self, Changed};
use crate::tasks::store::changes::{self as store, same};
pub use crate::tasks::store::changes::{Call, Change, Kind};
use crate::tasks::{TASKS_MAX, Task};

/// Who acts on tasks: a person, perhaps through a call of the assistant.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The person.
    pub user: &'a UserId,
    /// The call, if it belongs to one of the person's conversations. Other changes are not recorded and cannot be
    /// undone.
    pub call: Option<Call<'a>>,
}

/// The result of an [`Edit`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditOutcome {
    /// The task after the edit, or as it was if the edit deleted it.
    pub task: Task,
    /// Whether the change is recorded and can be undone.
    pub recorded: bool,
}

/// Whether a change still stands and is the one that `edit` would make.
fn is_of(change: &Change, edit: &Edit<'_>) -> bool {
    change.undone_at.is_none()
        && change.kind == edit.kind()
        && change.task().is_some_and(|task| edit.leads_to(task))
}

impl Tasks {
    /// Applies an edit to a task and, if it comes from a call of the assistant, records the change. If the same call
    /// was run before and its change still stands, this changes nothing and gives the same result.
    ///
    /// # Errors
    /// [`TaskError::NotFound`].
    pub async fn change(&self, caller: Caller<'_>, edit: Edit<'_>) -> Result<EditOutcome, TaskError> {
        let Some(call) = caller.call else {
            return Ok(EditOutcome { task: self.edit(caller.user, edit).await?, recorded: false });
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
            return Ok(EditOutcome { task, recorded });
        }
        let mut scope = self.db.write_as(user).await?;
        if let Some(change) = store::of_call(&mut scope, call.message, call.id).await? {
            let current = store::task(&mut scope, change.task_id).await?;
            if let (true, Some(task)) =
                (is_of(&change, &edit) && change.stands(current.as_ref()), change.task())
            {
                return Ok(EditOutcome { task: task.clone(), recorded: true });
            }
            store::forget_call(&mut scope, change.id).await?;
        }
        let before = match edit.task() {
            Some(id) => store::task(&mut scope, id).await?,
            None => None,
        };
        let task = edit.apply(&mut scope, &now).await?;
        let after = if edit.kind() == Kind::Deleted { None } else { Some(&task) };
        let recorded = !matches!((&before, after), (Some(before), Some(after)) if same(before, after));
        if recorded {
            store::insert(&mut scope, call, edit.kind(), task.id, before.as_ref(), after, &now).await?;
        }
        scope.commit().await?;
        Ok(EditOutcome { task, recorded })
    }
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
