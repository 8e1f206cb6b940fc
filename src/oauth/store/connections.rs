//! The queries of `oauth_connections`.

use crate::auth::Permission;
use crate::auth::ban::not_banned;
use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

/// What a person allowed an app to do.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Connection {
    pub(crate) id: String,
    pub(crate) user_id: UserId,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) permission: Permission,
    pub(crate) resource: String,
    pub(crate) created_at: Timestamp,
    pub(crate) last_used_at: Timestamp,
}

/// A connection with the name of its app.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Named {
    pub(crate) name: String,
    #[sqlx(flatten)]
    pub(crate) connection: Connection,
}

pub(crate) async fn insert(transaction: &mut Transaction, new: &Connection) -> sqlx::Result<()> {
    let sql = "insert into oauth_connections
                   (id, user_id, client_id, redirect_uri, permission, resource, created_at, last_used_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(&new.id).bind(&new.user_id).bind(&new.client_id).bind(&new.redirect_uri).bind(new.permission)
        .bind(&new.resource).bind(&new.created_at).bind(&new.last_used_at)
        .execute(connection).await.map(drop))
}

/// A connection, with its last use noted. Of two requests at once the second waits here until the first is done.
pub(crate) async fn lock(
    transaction: &mut Transaction,
    id: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<Connection>> {
    let sql = "update oauth_connections set last_used_at = $2 where id = $1
               returning id, user_id, client_id, redirect_uri, permission, resource, created_at, last_used_at";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(id).bind(now).fetch_optional(connection).await)
}

/// The connections of a person that have a token which works, the last used first.
pub(crate) async fn of_user(
    transaction: &mut Transaction,
    user: &UserId,
    now: &Timestamp,
) -> sqlx::Result<Vec<Named>> {
    let sql =
        "select a.name, c.id, c.user_id, c.client_id, c.redirect_uri, c.permission, c.resource, c.created_at,
                   c.last_used_at
               from oauth_connections c join oauth_clients a on a.id = c.client_id
               where c.user_id = $1 and exists (
                   select 1 from oauth_tokens t
                   where t.connection_id = c.id and t.expires_at > $2 and t.replaced_at is null)
               order by c.last_used_at desc, c.id";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(user).bind(now).fetch_all(connection).await)
}

/// Whether a person is connected to an app.
pub(crate) async fn is_connected(
    transaction: &mut Transaction,
    user: &UserId,
    client_id: &str,
) -> sqlx::Result<bool> {
    let sql = "select exists (select 1 from oauth_connections where user_id = $1 and client_id = $2)";
    with_connection!(transaction, connection => sqlx::query_scalar(sql)
        .bind(user).bind(client_id).fetch_one(connection).await)
}

/// Whether a connection has not been ended and its person is not banned.
pub(crate) async fn lives(transaction: &mut Transaction, id: &str, now: &Timestamp) -> sqlx::Result<bool> {
    let sql = concat!(
        r#"select exists (select 1 from oauth_connections c join "user" u on u."id" = c.user_id
                          where c.id = $1 and "#,
        not_banned!("u", "$2"),
        ")"
    );
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(id).bind(now).fetch_one(connection).await)
}

/// Ends a connection, no matter whose it is. Returns whether it was there.
pub(crate) async fn delete(transaction: &mut Transaction, id: &str) -> sqlx::Result<bool> {
    let sql = "delete from oauth_connections where id = $1";
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends one connection of a person. Returns whether they had it.
pub(crate) async fn delete_of(transaction: &mut Transaction, user: &UserId, id: &str) -> sqlx::Result<bool> {
    let sql = "delete from oauth_connections where user_id = $1 and id = $2";
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(id)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Lets one connection of a person only read. Returns whether they have it.
pub(crate) async fn narrow(transaction: &mut Transaction, user: &UserId, id: &str) -> sqlx::Result<bool> {
    let sql = "update oauth_connections set permission = $3 where user_id = $1 and id = $2";
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(Permission::Read)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends all connections of a person.
pub(crate) async fn delete_all(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    let sql = "delete from oauth_connections where user_id = $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}

/// Ends all connections of a person but the `kept` that were used last.
pub(crate) async fn delete_oldest(
    transaction: &mut Transaction,
    user: &UserId,
    kept: i64,
) -> sqlx::Result<()> {
    let sql = "delete from oauth_connections where user_id = $1 and id not in (
                   select id from oauth_connections where user_id = $1 order by last_used_at desc, id limit $2)";
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).bind(kept).execute(connection).await.map(drop))
}

/// Removes the connections of all people that have no token left.
pub(crate) async fn delete_dead(transaction: &mut Transaction) -> sqlx::Result<()> {
    let sql = "delete from oauth_connections where not exists (
                   select 1 from oauth_tokens t where t.connection_id = oauth_connections.id)";
    with_connection!(transaction, connection => sqlx::query(sql).execute(connection).await.map(drop))
}
