//! The queries of `task_changes`, and those that restore a task. Each function runs one statement, inside the scope of
//! one person.

use crate::db::transaction::Inner;
use crate::db::{Scope, Topic, with_connection};
use crate::id::{ConversationId, MessageId, TaskId};
use crate::tasks::Task;
use crate::timestamp::Timestamp;
use sqlx::types::Json;

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

/// The kind of a change to a task.
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
    pub(crate) id: i64,
    /// The reply.
    pub message_id: MessageId,
    /// The call. `None` if the reply was begun again and another of its calls has this id.
    pub call_id: Option<String>,
    /// The kind of change.
    pub kind: Kind,
    /// The task.
    pub task_id: TaskId,
    pub(crate) before: Option<Json<Task>>,
    pub(crate) after: Option<Json<Task>>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

impl Change {
    /// The task after the change, or as it was if the change deleted it. `None` only for a row that Docket did not
    /// write.
    pub fn task(&self) -> Option<&Task> {
        self.after.as_ref().or(self.before.as_ref()).map(|task| &task.0)
    }

    /// The task before the change, or as it was made if the change made it.
    pub fn earlier(&self) -> Option<&Task> {
        self.before.as_ref().or(self.after.as_ref()).map(|task| &task.0)
    }

    /// Whether the task `now` is still as the change left it.
    pub(crate) fn stands(&self, now: Option<&Task>) -> bool {
        match (&self.after, now) {
            (Some(after), Some(now)) => same(after, now),
            (None, None) => true,
            _ => false,
        }
    }
}

/// Whether two tasks look the same to people.
pub(crate) fn same(one: &Task, other: &Task) -> bool {
    (&one.title, &one.description, one.completed) == (&other.title, &other.description, other.completed)
}

/// Makes a query lock its rows until the transaction ends. On SQLite a transaction that may write has the whole
/// database to itself.
macro_rules! locking {
    ($scope:ident, $sql:literal) => {
        match $scope.inner() {
            Inner::Sqlite(_) => $sql,
            Inner::Postgres(_) => concat!($sql, " for update"),
        }
    };
}

/// Reads a task and locks its row.
pub(crate) async fn task(scope: &mut Scope, id: TaskId) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    let sql = locking!(
        scope,
        "select id, title, description, completed, created_at, updated_at
         from tasks_phaseiii where user_id = $1 and id = $2"
    );
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// Records a change. The database allows one for each call of a reply.
pub(crate) async fn insert(
    scope: &mut Scope,
    call: Call<'_>,
    kind: Kind,
    task: TaskId,
    before: Option<&Task>,
    after: Option<&Task>,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into task_changes
                   (user_id, conversation_id, message_id, call_id, task_id, kind, before, after, created_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(call.conversation).bind(call.message).bind(call.id).bind(task).bind(kind)
        .bind(before.map(Json)).bind(after.map(Json)).bind(now)
        .execute(connection).await.map(drop))
}

/// Reads the change that a call made and locks its row.
pub(crate) async fn of_call(
    scope: &mut Scope,
    message: MessageId,
    call: &str,
) -> sqlx::Result<Option<Change>> {
    let user = scope.user().clone();
    let sql = locking!(
        scope,
        "select id, message_id, call_id, kind, task_id, before, after, undone_at
         from task_changes where user_id = $1 and message_id = $2 and call_id = $3"
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(message).bind(call)
        .fetch_optional(connection).await)
}

/// The changes made by the calls of a conversation's messages, from `first` to `last`.
pub(crate) async fn of_replies(
    scope: &mut Scope,
    conversation: ConversationId,
    first: MessageId,
    last: MessageId,
) -> sqlx::Result<Vec<Change>> {
    let user = scope.user().clone();
    let sql = "select id, message_id, call_id, kind, task_id, before, after, undone_at
               from task_changes
               where user_id = $1 and conversation_id = $2 and message_id between $3 and $4
                 and call_id is not null";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(first).bind(last)
        .fetch_all(connection).await)
}

/// Changes not yet undone of the latest reply that has any; newest first, rows locked.
pub(crate) async fn last(scope: &mut Scope, conversation: ConversationId) -> sqlx::Result<Vec<Change>> {
    let user = scope.user().clone();
    let sql = locking!(
        scope,
        "select id, message_id, call_id, kind, task_id, before, after, undone_at
         from task_changes
         where user_id = $1 and conversation_id = $2 and undone_at is null
           and message_id = (
               select max(message_id) from task_changes
               where user_id = $1 and conversation_id = $2 and undone_at is null)
         order by id desc"
    );
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(conversation).fetch_all(connection).await)
}

/// The changes that a call undid, newest first.
pub(crate) async fn undone_by(scope: &mut Scope, call: Call<'_>) -> sqlx::Result<Vec<Change>> {
    let user = scope.user().clone();
    let sql = "select id, message_id, call_id, kind, task_id, before, after, undone_at
               from task_changes
               where user_id = $1 and conversation_id = $2
                 and undone_by_message_id = $3 and undone_by_call_id = $4
               order by id desc";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(call.conversation).bind(call.message).bind(call.id)
        .fetch_all(connection).await)
}

/// Removes a change's call id, so that another call of the same reply can use it. The change can still be undone with
/// the reply.
pub(crate) async fn forget_call(scope: &mut Scope, id: i64) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update task_changes set call_id = null where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

/// Marks a change as undone. Returns false if it was undone already.
pub(crate) async fn mark_undone(
    scope: &mut Scope,
    id: i64,
    by: Option<Call<'_>>,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "update task_changes set undone_at = $3, undone_by_message_id = $4, undone_by_call_id = $5
               where user_id = $1 and id = $2 and undone_at is null";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(now).bind(by.map(|call| call.message)).bind(by.map(|call| call.id))
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Sets a task back to an earlier state.
pub(crate) async fn restore(scope: &mut Scope, task: &Task) -> sqlx::Result<()> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "update tasks_phaseiii
               set title = $3, description = $4, completed = $5, created_at = $6, updated_at = $7
               where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(task.id).bind(&task.title).bind(&task.description).bind(task.completed)
        .bind(&task.created_at).bind(&task.updated_at)
        .execute(connection).await.map(drop))
}

/// Inserts a deleted task again, with its id. No other task ever gets that id.
pub(crate) async fn put_back(scope: &mut Scope, task: &Task) -> sqlx::Result<()> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql =
        "insert into tasks_phaseiii (user_id, id, title, description, completed, created_at, updated_at)
               values ($1, $2, $3, $4, $5, $6, $7)";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(task.id).bind(&task.title).bind(&task.description).bind(task.completed)
        .bind(&task.created_at).bind(&task.updated_at)
        .execute(connection).await.map(drop))
}
