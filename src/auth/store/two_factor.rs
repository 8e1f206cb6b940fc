//! The queries of `twoFactor`, and those of `verification` and `user` that belong to two-factor log-in.

use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

/// What is stored of a person's second factor. The secret and the recovery codes are encrypted.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) secret: String,
    #[sqlx(rename = "backupCodes")]
    pub(crate) recovery_codes: String,
    /// Whether a code has shown that the person's app knows the secret.
    pub(crate) verified: bool,
    /// Wrong codes since the last right one.
    #[sqlx(rename = "failedVerificationCount")]
    pub(crate) failures: i64,
    /// No code is right until then.
    #[sqlx(rename = "lockedUntil")]
    pub(crate) locked_until: Option<Timestamp>,
    /// The time step of the last code that was right.
    #[sqlx(rename = "lastUsedStep")]
    pub(crate) last_used_step: Option<i64>,
}

pub(crate) async fn of(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<Option<Stored>> {
    let sql = r#"select "secret", "backupCodes", "verified", "failedVerificationCount", "lockedUntil", "lastUsedStep"
                 from "twoFactor" where "userId" = $1"#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(user).fetch_optional(connection).await)
}

/// Stores a person's second factor in place of the one that they may have.
pub(crate) async fn put(
    transaction: &mut Transaction,
    id: &str,
    user: &UserId,
    stored: &Stored,
) -> sqlx::Result<()> {
    let sql = r#"insert into "twoFactor" ("id", "userId", "secret", "backupCodes", "verified",
                     "failedVerificationCount", "lockedUntil", "lastUsedStep")
                 values ($1, $2, $3, $4, $5, $6, $7, $8)
                 on conflict ("userId") do update
                 set "secret" = $3, "backupCodes" = $4, "verified" = $5, "failedVerificationCount" = $6,
                     "lockedUntil" = $7, "lastUsedStep" = $8"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(user).bind(&stored.secret).bind(&stored.recovery_codes).bind(stored.verified)
        .bind(stored.failures).bind(&stored.locked_until).bind(stored.last_used_step)
        .execute(connection).await.map(drop))
}

/// The encrypted texts of the people after `after` in the order of their ids, at most `limit`.
pub(crate) async fn page(
    transaction: &mut Transaction,
    after: &UserId,
    limit: i64,
) -> sqlx::Result<Vec<(UserId, String, String)>> {
    let sql = r#"select "userId", "secret", "backupCodes" from "twoFactor"
                 where "userId" > $1 order by "userId" limit $2"#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(after).bind(limit).fetch_all(connection).await)
}

/// Replaces both encrypted texts, unless one of them has changed since it was read.
pub(crate) async fn replace(
    transaction: &mut Transaction,
    user: &UserId,
    old: (&str, &str),
    new: (&str, &str),
) -> sqlx::Result<()> {
    let sql = r#"update "twoFactor" set "secret" = $4, "backupCodes" = $5
                 where "userId" = $1 and "secret" = $2 and "backupCodes" = $3"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(old.0).bind(old.1).bind(new.0).bind(new.1)
        .execute(connection).await.map(drop))
}

/// Removes a person's second factor. Returns whether they had one.
pub(crate) async fn delete(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<bool> {
    let sql = r#"delete from "twoFactor" where "userId" = $1"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Sets whether a person logs in with two factors. Returns whether that was otherwise before.
pub(crate) async fn set_enabled(
    transaction: &mut Transaction,
    user: &UserId,
    enabled: bool,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let sql = r#"update "user" set "twoFactorEnabled" = $2, "updatedAt" = $3
                 where "id" = $1 and "twoFactorEnabled" <> $2"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(enabled).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Ends the log-ins that a person has begun, and forgets the devices that they trust.
pub(crate) async fn end_log_ins(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<()> {
    // The prefixes are written here, not bound, so that the index for these rows is used.
    let sql = r#"delete from "verification"
                 where "value" = $1 and ("identifier" like '2fa-%' or "identifier" like 'trust-device-%')"#;
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}
