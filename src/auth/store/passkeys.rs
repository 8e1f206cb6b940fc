//! The queries of `passkey`.

use crate::db::transaction::Inner;
use crate::db::{Transaction, with_connection};
use crate::id::UserId;
use crate::timestamp::Timestamp;

/// A passkey as Better Auth's plugin stores it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StoredPasskey {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: Option<String>,
    /// The public key as COSE writes it (RFC 9052), in base64.
    #[sqlx(rename = "publicKey")]
    pub public_key: String,
    /// Its person.
    #[sqlx(rename = "userId")]
    pub user: UserId,
    /// The id that the authenticator gave it, in base64url.
    #[sqlx(rename = "credentialID")]
    pub credential: String,
    /// How often the authenticator has signed, or 0 if it does not count.
    pub counter: i64,
    /// `multiDevice` if it may be on several devices, else `singleDevice`.
    #[sqlx(rename = "deviceType")]
    pub device_type: String,
    /// Whether a copy exists.
    #[sqlx(rename = "backedUp")]
    pub backed_up: bool,
    /// How a browser may reach the authenticator, separated by commas.
    pub transports: Option<String>,
    /// When it was added.
    #[sqlx(rename = "createdAt")]
    pub created_at: Option<Timestamp>,
    /// The kind of authenticator.
    pub aaguid: Option<String>,
}

/// Inserts a passkey. Returns whether its credential was new.
pub(crate) async fn insert(transaction: &mut Transaction, passkey: &StoredPasskey) -> sqlx::Result<bool> {
    let sql = r#"insert into "passkey" ("id", "name", "publicKey", "userId", "credentialID", "counter", "deviceType",
                     "backedUp", "transports", "createdAt", "aaguid")
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(&passkey.id).bind(&passkey.name).bind(&passkey.public_key).bind(&passkey.user)
        .bind(&passkey.credential).bind(passkey.counter).bind(&passkey.device_type).bind(passkey.backed_up)
        .bind(&passkey.transports).bind(&passkey.created_at).bind(&passkey.aaguid)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The passkeys of a person, the newest first.
pub(crate) async fn of_user(
    transaction: &mut Transaction,
    user: &UserId,
) -> sqlx::Result<Vec<StoredPasskey>> {
    let sql = r#"select "id", "name", "publicKey", "userId", "credentialID", "counter", "deviceType", "backedUp",
                     "transports", "createdAt", "aaguid"
                 from "passkey" where "userId" = $1 order by "createdAt" desc, "id""#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}

/// Whether a person has a passkey.
pub(crate) async fn has_any(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<bool> {
    let sql = r#"select exists (select 1 from "passkey" where "userId" = $1)"#;
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(user).fetch_one(connection).await)
}

/// The passkeys of a person. Until the transaction ends, the person gets no other one.
pub(crate) async fn lock_of_user(
    transaction: &mut Transaction,
    user: &UserId,
) -> sqlx::Result<Vec<StoredPasskey>> {
    if let Inner::Postgres(_) = transaction.inner() {
        let sql = r#"select 1 from "user" where "id" = $1 for update"#;
        with_connection!(transaction, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))?;
    }
    of_user(transaction, user).await
}

/// The passkey with this credential id.
pub(crate) async fn by_credential(
    transaction: &mut Transaction,
    credential: &str,
) -> sqlx::Result<Option<StoredPasskey>> {
    let sql = r#"select "id", "name", "publicKey", "userId", "credentialID", "counter", "deviceType", "backedUp",
                     "transports", "createdAt", "aaguid"
                 from "passkey" where "credentialID" = $1"#;
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(credential).fetch_optional(connection).await)
}

/// Notes a use. Returns false if the passkey is gone, or has counted as far since it was read.
pub(crate) async fn note_use(
    transaction: &mut Transaction,
    id: &str,
    counter: i64,
    backed_up: bool,
) -> sqlx::Result<bool> {
    let sql = r#"update "passkey" set "counter" = $2, "backedUp" = $3
                 where "id" = $1 and ("counter" < $2 or ("counter" = 0 and $2 = 0))"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(counter).bind(backed_up)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Renames a passkey of a person. `None` if they have none with this id.
pub(crate) async fn rename(
    transaction: &mut Transaction,
    user: &UserId,
    id: &str,
    name: &str,
) -> sqlx::Result<Option<StoredPasskey>> {
    let sql = r#"update "passkey" set "name" = $3 where "userId" = $1 and "id" = $2
                 returning "id", "name", "publicKey", "userId", "credentialID", "counter", "deviceType", "backedUp",
                     "transports", "createdAt", "aaguid""#;
    with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(user).bind(id).bind(name)
        .fetch_optional(connection).await)
}

/// Removes a passkey of a person. Returns whether they had it.
pub(crate) async fn delete(transaction: &mut Transaction, user: &UserId, id: &str) -> sqlx::Result<bool> {
    let sql = r#"delete from "passkey" where "userId" = $1 and "id" = $2"#;
    let rows = with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(id)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Removes all passkeys of a person. Returns how many they had.
pub(crate) async fn delete_all(transaction: &mut Transaction, user: &UserId) -> sqlx::Result<u64> {
    let sql = r#"delete from "passkey" where "userId" = $1"#;
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user)
        .execute(connection).await.map(|done| done.rows_affected()))
}
