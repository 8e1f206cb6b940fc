//! The queries of `user` and `account`.

use crate::auth::User;
use crate::db::transaction::Inner;
use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

pub(crate) async fn insert_user(transaction: &mut Transaction, user: &User) -> sqlx::Result<()> {
    let sql = r#"insert into "user"
                     ("id", "name", "email", "emailVerified", "image", "createdAt", "updatedAt")
                 values ($1, $2, $3, $4, $5, $6, $6)"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(&user.id).bind(&user.name).bind(&user.email).bind(user.email_verified).bind(&user.image)
        .bind(&user.created_at)
        .execute(connection).await.map(drop))
}

pub(crate) async fn email_exists(transaction: &mut Transaction, email: &str) -> sqlx::Result<bool> {
    let sql = r#"select exists (select 1 from "user" where "email" = $1)"#;
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(email).fetch_one(connection).await)
}

pub(crate) async fn by_id(transaction: &mut Transaction, id: &UserId) -> sqlx::Result<Option<User>> {
    let sql = r#"select "id", "name", "email", "emailVerified", "image", "twoFactorEnabled", "createdAt", "updatedAt"
                 from "user" where "id" = $1"#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(id).fetch_optional(connection).await)
}

pub(crate) async fn by_email(transaction: &mut Transaction, email: &str) -> sqlx::Result<Option<User>> {
    let sql = r#"select "id", "name", "email", "emailVerified", "image", "twoFactorEnabled", "createdAt", "updatedAt"
                 from "user" where "email" = $1"#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(email).fetch_optional(connection).await)
}

/// The people after `after` in the order of their e-mail addresses, at most `limit`.
pub(crate) async fn page(transaction: &mut Transaction, after: &str, limit: i64) -> sqlx::Result<Vec<User>> {
    let sql = r#"select "id", "name", "email", "emailVerified", "image", "twoFactorEnabled", "createdAt", "updatedAt"
                 from "user" where "email" > $1 order by "email" limit $2"#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(after).bind(limit).fetch_all(connection).await)
}

/// Changes the given values; `None` leaves a value as it is. Returns `None` if there is no such person.
pub(crate) async fn update_profile(
    transaction: &mut Transaction,
    id: &UserId,
    name: Option<&str>,
    image: Option<Option<&str>>,
    now: &Timestamp,
) -> sqlx::Result<Option<User>> {
    let sql = r#"update "user"
                 set "name" = coalesce($2, "name"),
                     "image" = case when $3 then $4 else "image" end,
                     "updatedAt" = $5
                 where "id" = $1
                 returning "id", "name", "email", "emailVerified", "image", "twoFactorEnabled", "createdAt",
                     "updatedAt""#;
    with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(id).bind(name).bind(image.is_some()).bind(image.flatten()).bind(now)
        .fetch_optional(connection).await)
}

/// Notes that mail to the person's address reaches them.
pub(crate) async fn confirm_email(
    transaction: &mut Transaction,
    id: &UserId,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"update "user" set "emailVerified" = true, "updatedAt" = $2 where "id" = $1"#;
    with_connection!(transaction, connection => sqlx::query(sql).bind(id).bind(now).execute(connection).await.map(drop))
}

/// Deletes a person and, by the foreign keys of the other tables, everything that belongs to them. Returns whether
/// there was such a person.
pub(crate) async fn delete(transaction: &mut Transaction, id: &UserId) -> sqlx::Result<bool> {
    let sql = r#"delete from "user" where "id" = $1"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Inserts Better Auth's credential account. Its `accountId` is the person's id.
pub(crate) async fn insert_credential(
    transaction: &mut Transaction,
    id: &str,
    user: &UserId,
    hash: &str,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"insert into "account"
                     ("id", "userId", "accountId", "providerId", "password", "createdAt", "updatedAt")
                 values ($1, $2, $2, 'credential', $3, $4, $4)"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(user).bind(hash).bind(now)
        .execute(connection).await.map(drop))
}

/// The id and the password hash of the person with this e-mail.
pub(crate) async fn credential_of_email(
    transaction: &mut Transaction,
    email: &str,
) -> sqlx::Result<Option<(UserId, String)>> {
    let sql = r#"select u."id", a."password"
                 from "user" u
                 join "account" a on a."userId" = u."id" and a."providerId" = 'credential'
                 where u."email" = $1 and a."password" is not null"#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(email).fetch_optional(connection).await)
}

/// The hash of a person's password, if they have one.
pub(crate) async fn credential_of(
    transaction: &mut Transaction,
    user: &UserId,
) -> sqlx::Result<Option<String>> {
    let sql = r#"select "password" from "account"
                 where "userId" = $1 and "providerId" = 'credential' and "password" is not null"#;
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(user).fetch_optional(connection).await)
}

/// The same. Nobody else changes it until the transaction ends. (SQLite has one writer, so it needs no lock.)
pub(crate) async fn lock_credential(
    transaction: &mut Transaction,
    user: &UserId,
) -> sqlx::Result<Option<String>> {
    if let Inner::Postgres(_) = transaction.inner() {
        let sql = r#"select 1 from "account" where "userId" = $1 and "providerId" = 'credential' for update"#;
        with_connection!(transaction, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))?;
    }
    credential_of(transaction, user).await
}

/// Whether anybody has a hash that is not one of ours.
pub(crate) async fn has_legacy_hash(transaction: &mut Transaction) -> sqlx::Result<bool> {
    let sql = r#"select exists (select 1 from "account" where substr("password", 1, 7) <> '$argon2')"#;
    with_connection!(transaction, connection => sqlx::query_scalar(sql).fetch_one(connection).await)
}

/// Replaces the hash of a person's password. Returns whether the person has a credential account.
pub(crate) async fn update_credential(
    transaction: &mut Transaction,
    user: &UserId,
    hash: &str,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let sql = r#"update "account" set "password" = $2, "updatedAt" = $3
                 where "userId" = $1 and "providerId" = 'credential'"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(hash).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// The same, but only if the hash is still `old`. For a better hash of the same password.
pub(crate) async fn replace_hash(
    transaction: &mut Transaction,
    user: &UserId,
    old: &str,
    new: &str,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = r#"update "account" set "password" = $3, "updatedAt" = $4
                 where "userId" = $1 and "providerId" = 'credential' and "password" = $2"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(old).bind(new).bind(now)
        .execute(connection).await.map(drop))
}

/// One of the ways in which a person can log in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Account {
    /// The row's id.
    pub id: String,
    /// `credential` for e-mail and password.
    #[sqlx(rename = "providerId")]
    pub provider: String,
    /// The person's id with that provider.
    #[sqlx(rename = "accountId")]
    pub account: String,
    /// When it was made.
    #[sqlx(rename = "createdAt")]
    pub created_at: Timestamp,
    /// When it last changed.
    #[sqlx(rename = "updatedAt")]
    pub updated_at: Timestamp,
}

pub(crate) async fn accounts(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<Vec<Account>> {
    let sql = r#"select "id", "providerId", "accountId", "createdAt", "updatedAt"
                 from "account" where "userId" = $1 order by "createdAt", "id""#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}
