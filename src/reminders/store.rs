//! The queries of `reminders`: what was told, and is shown until somebody dismisses it.

pub(crate) mod deliveries;
#[cfg(test)]
mod tests;

use crate::db::transaction::{Inner, Transaction};
use crate::db::{Scope, Topic, with_connection};
use crate::id::{ReminderId, TaskId};
use crate::timestamp::Timestamp;

/// Most reminders that are shown.
const SHOWN: i64 = 50;

/// The newest reminders of the person `$1` that nobody dismissed: at most `$2`.
const OPEN: &str = "select id, task_id, remind_at, told_at from reminders
                    where user_id = $1 and dismissed_at is null order by id desc limit $2";

/// The row of a reminder.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) id: ReminderId,
    pub(crate) task_id: TaskId,
    pub(crate) remind_at: Timestamp,
    pub(crate) told_at: Timestamp,
}

/// Notes that a task's reminder is told now. `None` if it was told before.
pub(crate) async fn insert(
    scope: &mut Scope,
    task: TaskId,
    remind_at: &Timestamp,
    now: &Timestamp,
) -> sqlx::Result<Option<ReminderId>> {
    let user = scope.user().clone();
    scope.changed(Topic::Reminders);
    let sql = "insert into reminders (user_id, task_id, remind_at, told_at) values ($1, $2, $3, $4)
               on conflict (task_id, remind_at) do nothing returning id";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(task).bind(remind_at).bind(now)
        .fetch_optional(connection).await)
}

/// The newest reminders that nobody dismissed, by the moments that they are for. Those of one moment are told in any order, and stand
/// in the order of their tasks.
pub(crate) async fn open(scope: &mut Scope) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    let mut rows: Vec<Row> = with_connection!(scope, connection => sqlx::query_as(OPEN)
        .bind(user).bind(SHOWN)
        .fetch_all(connection).await)?;
    rows.sort_by_key(|row| (row.remind_at.unix_milliseconds(), row.task_id.get()));
    Ok(rows)
}

/// A reminder that nobody dismissed.
pub(crate) async fn one(scope: &mut Scope, id: ReminderId) -> sqlx::Result<Option<Row>> {
    let user = scope.user().clone();
    let sql = "select id, task_id, remind_at, told_at from reminders
               where user_id = $1 and id = $2 and dismissed_at is null";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The task of a reminder, whether the reminder was dismissed or not.
pub(crate) async fn task(scope: &mut Scope, id: ReminderId) -> sqlx::Result<Option<TaskId>> {
    let user = scope.user().clone();
    let sql = "select task_id from reminders where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// Dismisses a reminder, and those of the same task that came before it.
pub(crate) async fn dismiss(scope: &mut Scope, id: ReminderId, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    scope.changed(Topic::Reminders);
    let sql = "update reminders set dismissed_at = $3
               where user_id = $1 and dismissed_at is null and id <= $2
                   and task_id = (select task_id from reminders where user_id = $1 and id = $2)";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).bind(now).execute(connection).await.map(drop))
}

/// Dismisses what was told of a task before.
pub(crate) async fn replace(scope: &mut Scope, task: TaskId, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update reminders set dismissed_at = $3
               where user_id = $1 and task_id = $2 and dismissed_at is null";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(task).bind(now).execute(connection).await.map(drop))
}

/// Deletes the reminders that were told before `limit`: at most `most`. It runs outside a person's scope, and reads nothing of
/// theirs. Returns how many there were.
pub(crate) async fn delete_old(
    transaction: &mut Transaction,
    limit: &Timestamp,
    most: i64,
) -> sqlx::Result<u64> {
    let sql = match transaction.inner() {
        Inner::Sqlite(_) => {
            "delete from reminders where id in (select id from reminders where told_at < $1 limit $2)"
        }
        Inner::Postgres(_) => {
            "delete from reminders where id = any(array(select id from reminders where told_at < $1 limit $2))"
        }
    };
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(limit).bind(most)
        .execute(connection).await.map(|done| done.rows_affected()))
}
