//! The queries of `request_keys`.

use crate::db::{Scope, Transaction, with_connection};
use crate::timestamp::Timestamp;
use serde_json::Value;
use sqlx::types::Json;

/// The stored result of a request.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) fingerprint: String,
    pub(crate) result: Json<Value>,
}

/// Keeps other requests of the person with this key from beginning, until the transaction ends. Returns false if one has
/// begun. SQLite has one writer, so there the other one has ended.
pub(crate) async fn hold(scope: &mut Scope, key: &str) -> sqlx::Result<bool> {
    if !scope.is_postgres() {
        return Ok(true);
    }
    let name = [scope.user().as_str(), " ", key].concat();
    let sql = "select pg_try_advisory_xact_lock(hashtextextended($1, 0))";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(name).fetch_one(connection).await)
}

/// What is stored for a key that was used after `since`.
pub(crate) async fn find(scope: &mut Scope, key: &str, since: &Timestamp) -> sqlx::Result<Option<Stored>> {
    let user = scope.user().clone();
    let sql = "select fingerprint, result from request_keys
               where user_id = $1 and key = $2 and created_at > $3";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(key).bind(since)
        .fetch_optional(connection).await)
}

/// How many keys the person has, counted up to `most`.
pub(crate) async fn count(scope: &mut Scope, most: i64) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from (select 1 from request_keys where user_id = $1 limit $2) counted";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(most).fetch_one(connection).await)
}

/// Stores a result. It replaces one of the same key that is too old to be found.
pub(crate) async fn insert(
    scope: &mut Scope,
    key: &str,
    fingerprint: &str,
    result: &Value,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into request_keys (user_id, key, fingerprint, result, created_at)
               values ($1, $2, $3, $4, $5)
               on conflict (user_id, key) do update set fingerprint = $3, result = $4, created_at = $5";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(key).bind(fingerprint).bind(Json(result)).bind(now)
        .execute(connection).await.map(drop))
}

/// Removes the keys of all people that were used before `limit`. It runs outside a person's scope, and reads and returns
/// nothing of theirs.
pub(crate) async fn delete_older(transaction: &mut Transaction, limit: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from request_keys where created_at <= $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).execute(connection).await.map(drop))
}
