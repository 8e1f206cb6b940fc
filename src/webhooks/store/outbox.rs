//! The queries of what is sent: who sends for which address, what is next, and how it went.

use super::{Off, Webhook, webhook};
use crate::auth::ban::not_banned;
use crate::db::transaction::{Inner, Transaction};
use crate::db::{Scope, with_connection};
use crate::id::{UserId, WebhookDeliveryId, WebhookId};
use crate::timestamp::Timestamp;

/// The addresses for which something is to be sent until `$1`: at most `$2` quick ones and as many slow ones. It steps from one that has
/// something waiting to the next, by an index, so it costs the same for each, however much waits.
pub(super) const DUE: &str = concat!(
    "with recursive waiting (webhook_id) as (
         select min(webhook_id) from webhook_deliveries where due_at is not null
         union all
         select (select min(next.webhook_id) from webhook_deliveries next
                 where next.due_at is not null and next.webhook_id > waiting.webhook_id)
         from waiting where waiting.webhook_id is not null
     )
     select user_id, id, is_slow
     from (
         select webhooks.user_id, webhooks.id, webhooks.is_slow, webhooks.due_at,
             row_number() over (partition by webhooks.is_slow order by webhooks.due_at) as place
         from waiting join webhooks on webhooks.id = waiting.webhook_id
             join \"user\" on \"user\".\"id\" = webhooks.user_id
         where webhooks.state = 'on' and webhooks.due_at <= $1 and ",
    not_banned!("\"user\"", "$1"),
    " and exists (select 1 from webhook_deliveries first
                      where first.webhook_id = webhooks.id and first.due_at is not null and first.due_at <= $1)
     ) due where place <= $2 order by due_at"
);

/// Something to send.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Parcel {
    pub(crate) id: WebhookDeliveryId,
    pub(crate) event_id: i64,
    pub(crate) r#type: String,
    /// What the triggers know of it.
    pub(crate) data: Option<String>,
    /// What is sent, if it was tried before.
    pub(crate) body: Option<String>,
    /// When it happened.
    pub(crate) created_at: Timestamp,
    /// How often somebody began to send it.
    pub(crate) attempts: i64,
    /// From when the days count in which it is tried.
    pub(crate) since: Timestamp,
}

/// How an attempt went, for the row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noted<'a> {
    pub(crate) delivered: bool,
    pub(crate) status: Option<u16>,
    pub(crate) failure: Option<&'a str>,
    /// When to try again. `None` if it has ended.
    pub(crate) again_at: Option<&'a Timestamp>,
}

/// The addresses for which something is to be sent now, the one first that waited longest. It runs outside a person's scope, and reads only
/// whose they are.
pub(crate) async fn due(
    transaction: &mut Transaction,
    now: &Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<(UserId, WebhookId, bool)>> {
    with_connection!(transaction, connection => sqlx::query_as(DUE).bind(now).bind(limit).fetch_all(connection).await)
}

/// Takes an address: nobody else sends to it before `until`. `None` if another replica was first.
pub(crate) async fn take(
    scope: &mut Scope,
    id: WebhookId,
    now: &Timestamp,
    until: &Timestamp,
) -> sqlx::Result<Option<Webhook>> {
    let user = scope.user().clone();
    let sql = concat!(
        "update webhooks set due_at = $4 where user_id = $1 and id = $2 and state = 'on' and due_at <= $3 returning ",
        webhook!()
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(id).bind(now).bind(until).fetch_optional(connection).await)
}

/// Locks the row of an address. Who writes of its deliveries does this first, as removing it does, so that nobody waits for each other. Returns
/// whether it is still on, and taken until this moment by who asks.
pub(crate) async fn hold(scope: &mut Scope, id: WebhookId, until: &Timestamp) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "select state = 'on' and due_at = $3 from webhooks where user_id = $1 and id = $2"
        }
        Inner::Postgres(_) => {
            "select state = 'on' and due_at = $3 from webhooks where user_id = $1 and id = $2 for no key update"
        }
    };
    let is_held: Option<bool> = with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(id).bind(until).fetch_optional(connection).await)?;
    Ok(is_held.unwrap_or_default())
}

/// Gives an address back that was taken until `until`. It can be taken again from `at` on.
pub(crate) async fn give_back(
    scope: &mut Scope,
    id: WebhookId,
    until: &Timestamp,
    at: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update webhooks set due_at = $4 where user_id = $1 and id = $2 and due_at = $3";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(until).bind(at).execute(connection).await.map(drop))
}

/// The next thing to send to an address: the oldest of those that are due. The attempt is counted.
pub(crate) async fn next(scope: &mut Scope, id: WebhookId, now: &Timestamp) -> sqlx::Result<Option<Parcel>> {
    let user = scope.user().clone();
    let sql = "update webhook_deliveries set attempts = attempts + 1
               where user_id = $1 and id = (
                   select id from webhook_deliveries
                   where user_id = $1 and webhook_id = $2 and due_at is not null and due_at <= $3 order by id limit 1)
               returning id, event_id, attempts, since,
                   (select type from webhook_events where id = event_id) as type,
                   (select cast(data as text) from webhook_events where id = event_id) as data,
                   (select body from webhook_events where id = event_id) as body,
                   (select created_at from webhook_events where id = event_id) as created_at";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(id).bind(now).fetch_optional(connection).await)
}

/// Keeps what is sent for an event, unless somebody did. Returns what is kept.
pub(crate) async fn keep_body(scope: &mut Scope, event: i64, body: &str) -> sqlx::Result<String> {
    let user = scope.user().clone();
    let sql = "update webhook_events set body = coalesce(body, $3), data = null where user_id = $1 and id = $2 returning body";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(event).bind(body).fetch_one(connection).await)
}

/// Notes how an attempt went, unless another one was taken.
pub(crate) async fn note(
    scope: &mut Scope,
    id: WebhookDeliveryId,
    noted: Noted<'_>,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let ended_at = noted.again_at.is_none().then_some(now);
    let sql =
        "update webhook_deliveries set due_at = $3, ended_at = $4, delivered = $5, status = $6, failure = $7
               where user_id = $1 and id = $2 and not delivered";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(noted.again_at).bind(ended_at).bind(noted.delivered)
        .bind(noted.status.map(i64::from)).bind(noted.failure)
        .execute(connection).await.map(drop))
}

/// Notes that an address has taken something.
pub(crate) async fn note_well(scope: &mut Scope, id: WebhookId, is_slow: bool) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql =
        "update webhooks set failures = 0, failing_since = null, is_slow = $3 where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(is_slow).execute(connection).await.map(drop))
}

/// Notes that an address which was taken until `until` has failed, and leaves it alone until `at`.
pub(crate) async fn note_failure(
    scope: &mut Scope,
    id: WebhookId,
    until: &Timestamp,
    (now, at): (&Timestamp, &Timestamp),
    is_slow: bool,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update webhooks
               set failures = failures + 1, failing_since = coalesce(failing_since, $4), due_at = $5, is_slow = $6
               where user_id = $1 and id = $2 and due_at = $3";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(until).bind(now).bind(at).bind(is_slow).execute(connection).await.map(drop))
}

/// Lets everything be sent now that waits for an address.
pub(crate) async fn hurry(scope: &mut Scope, id: WebhookId, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql =
        "update webhook_deliveries set due_at = $3 where user_id = $1 and webhook_id = $2 and due_at > $3";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(now).execute(connection).await.map(drop))
}

/// Turns an address off, and gives up what waits for it. Returns false if it was not on.
pub(crate) async fn turn_off(
    scope: &mut Scope,
    id: WebhookId,
    why: Off,
    now: &Timestamp,
) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    let sql =
        "update webhooks set state = 'off', off_because = $3 where user_id = $1 and id = $2 and state = 'on'";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(&user).bind(id).bind(why).execute(connection).await.map(|done| done.rows_affected()))?;
    if rows == 0 {
        // It is paused. What happens waits.
        return Ok(false);
    }
    let given_up = "update webhook_deliveries set due_at = null, ended_at = $3
                    where user_id = $1 and webhook_id = $2 and due_at is not null";
    with_connection!(scope, connection => sqlx::query(given_up)
        .bind(&user).bind(id).bind(now).execute(connection).await.map(drop))?;
    Ok(true)
}
