//! The queries of `usage`: what each person asked of the models on each day.

use crate::config::Quotas;
use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use serde::Serialize;

/// What a person asked of the models on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct UsageOfDay {
    /// The day (UTC), as `2026-11-20`.
    pub day: String,
    /// Messages to be answered, including replies that were written again.
    pub messages: i64,
    /// Tokens that the models read and wrote.
    pub tokens: i64,
}

/// Counts one message of a day, unless a limit is reached. Returns whether it was counted.
pub(crate) async fn charge(scope: &mut Scope, day: &str, quotas: Quotas) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        // There is no other writer meanwhile.
        Inner::Sqlite(_) => {
            "insert into usage (user_id, day, messages, tokens)
             select $1, $2, 1, 0 where (
                 select count(*) from messages where user_id = $1 and status in ('streaming', 'queued')) < $5
             on conflict (user_id, day) do update set messages = usage.messages + 1
                 where usage.messages < $3 and usage.tokens < $4"
        }
        // The last condition is checked while the row is locked.
        Inner::Postgres(_) => {
            "insert into usage (user_id, day, messages, tokens)
             select $1, $2, 1, 0 where docket_running($1) < $5
             on conflict (user_id, day) do update set messages = usage.messages + 1
                 where usage.messages < $3 and usage.tokens < $4 and docket_running($1) < $5"
        }
    };
    let limit = |limit: Option<u32>| limit.map_or(i64::MAX, i64::from);
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(day).bind(limit(quotas.messages)).bind(limit(quotas.tokens)).bind(limit(quotas.runs))
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The messages and tokens counted on a day.
pub(crate) async fn used(scope: &mut Scope, day: &str) -> sqlx::Result<Option<(i64, i64)>> {
    let user = scope.user().clone();
    let sql = "select messages, tokens from usage where user_id = $1 and day = $2";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(day).fetch_optional(connection).await)
}

/// The number of the person's replies that are being written or queued.
pub(crate) async fn running(scope: &mut Scope) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from messages where user_id = $1 and status in ('streaming', 'queued')";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_one(connection).await)
}

/// Counts tokens of a day, for a person who has been charged before. A person who was deleted meanwhile is not counted.
pub(crate) async fn spend(scope: &mut Scope, day: &str, tokens: i64) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into usage (user_id, day, messages, tokens)
               select user_id, $2, 0, $3 from usage where user_id = $1 limit 1
               on conflict (user_id, day) do update set tokens = usage.tokens + excluded.tokens";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(day).bind(tokens)
        .execute(connection).await.map(drop))
}

/// The usage of each day, the newest first.
pub(crate) async fn days(scope: &mut Scope) -> sqlx::Result<Vec<UsageOfDay>> {
    let user = scope.user().clone();
    let sql = "select day, messages, tokens from usage where user_id = $1 order by day desc";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}
