//! The queries of bans: columns of `user`, with the names of Better Auth's admin plugin.

use crate::auth::ban::{Ban, not_banned};
use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

/// The ban of a person, if it has not ended.
pub(crate) async fn of(
    transaction: &mut Transaction,
    user: &UserId,
    now: &Timestamp,
) -> sqlx::Result<Option<Ban>> {
    let sql = concat!(
        r#"select u."banReason", u."banExpires" from "user" u where u."id" = $1 and not coalesce("#,
        not_banned!("u", "$2"),
        ", false)"
    );
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(user).bind(now).fetch_optional(connection).await)
}

/// Bans a person, or replaces their ban. Returns whether there is such a person.
pub(crate) async fn set(
    transaction: &mut Transaction,
    user: &UserId,
    ban: &Ban,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let sql = r#"update "user" set "banned" = true, "banReason" = $2, "banExpires" = $3, "updatedAt" = $4
                 where "id" = $1"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(&ban.reason).bind(&ban.expires_at).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends the ban of a person. Returns whether there was one, ended or not.
pub(crate) async fn lift(
    transaction: &mut Transaction,
    user: &UserId,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let sql = r#"update "user" set "banned" = false, "banReason" = null, "banExpires" = null, "updatedAt" = $2
                 where "id" = $1 and "banned" is true"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
