//! The queries of `deliveries`: what is still to be sent.

use crate::db::transaction::Transaction;
use crate::db::{Scope, with_connection};
use crate::id::{ReminderId, UserId};
use crate::timestamp::Timestamp;

/// What is to be sent until `$1`: at most `$2`.
pub(super) const DUE: &str = "select user_id, id from deliveries where due_at <= $1 order by due_at limit $2";

/// Something to send.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Delivery {
    pub(crate) id: i64,
    pub(crate) reminder_id: Option<ReminderId>,
    /// The browser that it is for. `None` for a mail.
    pub(crate) subscription_id: Option<i64>,
    /// The day whose plan it is.
    pub(crate) plan_date: Option<String>,
    /// How often somebody began to send it.
    pub(crate) attempts: i64,
    pub(crate) created_at: Timestamp,
}

/// Has a reminder sent to every browser of the person.
pub async fn to_browsers(scope: &mut Scope, reminder: ReminderId, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into deliveries (user_id, reminder_id, subscription_id, due_at, created_at)
               select user_id, $2, id, $3, $3 from push_subscriptions where user_id = $1";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(reminder).bind(now).execute(connection).await.map(drop))
}

/// Has a reminder sent by mail, unless the person does not want that.
pub async fn by_mail(scope: &mut Scope, reminder: ReminderId, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into deliveries (user_id, reminder_id, due_at, created_at)
               select $1, $2, $3, $3
               where not exists (select 1 from preferences where user_id = $1 and not reminder_mail)";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(reminder).bind(now).execute(connection).await.map(drop))
}

/// What is to be sent now, what has waited longest first: at most `limit`. It runs outside a person's scope, and reads only
/// whose it is.
pub(crate) async fn due(
    transaction: &mut Transaction,
    now: &Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<(UserId, i64)>> {
    with_connection!(transaction, connection => sqlx::query_as(DUE).bind(now).bind(limit).fetch_all(connection).await)
}

/// Takes something to send: nobody else sends it before `until`. `None` if another replica was first.
pub(crate) async fn take(
    scope: &mut Scope,
    id: i64,
    now: &Timestamp,
    until: &Timestamp,
) -> sqlx::Result<Option<Delivery>> {
    let user = scope.user().clone();
    let sql = "update deliveries set due_at = $4, attempts = attempts + 1
               where user_id = $1 and id = $2 and due_at <= $3
               returning id, reminder_id, subscription_id, plan_date, attempts, created_at";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(id).bind(now).bind(until)
        .fetch_optional(connection).await)
}

/// Deletes what was sent, or what makes no sense any more.
pub(crate) async fn delete(scope: &mut Scope, id: i64) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from deliveries where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

/// Sets when to send it again.
pub(crate) async fn send_again(scope: &mut Scope, id: i64, at: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update deliveries set due_at = $3 where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).bind(at).execute(connection).await.map(drop))
}
