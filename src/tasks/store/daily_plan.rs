//! The queries about the plan of the day. See migration 0025.

use super::locking;
use crate::db::transaction::{Inner, Transaction};
use crate::db::{Scope, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

/// What a person wants to be told by mail.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Wishes {
    pub(crate) time_zone: Option<String>,
    /// Whether reminders are mailed.
    pub(crate) reminder_mail: bool,
    /// The time of the day for the plan: `07:00`. `None` if no plan is wanted.
    pub(crate) plan_time: Option<String>,
    /// The next moment for a plan.
    pub(crate) plan_at: Option<Timestamp>,
}

/// What the person wants. `None` if that was never said.
pub(crate) async fn wishes(scope: &mut Scope) -> sqlx::Result<Option<Wishes>> {
    let user = scope.user().clone();
    let sql = "select time_zone, reminder_mail, plan_time, plan_at from preferences where user_id = $1";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_optional(connection).await)
}

/// The same, and locks the row.
pub(crate) async fn locked(scope: &mut Scope) -> sqlx::Result<Option<Wishes>> {
    let user = scope.user().clone();
    let sql = locking!(
        scope,
        "select time_zone, reminder_mail, plan_time, plan_at from preferences where user_id = $1"
    );
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_optional(connection).await)
}

pub(crate) async fn set(
    scope: &mut Scope,
    reminder_mail: bool,
    plan: Option<(&str, &Timestamp)>,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let (user, (time, at)) = (scope.user().clone(), plan.unzip());
    let sql = "insert into preferences (user_id, reminder_mail, plan_time, plan_at, updated_at)
               values ($1, $2, $3, $4, $5)
               on conflict (user_id) do update
               set reminder_mail = excluded.reminder_mail, plan_time = excluded.plan_time,
                   plan_at = excluded.plan_at, updated_at = excluded.updated_at";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(reminder_mail).bind(time).bind(at).bind(now)
        .execute(connection).await.map(drop))
}

/// Sets the next moment for a plan.
pub(crate) async fn set_next(scope: &mut Scope, at: Option<&Timestamp>) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update preferences set plan_at = $2 where user_id = $1";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(at).execute(connection).await.map(drop))
}

/// Has the plan of a day mailed. Returns false if that was done before.
pub(crate) async fn send(scope: &mut Scope, day: &str, now: &Timestamp) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "insert into deliveries (user_id, plan_date, due_at, created_at) values ($1, $2, $3, $3)
               on conflict (user_id, plan_date) do nothing";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(day).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Finds the people whose plan is due.
const DUE: &str = "select user_id from preferences where plan_at <= $1 order by plan_at limit $2";

/// The people whose plan is due, those that have waited longest first: at most `limit`. It runs outside a person's scope, and
/// reads only who they are.
pub(crate) async fn due(
    transaction: &mut Transaction,
    now: &Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<UserId>> {
    with_connection!(transaction, connection => sqlx::query_scalar(DUE).bind(now).bind(limit).fetch_all(connection).await)
}

#[cfg(test)]
mod tests;
