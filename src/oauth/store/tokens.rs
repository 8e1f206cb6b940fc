//! The queries of `oauth_tokens`.

use crate::auth::ban::not_banned;
use crate::auth::{Permission, User};
use crate::db::{Transaction, with_connection};
use crate::timestamp::Timestamp;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub(crate) enum Kind {
    /// To act for a person.
    Access,
    /// To get more tokens.
    Refresh,
}

/// A token of a connection.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) connection_id: String,
    pub(crate) kind: Kind,
    pub(crate) permission: Permission,
    pub(crate) expires_at: Timestamp,
    /// When a refresh token was used.
    pub(crate) replaced_at: Option<Timestamp>,
}

/// What an access token that works is good for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Access {
    pub(crate) connection_id: String,
    pub(crate) permission: Permission,
    pub(crate) resource: String,
    pub(crate) last_used_at: Timestamp,
    #[sqlx(flatten)]
    pub(crate) user: User,
}

pub(crate) async fn insert(transaction: &mut Transaction, digest: &str, new: &Stored) -> sqlx::Result<()> {
    let sql = "insert into oauth_tokens (digest, connection_id, kind, permission, expires_at)
               values ($1, $2, $3, $4, $5)";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(digest).bind(&new.connection_id).bind(new.kind).bind(new.permission).bind(&new.expires_at)
        .execute(connection).await.map(drop))
}

/// Lets all tokens of a connection only read.
pub(crate) async fn narrow(transaction: &mut Transaction, connection_id: &str) -> sqlx::Result<()> {
    let sql = "update oauth_tokens set permission = $2 where connection_id = $1";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(connection_id).bind(Permission::Read)
        .execute(connection).await.map(drop))
}

/// The token with this digest, even if it was used or has expired.
pub(crate) async fn by_digest(transaction: &mut Transaction, digest: &str) -> sqlx::Result<Option<Stored>> {
    let sql =
        "select connection_id, kind, permission, expires_at, replaced_at from oauth_tokens where digest = $1";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(digest).fetch_optional(connection).await)
}

/// The access token with this digest, if it works, and the person for whom it stands. None of a person who is banned.
pub(crate) async fn access(
    transaction: &mut Transaction,
    digest: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<Access>> {
    let sql = concat!(
        r#"select t.connection_id, t.permission, c.resource, c.last_used_at,
                     u."id", u."name", u."email", u."emailVerified", u."image", u."twoFactorEnabled",
                     u."createdAt", u."updatedAt"
                 from oauth_tokens t
                 join oauth_connections c on c.id = t.connection_id
                 join "user" u on u."id" = c.user_id
                 where t.digest = $1 and t.kind = 'access' and t.expires_at > $2 and "#,
        not_banned!("u", "$2")
    );
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(digest).bind(now).fetch_optional(connection).await)
}

/// Notes that a refresh token was used.
pub(crate) async fn mark_replaced(
    transaction: &mut Transaction,
    digest: &str,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = "update oauth_tokens set replaced_at = $2 where digest = $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(digest).bind(now).execute(connection).await.map(drop))
}

pub(crate) async fn delete(transaction: &mut Transaction, digest: &str) -> sqlx::Result<()> {
    let sql = "delete from oauth_tokens where digest = $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(digest).execute(connection).await.map(drop))
}

/// Removes the expired tokens of all people.
pub(crate) async fn delete_expired(transaction: &mut Transaction, now: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from oauth_tokens where expires_at <= $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(now).execute(connection).await.map(drop))
}
