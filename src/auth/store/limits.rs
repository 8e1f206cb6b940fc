//! The queries of `rate_limits`, which counts tries within a window of time.

use crate::db::{Transaction, with_connection};
use crate::timestamp::Timestamp;

/// The count of `key` in its window, and when the window ends. `None` if no window is open.
pub(crate) async fn count(
    transaction: &mut Transaction,
    key: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<(i64, Timestamp)>> {
    let sql = "select count, resets_at from rate_limits where key = $1 and resets_at > $2";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(key).bind(now).fetch_optional(connection).await)
}

/// Counts `key` once, in the open window or in a new one that ends at `resets_at`. Returns the count and the window's
/// end.
pub(crate) async fn increment(
    transaction: &mut Transaction,
    key: &str,
    resets_at: &Timestamp,
    now: &Timestamp,
) -> sqlx::Result<(i64, Timestamp)> {
    let sql = "insert into rate_limits (key, count, resets_at) values ($1, 1, $2)
               on conflict (key) do update
               set count = case when rate_limits.resets_at > $3 then rate_limits.count + 1 else 1 end,
                   resets_at = case when rate_limits.resets_at > $3 then rate_limits.resets_at else $2 end
               returning count, resets_at";
    with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(key).bind(resets_at).bind(now)
        .fetch_one(connection).await)
}

/// Removes windows that have ended.
pub(crate) async fn delete_ended(transaction: &mut Transaction, now: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from rate_limits where resets_at <= $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(now).execute(connection).await.map(drop))
}

/// Removes a key, and the keys that go on after it with a space.
pub(crate) async fn delete(transaction: &mut Transaction, key: &str) -> sqlx::Result<()> {
    let sql = "delete from rate_limits where key = $1 or substr(key, 1, length($1) + 1) = $1 || ' '";
    with_connection!(transaction, connection => sqlx::query(sql).bind(key).execute(connection).await.map(drop))
}
