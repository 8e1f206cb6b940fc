//! The queries of `user`, `session` and `account`. One statement a function.

use super::{ActiveSession, Client};
use crate::auth::User;
use crate::db::{Transaction, on};
use crate::id::{SessionId, UserId};
use crate::timestamp::Timestamp;

pub(super) async fn email_exists(transaction: &mut Transaction, email: &str) -> sqlx::Result<bool> {
    let sql = r#"select exists (select 1 from "user" where "email" = $1)"#;
    on!(transaction, connection => sqlx::query_scalar(sql).bind(email).fetch_one(connection).await)
}

pub(super) async fn insert_user(
    transaction: &mut Transaction,
    user: &User,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"insert into "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt")
                 values ($1, $2, $3, $4, $5, $5)"#;
    on!(transaction, connection => sqlx::query(sql)
        .bind(&user.id).bind(&user.name).bind(&user.email).bind(false).bind(now)
        .execute(connection).await.map(drop))
}

/// Better Auth's credential account: its `accountId` is the person's id.
pub(super) async fn insert_credential(
    transaction: &mut Transaction,
    id: &str,
    user: &UserId,
    hash: &str,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"insert into "account"
                     ("id", "userId", "accountId", "providerId", "password", "createdAt", "updatedAt")
                 values ($1, $2, $2, 'credential', $3, $4, $4)"#;
    on!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(user).bind(hash).bind(now)
        .execute(connection).await.map(drop))
}

/// The person with this e-mail and their password's hash.
pub(super) async fn credential(
    transaction: &mut Transaction,
    email: &str,
) -> sqlx::Result<Option<(User, String)>> {
    let sql = r#"select u."id", u."name", u."email", a."password"
                 from "user" u
                 join "account" a on a."userId" = u."id" and a."providerId" = 'credential'
                 where u."email" = $1 and a."password" is not null"#;
    let row: Option<(UserId, String, String, String)> =
        on!(transaction, connection => sqlx::query_as(sql).bind(email).fetch_optional(connection).await)?;
    Ok(row.map(|(id, name, email, hash)| (User { id, name, email }, hash)))
}

pub(super) async fn insert_session(
    transaction: &mut Transaction,
    session: &ActiveSession,
    client: &Client,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"insert into "session"
                     ("id", "userId", "token", "expiresAt", "ipAddress", "userAgent", "createdAt", "updatedAt")
                 values ($1, $2, $3, $4, $5, $6, $7, $7)"#;
    on!(transaction, connection => sqlx::query(sql)
        .bind(&session.id).bind(&session.user.id).bind(&session.token).bind(&session.expires_at)
        .bind(&client.address).bind(&client.agent).bind(now)
        .execute(connection).await.map(drop))
}

type SessionRow = (SessionId, String, Timestamp, UserId, String, String);

fn active(row: SessionRow) -> ActiveSession {
    let (id, token, expires_at, user, name, email) = row;
    ActiveSession { id, token, expires_at, user: User { id: user, name, email } }
}

/// The session with this token, if it has not expired.
pub(super) async fn session_by_token(
    transaction: &mut Transaction,
    token: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<ActiveSession>> {
    let sql = r#"select s."id", s."token", s."expiresAt", u."id", u."name", u."email"
                 from "session" s join "user" u on u."id" = s."userId"
                 where s."token" = $1 and s."expiresAt" > $2"#;
    let row: Option<SessionRow> = on!(transaction, connection => sqlx::query_as(sql).bind(token).bind(now).fetch_optional(connection).await)?;
    Ok(row.map(active))
}

/// The session with this id, if it has not expired.
pub(super) async fn session_by_id(
    transaction: &mut Transaction,
    id: &SessionId,
    now: &Timestamp,
) -> sqlx::Result<Option<ActiveSession>> {
    let sql = r#"select s."id", s."token", s."expiresAt", u."id", u."name", u."email"
                 from "session" s join "user" u on u."id" = s."userId"
                 where s."id" = $1 and s."expiresAt" > $2"#;
    let row: Option<SessionRow> = on!(transaction, connection => sqlx::query_as(sql).bind(id).bind(now).fetch_optional(connection).await)?;
    Ok(row.map(active))
}

pub(super) async fn renew_session(
    transaction: &mut Transaction,
    id: &SessionId,
    expires_at: &Timestamp,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"update "session" set "expiresAt" = $2, "updatedAt" = $3 where "id" = $1"#;
    on!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(expires_at).bind(now)
        .execute(connection).await.map(drop))
}

pub(super) async fn delete_session(transaction: &mut Transaction, id: &SessionId) -> sqlx::Result<()> {
    let sql = r#"delete from "session" where "id" = $1"#;
    on!(transaction, connection => sqlx::query(sql).bind(id).execute(connection).await.map(drop))
}

pub(super) async fn delete_expired_sessions(
    transaction: &mut Transaction,
    user: &UserId,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"delete from "session" where "userId" = $1 and "expiresAt" <= $2"#;
    on!(transaction, connection => sqlx::query(sql).bind(user).bind(now).execute(connection).await.map(drop))
}
