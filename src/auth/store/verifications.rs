//! The queries of `verification`: secrets that prove something once, before they expire.

use crate::db::{Transaction, with_connection};
use crate::timestamp::Timestamp;

pub(crate) async fn insert(
    transaction: &mut Transaction,
    id: &str,
    identifier: &str,
    value: &str,
    expires_at: &Timestamp,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"insert into "verification"
                     ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt")
                 values ($1, $2, $3, $4, $5, $5)"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(identifier).bind(value).bind(expires_at).bind(now)
        .execute(connection).await.map(drop))
}

/// Inserts a row unless there is one with this id. Returns whether it did.
pub(crate) async fn insert_once(
    transaction: &mut Transaction,
    id: &str,
    identifier: &str,
    value: &str,
    expires_at: &Timestamp,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let sql = r#"insert into "verification"
                     ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt")
                 values ($1, $2, $3, $4, $5, $5) on conflict ("id") do nothing"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(identifier).bind(value).bind(expires_at).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The value of `identifier`, if it has not expired.
pub(crate) async fn value(
    transaction: &mut Transaction,
    identifier: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<String>> {
    let sql = r#"select "value" from "verification" where "identifier" = $1 and "expiresAt" > $2"#;
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(identifier).bind(now).fetch_optional(connection).await)
}

/// Takes the value of `identifier` away and returns it, so that only one request gets it. `None` if it is not there or
/// has expired.
pub(crate) async fn take(
    transaction: &mut Transaction,
    identifier: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<String>> {
    let sql = r#"delete from "verification" where "identifier" = $1 and "expiresAt" > $2 returning "value""#;
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(identifier).bind(now).fetch_optional(connection).await)
}

/// Removes all rows with `value` under identifiers with this prefix.
pub(crate) async fn delete_of(transaction: &mut Transaction, prefix: &str, value: &str) -> sqlx::Result<()> {
    let sql = r#"delete from "verification" where "value" = $2 and substr("identifier", 1, length($1)) = $1"#;
    with_connection!(transaction, connection => sqlx::query(sql).bind(prefix).bind(value).execute(connection).await.map(drop))
}

/// Removes what has expired.
pub(crate) async fn delete_expired(transaction: &mut Transaction, now: &Timestamp) -> sqlx::Result<()> {
    let sql = r#"delete from "verification" where "expiresAt" <= $1"#;
    with_connection!(transaction, connection => sqlx::query(sql).bind(now).execute(connection).await.map(drop))
}
