//! The queries of `push_subscriptions` and `server_keys`.

pub(crate) mod keys;

use crate::db::{Scope, Transaction, with_connection};
use crate::id::{SessionId, SubscriptionId, UserId};
use crate::timestamp::Timestamp;
use std::fmt;

/// Where a browser is told, and for which keys. Anybody who knows the endpoint can write to it, so it is not for the log.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Subscription {
    /// Its number.
    pub id: SubscriptionId,
    /// The address at the push service.
    pub endpoint: String,
    /// The browser's public key, in base64url.
    pub p256dh: String,
    /// The secret that it shares with this server, in base64url.
    pub auth: String,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A subscription in the list of a person's browsers.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Listed {
    pub(crate) id: SubscriptionId,
    pub(crate) session_id: SessionId,
    pub(crate) created_at: Timestamp,
}

/// A subscription of the person, if they have one with this number.
pub(crate) async fn subscription(
    scope: &mut Scope,
    id: SubscriptionId,
) -> sqlx::Result<Option<Subscription>> {
    let user = scope.user().clone();
    let sql = "select id, endpoint, p256dh, auth from push_subscriptions where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(id)
        .fetch_optional(connection).await)
}

/// All subscriptions of the person, the newest first.
pub(crate) async fn subscriptions(scope: &mut Scope) -> sqlx::Result<Vec<Subscription>> {
    let user = scope.user().clone();
    let sql = "select id, endpoint, p256dh, auth from push_subscriptions where user_id = $1
               order by created_at desc, id desc";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}

/// The same, for the list of the person's browsers.
pub(crate) async fn list(scope: &mut Scope) -> sqlx::Result<Vec<Listed>> {
    let user = scope.user().clone();
    let sql = "select id, session_id, created_at from push_subscriptions where user_id = $1
               order by created_at desc, id desc";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}

/// Removes a subscription of the person.
pub(crate) async fn delete(scope: &mut Scope, id: SubscriptionId) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from push_subscriptions where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id)
        .execute(connection).await.map(drop))
}

/// Removes what the person has subscribed in a session.
pub(crate) async fn delete_of_session(scope: &mut Scope, session: &SessionId) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from push_subscriptions where user_id = $1 and session_id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(session)
        .execute(connection).await.map(drop))
}

/// The subscription that a session has at an endpoint.
pub(crate) async fn of_session(
    transaction: &mut Transaction,
    session: &SessionId,
    endpoint: &str,
) -> sqlx::Result<Option<Subscription>> {
    let sql =
        "select id, endpoint, p256dh, auth from push_subscriptions where session_id = $1 and endpoint = $2";
    with_connection!(transaction, connection => sqlx::query_as(sql)
        .bind(session).bind(endpoint)
        .fetch_optional(connection).await)
}

/// Removes what a new subscription takes the place of: those of the same browser, also under the name of another person.
pub(crate) async fn delete_of_browser(
    transaction: &mut Transaction,
    session: &SessionId,
    endpoint: &str,
) -> sqlx::Result<()> {
    let sql = "delete from push_subscriptions where session_id = $1 or endpoint = $2";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(session).bind(endpoint)
        .execute(connection).await.map(drop))
}

/// Inserts a subscription, or puts it in the place of the one that the person has at the same endpoint.
pub(crate) async fn insert(
    transaction: &mut Transaction,
    user: &UserId,
    session: &SessionId,
    (endpoint, p256dh, auth): (&str, &str, &str),
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql = "insert into push_subscriptions (user_id, session_id, endpoint, p256dh, auth, created_at)
               values ($1, $2, $3, $4, $5, $6)
               on conflict (user_id, endpoint) do update
               set session_id = excluded.session_id, p256dh = excluded.p256dh, auth = excluded.auth,
                   created_at = excluded.created_at";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(session).bind(endpoint).bind(p256dh).bind(auth).bind(now)
        .execute(connection).await.map(drop))
}

/// Removes all subscriptions of a person but the newest ones.
pub(crate) async fn keep_newest(transaction: &mut Transaction, user: &UserId, most: i64) -> sqlx::Result<()> {
    let sql = "delete from push_subscriptions where user_id = $1 and id not in
                   (select id from push_subscriptions where user_id = $1
                    order by created_at desc, id desc limit $2)";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(user).bind(most)
        .execute(connection).await.map(drop))
}

/// Removes a subscription that its push service does not know any more, unless the browser has renewed it.
pub(crate) async fn delete_gone(
    transaction: &mut Transaction,
    subscription: &Subscription,
) -> sqlx::Result<()> {
    let sql = "delete from push_subscriptions where id = $1 and endpoint = $2";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(subscription.id).bind(&subscription.endpoint)
        .execute(connection).await.map(drop))
}

/// Removes the subscriptions of all people: they are for a key that nobody has any more. Returns how many there were.
pub(crate) async fn delete_all(transaction: &mut Transaction) -> sqlx::Result<u64> {
    let sql = "delete from push_subscriptions";
    with_connection!(transaction, connection => sqlx::query(sql)
        .execute(connection).await.map(|done| done.rows_affected()))
}
