//! The queries of `oauth_codes`.

use crate::auth::Permission;
use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

/// An authorization code, with everything to which it is bound.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Code {
    pub(crate) user_id: UserId,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) permission: Permission,
    pub(crate) resource: String,
    pub(crate) expires_at: Timestamp,
    /// The connection for which it was used.
    pub(crate) connection_id: Option<String>,
}

pub(crate) async fn insert(transaction: &mut Transaction, digest: &str, code: &Code) -> sqlx::Result<()> {
    let sql = "insert into oauth_codes
                   (digest, user_id, client_id, redirect_uri, challenge, permission, resource, expires_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(digest).bind(&code.user_id).bind(&code.client_id).bind(&code.redirect_uri).bind(&code.challenge)
        .bind(code.permission).bind(&code.resource).bind(&code.expires_at)
        .execute(connection).await.map(drop))
}

/// The code with this digest, used or not, expired or not. It changes nothing, but of two requests at once the second
/// waits here until the first is done.
pub(crate) async fn lock(transaction: &mut Transaction, digest: &str) -> sqlx::Result<Option<Code>> {
    let sql = "update oauth_codes set digest = digest where digest = $1
               returning user_id, client_id, redirect_uri, challenge, permission, resource, expires_at, connection_id";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(digest).fetch_optional(connection).await)
}

/// Notes the connection for which a code was used.
pub(crate) async fn mark_used(
    transaction: &mut Transaction,
    digest: &str,
    connection_id: &str,
) -> sqlx::Result<()> {
    let sql = "update oauth_codes set connection_id = $2 where digest = $1";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(digest).bind(connection_id)
        .execute(connection).await.map(drop))
}

/// Removes all codes of a person.
pub(crate) async fn delete_all(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    let sql = "delete from oauth_codes where user_id = $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}

/// Removes the codes that expired before `before`.
pub(crate) async fn delete_expired(transaction: &mut Transaction, before: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from oauth_codes where expires_at <= $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(before).execute(connection).await.map(drop))
}
