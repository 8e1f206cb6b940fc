//! The queries of `personal_tokens`.

use crate::auth::ban::not_banned;
use crate::auth::{PersonalToken, User};
use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

pub(crate) async fn insert(
    transaction: &mut Transaction,
    user: &UserId,
    digest: &str,
    token: &PersonalToken,
) -> sqlx::Result<()> {
    let sql = "insert into personal_tokens (id, user_id, digest, name, permission, created_at, expires_at)
               values ($1, $2, $3, $4, $5, $6, $7)";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(&token.id).bind(user).bind(digest).bind(&token.name).bind(token.permission)
        .bind(&token.created_at).bind(&token.expires_at)
        .execute(connection).await.map(drop))
}

/// The tokens of a person that have not expired, the newest first.
pub(crate) async fn of_user(
    transaction: &mut Transaction,
    user: &UserId,
    now: &Timestamp,
) -> sqlx::Result<Vec<PersonalToken>> {
    let sql = "select id, name, permission, created_at, last_used_at, expires_at from personal_tokens
               where user_id = $1 and expires_at > $2 order by created_at desc, id";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(user).bind(now).fetch_all(connection).await)
}

#[derive(sqlx::FromRow)]
struct Row {
    token_id: String,
    token_name: String,
    permission: crate::auth::Permission,
    token_created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    expires_at: Timestamp,
    #[sqlx(flatten)]
    user: User,
}

/// The token with this digest, if it has not expired, and its person. None of a person who is banned.
pub(crate) async fn by_digest(
    transaction: &mut Transaction,
    digest: &str,
    now: &Timestamp,
) -> sqlx::Result<Option<(PersonalToken, User)>> {
    let sql = concat!(
        r#"select t.id as token_id, t.name as token_name, t.permission, t.created_at as token_created_at,
                     t.last_used_at, t.expires_at,
                     u."id", u."name", u."email", u."emailVerified", u."image", u."twoFactorEnabled",
                     u."createdAt", u."updatedAt"
                 from personal_tokens t join "user" u on u."id" = t.user_id
                 where t.digest = $1 and t.expires_at > $2 and "#,
        not_banned!("u", "$2")
    );
    let row: Option<Row> = with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(digest).bind(now)
        .fetch_optional(connection).await)?;
    Ok(row.map(|row| {
        let token = PersonalToken {
            id: row.token_id,
            name: row.token_name,
            permission: row.permission,
            created_at: row.token_created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
        };
        (token, row.user)
    }))
}

pub(crate) async fn touch(transaction: &mut Transaction, id: &str, now: &Timestamp) -> sqlx::Result<()> {
    let sql = "update personal_tokens set last_used_at = $2 where id = $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(id).bind(now).execute(connection).await.map(drop))
}

/// Removes one token of a person. Returns whether they had it.
pub(crate) async fn delete(transaction: &mut Transaction, user: &UserId, id: &str) -> sqlx::Result<bool> {
    let sql = "delete from personal_tokens where user_id = $1 and id = $2";
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(id)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Removes all tokens of a person.
pub(crate) async fn delete_all(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    let sql = "delete from personal_tokens where user_id = $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}

/// Removes the expired tokens of all people.
pub(crate) async fn delete_expired(transaction: &mut Transaction, now: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from personal_tokens where expires_at <= $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(now).execute(connection).await.map(drop))
}
