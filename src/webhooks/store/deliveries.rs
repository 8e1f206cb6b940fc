//! The queries of `webhook_deliveries` and `webhook_events` that the settings need.

use crate::db::{Scope, with_connection};
use crate::id::{WebhookDeliveryId, WebhookId};
use crate::timestamp::Timestamp;

/// An event for an address, as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Delivery {
    /// Its number.
    pub id: WebhookDeliveryId,
    /// What happened, such as `task.created`.
    pub r#type: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next. `None` if it has ended.
    pub due_at: Option<Timestamp>,
    /// Whether the address has taken it.
    pub delivered: bool,
    /// The status of the last answer.
    pub status: Option<i64>,
    /// Why there was none.
    pub failure: Option<String>,
}

/// The last deliveries of an address, the newest first: at most `limit`.
pub(crate) async fn last(scope: &mut Scope, webhook: WebhookId, limit: i64) -> sqlx::Result<Vec<Delivery>> {
    let user = scope.user().clone();
    let sql = "select delivery.id, event.type, event.created_at, attempts, due_at, delivered, status, failure
               from webhook_deliveries delivery join webhook_events event on event.id = event_id
               where delivery.user_id = $1 and webhook_id = $2 order by delivery.id desc limit $3";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(webhook).bind(limit).fetch_all(connection).await)
}

/// How many wait for an address.
pub(crate) async fn waiting(scope: &mut Scope, webhook: WebhookId) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from webhook_deliveries where user_id = $1 and webhook_id = $2 and due_at is not null";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(webhook).fetch_one(connection).await)
}

/// How many were given up in the last day. A test that failed is none.
pub(crate) async fn given_up(scope: &mut Scope, webhook: WebhookId, test: &str) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql =
        "select count(*) from webhook_deliveries delivery join webhook_events event on event.id = event_id
               where delivery.user_id = $1 and webhook_id = $2 and ended_at is not null and not delivered
                 and event.type <> $3";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(webhook).bind(test).fetch_one(connection).await)
}

/// Lets something that has ended be sent again. Returns false if the person has no such delivery, or its address is off.
pub(crate) async fn send_again(
    scope: &mut Scope,
    id: WebhookDeliveryId,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = "update webhook_deliveries
               set due_at = $3, since = $3, attempts = 0, ended_at = null, delivered = false, status = null, failure = null
               where user_id = $1 and id = $2 and exists (
                   select 1 from webhooks where webhooks.user_id = $1 and webhooks.id = webhook_id and state <> 'off')";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(now).execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Notes a test, which its caller sends at once. Nobody else does.
pub(crate) async fn insert_test(
    scope: &mut Scope,
    webhook: WebhookId,
    (kind, body): (&str, &str),
    now: &Timestamp,
) -> sqlx::Result<WebhookDeliveryId> {
    let user = scope.user().clone();
    let event =
        "insert into webhook_events (user_id, type, body, created_at) values ($1, $2, $3, $4) returning id";
    let event: i64 = with_connection!(scope, connection => sqlx::query_scalar(event)
        .bind(&user).bind(kind).bind(body).bind(now).fetch_one(connection).await)?;
    let sql =
        "insert into webhook_deliveries (user_id, webhook_id, event_id, attempts, since, ended_at, failure)
               values ($1, $2, $3, 1, $4, $4, 'it was not finished') returning id";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(&user).bind(webhook).bind(event).bind(now).fetch_one(connection).await)
}
