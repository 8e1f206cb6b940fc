//! The queries of `oauth_clients`.

use crate::db::{Transaction, with_connection};
use crate::timestamp::Timestamp;

/// An app that this server knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// A random text, or the address of the document that describes the app.
    pub id: String,
    /// What the app calls itself.
    pub name: String,
    /// Where people may be sent back to.
    pub redirect_uris: Vec<String>,
    /// When the document was fetched. `None` for an app that registered itself.
    pub fetched_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    redirect_uris: String,
    fetched_at: Option<Timestamp>,
}

pub(crate) async fn by_id(transaction: &mut Transaction, id: &str) -> sqlx::Result<Option<Client>> {
    let sql = "select id, name, redirect_uris, fetched_at from oauth_clients where id = $1";
    let row: Option<Row> = with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(id)
        .fetch_optional(connection).await)?;
    Ok(row.map(|row| Client {
        redirect_uris: row.redirect_uris.lines().map(str::to_owned).collect(),
        id: row.id,
        name: row.name,
        fetched_at: row.fetched_at,
    }))
}

/// Stores an app, or what has changed of one.
pub(crate) async fn put(transaction: &mut Transaction, client: &Client, now: &Timestamp) -> sqlx::Result<()> {
    let sql = "insert into oauth_clients (id, name, redirect_uris, fetched_at, created_at)
               values ($1, $2, $3, $4, $5)
               on conflict (id) do update
               set name = excluded.name, redirect_uris = excluded.redirect_uris, fetched_at = excluded.fetched_at";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(&client.id).bind(&client.name).bind(client.redirect_uris.join("\n")).bind(&client.fetched_at)
        .bind(now)
        .execute(connection).await.map(drop))
}

/// Notes that a person allowed an app. Returns whether the app is still there.
pub(crate) async fn mark_used(
    transaction: &mut Transaction,
    id: &str,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let sql = "update oauth_clients set used_at = coalesce(used_at, $2) where id = $1";
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// How many apps nobody has allowed yet.
pub(crate) async fn count_unused(transaction: &mut Transaction) -> sqlx::Result<i64> {
    let sql = "select count(*) from oauth_clients where used_at is null";
    with_connection!(transaction, connection => sqlx::query_scalar(sql).fetch_one(connection).await)
}

/// Removes apps that nobody allowed and that came before `before`, the oldest first and at most `limit`. Returns how
/// many it removed.
pub(crate) async fn delete_unused(
    transaction: &mut Transaction,
    before: &Timestamp,
    limit: i64,
) -> sqlx::Result<u64> {
    let sql = "delete from oauth_clients where used_at is null and id in (
                   select id from oauth_clients where used_at is null and created_at < $1
                   order by created_at limit $2)";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(before).bind(limit)
        .execute(connection).await.map(|done| done.rows_affected()))
}
