//! Changes that the assistant makes to tasks. Each is recorded in the same transaction in which it is made, with
//! the task as it was and as it is then: there is never one without the other.

use super::super::Task;
use super::edit::Edit;
use super::store::changes as store;
use super::{TaskError, Tasks};
use crate::db::Scope;
use crate::id::{ConversationId, MessageId, TaskId, UserId};
use crate::timestamp::Timestamp;
use sqlx::types::Json;

/// Who wants something of the tasks: a person, perhaps by a call of the assistant.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The person.
    pub user: &'a UserId,
    /// The call, if it is one in a conversation of theirs. Others are not recorded and cannot be undone.
    pub call: Option<Call<'a>>,
}

/// A call of the assistant.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The conversation.
    pub conversation: ConversationId,
    /// The reply in it that makes the call.
    pub message: MessageId,
    /// The call's id, unique within the reply.
    pub id: &'a str,
}

/// What came of an [`Edit`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The task as it then is; a deleted one as it was.
    pub task: Task,
    /// Whether that was recorded, and can be undone.
    pub recorded: bool,
}

/// What was done to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Kind {
    /// It was made.
    Created,
    /// It was marked as done.
    Completed,
    /// Its texts were changed.
    Updated,
    /// It was deleted.
    Deleted,
}

/// A change that a call of the assistant made to a task: a row of `task_changes`.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    pub(super) id: i64,
    /// The reply.
    pub message_id: MessageId,
    /// The call; `None` if the reply was begun anew and has another call with its id.
    pub call_id: Option<String>,
    /// What was done.
    pub kind: Kind,
    /// The task.
    pub task_id: TaskId,
    pub(super) before: Option<Json<Task>>,
    pub(super) after: Option<Json<Task>>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

impl Change {
    /// The task as the change left it; a deleted one as it was. `None` only for a row that others wrote.
    pub fn task(&self) -> Option<&Task> {
        self.after.as_ref().or(self.before.as_ref()).map(|task| &task.0)
    }

    /// The task as it was before the change; a new one as it was made.
    pub fn earlier(&self) -> Option<&Task> {
        self.before.as_ref().or(self.after.as_ref()).map(|task| &task.0)
    }

    /// Whether the task, as it is now, is as the change left it.
    pub(super) fn stands(&self, now: Option<&Task>) -> bool {
        match (&self.after, now) {
            (Some(after), Some(now)) => same(after, now),
            (None, None) => true,
            _ => false,
        }
    }

    fn is_of(&self, edit: &Edit<'_>) -> bool {
        self.undone_at.is_none()
            && self.kind == edit.kind()
            && self.task().is_some_and(|task| edit.leads_to(task))
    }
}

/// Whether nothing that people see of a task differs.
fn same(one: &Task, other: &Task) -> bool {
    (&one.title, &one.description, one.completed) == (&other.title, &other.description, other.completed)
}

impl Tasks {
    /// Does something to a task and, if a call of the assistant does it, records it. A call that was run before, and
    /// whose change still stands, changes nothing and gives the same.
    ///
    /// # Errors
    /// [`TaskError::NotFound`].
    pub async fn change(&self, caller: Caller<'_>, edit: Edit<'_>) -> Result<Made, TaskError> {
        let Some(call) = caller.call else {
            return Ok(Made { task: self.edit(caller.user, edit).await?, recorded: false });
        };
        match self.change_by(caller.user, call, edit).await {
            // The same call at the same time was first.
            Err(TaskError::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
                self.change_by(caller.user, call, edit).await
            }
            outcome => outcome,
        }
    }

    async fn change_by(&self, user: &UserId, call: Call<'_>, edit: Edit<'_>) -> Result<Made, TaskError> {
        let mut scope = self.db.write_as(user).await?;
        if let Some(change) = store::of_call(&mut scope, call.message, call.id).await? {
            let now = store::task(&mut scope, change.task_id).await?;
            if let (true, Some(task)) = (change.is_of(&edit) && change.stands(now.as_ref()), change.task()) {
                return Ok(Made { task: task.clone(), recorded: true });
            }
            store::forget_call(&mut scope, change.id).await?;
        }
        let before = match edit.task() {
            Some(id) => store::task(&mut scope, id).await?,
            None => None,
        };
        let task = edit.apply(&mut scope).await?;
        let after = if edit.kind() == Kind::Deleted { None } else { Some(&task) };
        let recorded = !matches!((&before, after), (Some(before), Some(after)) if same(before, after));
        if recorded {
            let now = Timestamp::now();
            store::insert(&mut scope, call, edit.kind(), task.id, before.as_ref(), after, &now).await?;
        }
        scope.commit().await?;
        Ok(Made { task, recorded })
    }
}

/// The changes that the calls of some replies made: those of a conversation from the message `first` to `last`.
///
/// # Errors
/// If the database does not answer.
pub async fn changes(
    scope: &mut Scope,
    conversation: ConversationId,
    first: MessageId,
    last: MessageId,
) -> sqlx::Result<Vec<Change>> {
    store::of_replies(scope, conversation, first, last).await
}
