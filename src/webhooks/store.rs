//! The queries of `webhooks`.

pub(crate) mod deliveries;
pub(crate) mod outbox;
pub(crate) mod upkeep;

use crate::db::{Scope, with_connection};
use crate::id::{UserId, WebhookId};
use crate::timestamp::Timestamp;
use sqlx::types::Json;
use std::fmt;

/// The columns of a webhook.
macro_rules! webhook {
    () => {
        "id, url, types, secret, old_secret, old_secret_until, state, off_because, due_at, failures, failing_since, is_slow, created_at"
    };
}
use webhook;

/// An address that a person has told of changes. Who knows the secrets can write in Docket's name, and the address may be one too, so
/// neither is for the log.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Webhook {
    /// Its number.
    pub id: WebhookId,
    /// The address.
    pub url: String,
    /// What it is told, such as `task.created`.
    pub types: Json<Vec<String>>,
    /// The secret, encrypted.
    pub(crate) secret: String,
    /// The one before, which signs too until then.
    pub(crate) old_secret: Option<String>,
    pub(crate) old_secret_until: Option<Timestamp>,
    /// Whether it is told.
    pub state: State,
    /// Why it is off.
    pub off_because: Option<Off>,
    /// Nobody sends before this.
    pub due_at: Timestamp,
    /// The attempts that failed since the last one that did not.
    pub failures: i64,
    /// When the first of them was.
    pub failing_since: Option<Timestamp>,
    /// Whether its last answer took long.
    pub(crate) is_slow: bool,
    /// When it was added.
    pub created_at: Timestamp,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

/// Whether an address is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum State {
    /// It is.
    On,
    /// What happens waits.
    Paused,
    /// It is not, and nothing waits.
    Off,
}

/// Why an address is not told any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Off {
    /// It answered that it is gone.
    Gone,
    /// It failed for days.
    Failing,
    /// The server cannot read its secret.
    Unreadable,
}

/// The webhooks of the person, the oldest first.
pub(crate) async fn list(scope: &mut Scope) -> sqlx::Result<Vec<Webhook>> {
    let user = scope.user().clone();
    let sql = concat!("select ", webhook!(), " from webhooks where user_id = $1 order by id");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}

/// A webhook of the person.
pub(crate) async fn one(scope: &mut Scope, id: WebhookId) -> sqlx::Result<Option<Webhook>> {
    let user = scope.user().clone();
    let sql = concat!("select ", webhook!(), " from webhooks where user_id = $1 and id = $2");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// Adds a webhook, unless the person has `most`. Statements that run at the same time on PostgreSQL may pass that number together.
pub(crate) async fn insert(
    scope: &mut Scope,
    url: &str,
    types: &[&str],
    secret: &str,
    most: usize,
    now: &Timestamp,
) -> sqlx::Result<Option<WebhookId>> {
    let user = scope.user().clone();
    let sql = "insert into webhooks (user_id, url, types, secret, due_at, created_at)
               select $1, $2, $3, $4, $5, $5 where (select count(*) from webhooks where user_id = $1) < $6 returning id";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(url).bind(Json(types)).bind(secret).bind(now).bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_optional(connection).await)
}

/// Removes a webhook, with what waits for it. Returns false if the person has none with this number.
pub(crate) async fn delete(scope: &mut Scope, id: WebhookId) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "delete from webhooks where user_id = $1 and id = $2";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Lets what happens wait. One that is off stays so.
pub(crate) async fn pause(scope: &mut Scope, id: WebhookId) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update webhooks set state = 'paused' where user_id = $1 and id = $2 and state = 'on'";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

/// Lets what happens to the tasks of a person wait, for all their webhooks.
pub(crate) async fn pause_all(transaction: &mut crate::db::Transaction, user: &UserId) -> sqlx::Result<()> {
    let sql = "update webhooks set state = 'paused' where user_id = $1 and state = 'on'";
    with_connection!(transaction, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}

/// Lets it go on, as if nothing had failed. What it is sent may still be on its way from before: then its server holds it until
/// `lease_end` at most, so a moment before that stays.
pub(crate) async fn resume(
    scope: &mut Scope,
    id: WebhookId,
    now: &Timestamp,
    lease_end: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update webhooks
               set state = 'on', off_because = null, failures = 0, failing_since = null,
                   due_at = case when due_at > $3 and due_at <= $4 then due_at else $3 end
               where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(now).bind(lease_end).execute(connection).await.map(drop))
}

/// Sets a new secret. The one before signs too until `until`. Returns false if the person has no such webhook.
pub(crate) async fn rotate(
    scope: &mut Scope,
    id: WebhookId,
    secret: &str,
    until: &Timestamp,
) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "update webhooks set old_secret = secret, old_secret_until = $4, secret = $3 where user_id = $1 and id = $2";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(secret).bind(until)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
