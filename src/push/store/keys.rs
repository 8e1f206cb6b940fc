//! The queries of `server_keys`.

use crate::db::{Transaction, with_connection};
use crate::timestamp::Timestamp;

/// A key as it is stored: encrypted.
pub(crate) async fn find(transaction: &mut Transaction, name: &str) -> sqlx::Result<Option<String>> {
    let sql = "select value from server_keys where name = $1";
    with_connection!(transaction, connection => sqlx::query_scalar(sql)
        .bind(name)
        .fetch_optional(connection).await)
}

/// Inserts a key unless there is one of this name.
pub(crate) async fn insert(
    transaction: &mut Transaction,
    name: &str,
    value: &str,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = "insert into server_keys (name, value, created_at) values ($1, $2, $3) on conflict do nothing";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(name).bind(value).bind(now)
        .execute(connection).await.map(drop))
}

/// Puts a value in the place of another. Returns false if somebody else has done so first.
pub(crate) async fn replace(
    transaction: &mut Transaction,
    name: &str,
    (from, to): (&str, &str),
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let sql = "update server_keys set value = $3, created_at = $4 where name = $1 and value = $2";
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(name).bind(from).bind(to).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
