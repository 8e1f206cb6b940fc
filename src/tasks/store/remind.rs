//! The queries about the moments at which tasks remind. See migration 0025.

use super::row::columns;
use crate::db::transaction::{Inner, Transaction};
use crate::db::{Scope, Topic, with_connection};
use crate::id::{TaskId, UserId};
use crate::tasks::Task;
use crate::timestamp::Timestamp;

/// The tasks to look at until `$1`: at most `$2`.
pub(crate) const WAITING: &str =
    "select user_id, id from tasks_phaseiii where remind_at <= $1 and not completed
                                  order by remind_at limit $2";

/// A task, and since when its reminders were not looked at.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Waiting {
    #[sqlx(flatten)]
    pub(crate) task: Task,
    pub(crate) person_zone: Option<String>,
    pub(crate) remind_at: Timestamp,
    pub(crate) snoozed_until: Option<Timestamp>,
}

/// The tasks to look at now, those that have waited longest first: at most `limit`. It runs outside a person's scope, and reads
/// only whose they are.
pub(crate) async fn waiting(
    transaction: &mut Transaction,
    now: &Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<(UserId, TaskId)>> {
    with_connection!(transaction, connection => sqlx::query_as(WAITING).bind(now).bind(limit).fetch_all(connection).await)
}

/// Reads a task that is to be looked at and locks its row. `None` if another replica was first.
pub(crate) async fn take(scope: &mut Scope, id: TaskId, now: &Timestamp) -> sqlx::Result<Option<Waiting>> {
    let user = scope.user().clone();
    macro_rules! sql {
        ($lock:literal) => {
            concat!(
                "select ",
                columns!(),
                ", remind_at, snoozed_until from tasks_phaseiii
                 where user_id = $1 and id = $2 and remind_at <= $3 and not completed",
                $lock
            )
        };
    }
    let sql = match scope.inner() {
        Inner::Sqlite(_) => sql!(""),
        Inner::Postgres(_) => sql!(" for update skip locked"),
    };
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).bind(now).fetch_optional(connection).await)
}

/// Sets when to look at a task again.
pub(crate) async fn look_again(
    scope: &mut Scope,
    id: TaskId,
    at: &Timestamp,
    snoozed_until: Option<&Timestamp>,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update tasks_phaseiii set remind_at = $3, snoozed_until = $4 where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(at).bind(snoozed_until)
        .execute(connection).await.map(drop))
}

/// Lets a task that is still to do remind once more. Returns false if the person has none with this id.
pub(crate) async fn snooze(
    scope: &mut Scope,
    id: TaskId,
    until: &Timestamp,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    scope.changed(Topic::Reminders);
    let sql = "update tasks_phaseiii
               set snoozed_until = $3, remind_at = case when remind_at < $4 then remind_at else $4 end
               where user_id = $1 and id = $2 and not completed";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(until).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Has all tasks of the person looked at whose reminders depend on the person's zone: those that are due on a day.
pub(crate) async fn look_at_days(scope: &mut Scope, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update tasks_phaseiii set remind_at = $2
               where user_id = $1 and not completed and remind_at > $2 and due_at is null and due_date is not null";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(now).execute(connection).await.map(drop))
}
