//! The queries of `task_changes`. Each function runs one statement, inside the scope of
//! one person.

use super::locking;
use crate::calendar::{self, Moment};
use crate::db::transaction::{Inner, Transaction};
use crate::db::{Scope, with_connection};
use crate::id::{ConversationId, MessageId, TaskId};
use crate::tasks::{Kind, Task};
use crate::timestamp::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// The columns of a change.
macro_rules! change {
    () => {
        "id, actor, program, message_id, call_id, kind, task_id, before, after, also, created_at, undone_at"
    };
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

/// Who changes a task.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// The person, on a page.
    Person,
    /// The assistant, by a call.
    Assistant(Call<'a>),
    /// A program with this name.
    Program(&'a str),
}

impl<'a> Actor<'a> {
    /// The call, if it is one.
    pub fn call(self) -> Option<Call<'a>> {
        match self {
            Self::Assistant(call) => Some(call),
            Self::Person | Self::Program(_) => None,
        }
    }
}

/// A sub-task before and after a change of its task. `after` is `None` if it was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pair {
    pub(crate) before: Task,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<Task>,
}

/// A change of a task: a row of `task_changes`.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    /// Its number.
    pub id: i64,
    /// Who made it: `person`, `assistant` or `program`.
    pub actor: String,
    /// The program's name.
    pub program: Option<String>,
    /// The reply, if the assistant made it.
    pub message_id: Option<MessageId>,
    /// The call. `None` if the reply was begun again and another of its calls has this id.
    pub call_id: Option<String>,
    /// The kind of change.
    pub kind: Kind,
    /// The task.
    pub task_id: TaskId,
    pub(crate) before: Option<Json<Task>>,
    pub(crate) after: Option<Json<Task>>,
    also: Option<Json<Vec<Pair>>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

impl Change {
    /// The task after the change, or as it was if the change deleted it. `None` only for a row that Docket did not
    /// write.
    pub fn task(&self) -> Option<&Task> {
        self.after.as_ref().or(self.before.as_ref()).map(|task| &task.0)
    }

    /// The task before the change. `None` if the change made it.
    pub fn before(&self) -> Option<&Task> {
        self.before.as_ref().map(|task| &task.0)
    }

    /// The task before the change, or as it was made if the change made it.
    pub fn earlier(&self) -> Option<&Task> {
        self.before.as_ref().or(self.after.as_ref()).map(|task| &task.0)
    }

    /// The sub-tasks that changed with the task.
    pub(crate) fn also(&self) -> &[Pair] {
        self.also.as_ref().map_or(&[], |pairs| &pairs.0)
    }

    /// Whether it only moved the task in the person's order. No other change does.
    pub(crate) fn is_move(&self) -> bool {
        let position = |task: &Option<Json<Task>>| task.as_ref().map(|task| task.position);
        self.kind == Kind::Updated && position(&self.before) != position(&self.after)
    }

    /// Whether the task `now` is still as the change left it. Only for a move does its place count.
    pub(crate) fn stands(&self, now: Option<&Task>) -> bool {
        match (&self.after, now) {
            (Some(after), Some(now)) => {
                same(after, now) && (!self.is_move() || after.position == now.position)
            }
            (None, None) => true,
            _ => false,
        }
    }
}

/// Whether two tasks look the same to people.
pub(crate) fn same(one: &Task, other: &Task) -> bool {
    let seen = |task: &Task| {
        let zone = task.time_zone.as_deref().and_then(calendar::zone).unwrap_or(TimeZone::UTC);
        // The same time may be told in two zones.
        let due = task.due.as_ref().map(|due| Moment::parse(due.as_str(), &zone).map(|due| due.to_due()));
        Task { due: due.and_then(Result::ok), ..task.clone() }
    };
    let (one, other) = (seen(one), seen(other));
    one == Task {
        position: one.position,
        completed_at: one.completed_at.clone(),
        created_at: one.created_at.clone(),
        updated_at: one.updated_at.clone(),
        ..other
    }
}

/// Records a change. The database allows one for each call of a reply.
pub(crate) async fn insert(
    scope: &mut Scope,
    actor: Actor<'_>,
    kind: Kind,
    before: Option<&Task>,
    after: Option<&Task>,
    also: &[Pair],
    now: &Timestamp,
) -> sqlx::Result<Option<i64>> {
    let user = scope.user().clone();
    let Some(task) = before.or(after).map(|task| task.id) else { return Ok(None) };
    let (call, also) = (actor.call(), Some(also).filter(|pairs| !pairs.is_empty()).map(Json));
    let (by, program) = match actor {
        Actor::Person => ("person", None),
        Actor::Assistant(_) => ("assistant", None),
        Actor::Program(name) => ("program", Some(name)),
    };
    let sql = "insert into task_changes
                   (user_id, conversation_id, message_id, call_id, task_id, kind, before, after, created_at, actor,
                    program, also)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               returning id";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(call.map(|call| call.conversation)).bind(call.map(|call| call.message))
        .bind(call.map(|call| call.id)).bind(task).bind(kind)
        .bind(before.map(Json)).bind(after.map(Json)).bind(now).bind(by).bind(program).bind(also)
        .fetch_optional(connection).await)
}

/// Makes a change end with another task after it, and now.
pub(crate) async fn extend(scope: &mut Scope, id: i64, after: &Task, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update task_changes set after = $3, created_at = $4 where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(Json(after)).bind(now).execute(connection).await.map(drop))
}

/// Reads a change and locks its row.
pub(crate) async fn change(scope: &mut Scope, id: i64) -> sqlx::Result<Option<Change>> {
    let user = scope.user().clone();
    let sql = locking!(scope, "select ", change!(), " from task_changes where user_id = $1 and id = $2");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The last `limit` changes of a task, newest first.
pub(crate) async fn of_task(scope: &mut Scope, task: TaskId, limit: usize) -> sqlx::Result<Vec<Change>> {
    let (user, limit) = (scope.user().clone(), limit as i64);
    let sql = concat!(
        "select ",
        change!(),
        " from task_changes where user_id = $1 and task_id = $2 order by id desc limit $3"
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(task).bind(limit)
        .fetch_all(connection).await)
}

/// The changes that an import made and that were not undone. Their rows are locked.
pub(crate) async fn of_import(scope: &mut Scope, import: i64) -> sqlx::Result<Vec<Change>> {
    let user = scope.user().clone();
    let sql = locking!(
        scope,
        "select ",
        change!(),
        " from task_changes where user_id = $1 and import_id = $2 and undone_at is null order by id"
    );
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(import).fetch_all(connection).await)
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
        "select ",
        change!(),
        " from task_changes where user_id = $1 and message_id = $2 and call_id = $3"
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
    let sql = concat!(
        "select ",
        change!(),
        " from task_changes
         where user_id = $1 and conversation_id = $2 and message_id between $3 and $4 and call_id is not null"
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(first).bind(last)
        .fetch_all(connection).await)
}

/// Changes not yet undone of the latest reply that has any; newest first, rows locked.
pub(crate) async fn last(scope: &mut Scope, conversation: ConversationId) -> sqlx::Result<Vec<Change>> {
    let user = scope.user().clone();
    let sql = locking!(
        scope,
        "select ",
        change!(),
        " from task_changes
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
    let sql = concat!(
        "select ",
        change!(),
        " from task_changes
         where user_id = $1 and conversation_id = $2 and undone_by_message_id = $3 and undone_by_call_id = $4
         order by id desc"
    );
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

/// Deletes the changes that no reply made, of tasks that were deleted before `limit` and are gone. It runs outside a person's
/// scope, as [`forget_words`] does, and reads and returns nothing of theirs.
pub(crate) async fn delete_gone(transaction: &mut Transaction, limit: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from task_changes
               where message_id is null and (user_id, task_id) in (
                   select user_id, task_id from task_changes deletion
                   where message_id is null and has_words and kind = 'deleted' and created_at < $1
                     and not exists (select 1 from tasks_phaseiii where tasks_phaseiii.id = deletion.task_id))";
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).execute(connection).await.map(drop))
}

/// Removes the texts, tags and lists from changes that no reply made and that are older than `limit`. What else was changed stays.
pub(crate) async fn forget_words(transaction: &mut Transaction, limit: &Timestamp) -> sqlx::Result<()> {
    let sql = match transaction.inner() {
        Inner::Sqlite(_) => {
            "update task_changes
             set before = json_remove(json_set(before, '$.title', ''), '$.description', '$.tags', '$.list'),
                 after = json_remove(json_set(after, '$.title', ''), '$.description', '$.tags', '$.list'),
                 also = null, has_words = false
             where message_id is null and has_words and created_at < $1"
        }
        Inner::Postgres(_) => {
            r#"update task_changes
               set before = jsonb_set(before, '{title}', '""') - array['description', 'tags', 'list'],
                   after = jsonb_set(after, '{title}', '""') - array['description', 'tags', 'list'],
                   also = null, has_words = false
               where message_id is null and has_words and created_at < $1"#
        }
    };
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).execute(connection).await.map(drop))
}
