//! The queries of what is done now and then for all people: nothing of theirs is read or returned but whose it is.

use crate::db::transaction::{Inner, Transaction};
use crate::db::with_connection;
use crate::id::{UserId, WebhookId};
use crate::timestamp::Timestamp;

/// Gives up what is tried since before `limit`.
pub(crate) async fn give_up_old(
    transaction: &mut Transaction,
    limit: &Timestamp,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let sql =
        "update webhook_deliveries set due_at = null, ended_at = $2 where due_at is not null and since < $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).bind(now).execute(connection).await.map(drop))
}

/// The addresses for which more than `most` wait.
pub(crate) async fn crowded(transaction: &mut Transaction, most: i64) -> sqlx::Result<Vec<WebhookId>> {
    let sql = "select webhook_id from webhook_deliveries where due_at is not null group by webhook_id having count(*) > $1";
    with_connection!(transaction, connection => sqlx::query_scalar(sql).bind(most).fetch_all(connection).await)
}

/// Gives up the oldest that wait for an address, so that `most` are left.
pub(crate) async fn give_up_oldest(
    transaction: &mut Transaction,
    webhook: WebhookId,
    most: i64,
    now: &Timestamp,
) -> sqlx::Result<u64> {
    let sql = "update webhook_deliveries set due_at = null, ended_at = $3
               where webhook_id = $1 and due_at is not null and id <= (
                   select id from webhook_deliveries where webhook_id = $1 and due_at is not null
                   order by id desc limit 1 offset $2)";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(webhook).bind(most).bind(now).execute(connection).await.map(|done| done.rows_affected()))
}

/// Deletes the oldest that have ended, so that `most` are left of each address.
pub(crate) async fn delete_oldest_ended(transaction: &mut Transaction, most: i64) -> sqlx::Result<()> {
    let crowded = "select webhook_id from webhook_deliveries where ended_at is not null group by webhook_id having count(*) > $1";
    let crowded: Vec<WebhookId> = with_connection!(transaction, connection => sqlx::query_scalar(crowded)
        .bind(most).fetch_all(connection).await)?;
    let sql = "delete from webhook_deliveries
               where webhook_id = $1 and ended_at is not null and id <= (
                   select id from webhook_deliveries where webhook_id = $1 and ended_at is not null
                   order by id desc limit 1 offset $2)";
    for webhook in crowded {
        with_connection!(transaction, connection => sqlx::query(sql)
            .bind(webhook).bind(most).execute(connection).await.map(drop))?;
    }
    Ok(())
}

/// Deletes events from before `limit` that are for nobody any more: two transactions at once that each deleted one of the last two
/// deliveries leave them.
pub(crate) async fn delete_left(transaction: &mut Transaction, limit: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from webhook_events where created_at < $1
               and not exists (select 1 from webhook_deliveries where event_id = webhook_events.id)";
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).execute(connection).await.map(drop))
}

/// Deletes what ended before `limit`: at most `most`. Returns how many there were. A trigger deletes their events.
pub(crate) async fn delete_ended(
    transaction: &mut Transaction,
    limit: &Timestamp,
    most: i64,
) -> sqlx::Result<u64> {
    let sql = match transaction.inner() {
        Inner::Sqlite(_) => {
            "delete from webhook_deliveries where id in (select id from webhook_deliveries where ended_at < $1 limit $2)"
        }
        Inner::Postgres(_) => {
            "delete from webhook_deliveries
             where id = any(array(select id from webhook_deliveries where ended_at < $1 limit $2))"
        }
    };
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(limit).bind(most).execute(connection).await.map(|done| done.rows_affected()))
}

/// The secrets of all webhooks, from this number on: at most `most`.
pub(crate) async fn secrets(
    transaction: &mut Transaction,
    after: WebhookId,
    most: i64,
) -> sqlx::Result<Vec<(UserId, WebhookId, String)>> {
    let sql = "select user_id, id, secret from webhooks where id > $1 order by id limit $2";
    with_connection!(transaction, connection => sqlx::query_as(sql).bind(after).bind(most).fetch_all(connection).await)
}

/// Puts the same secret there, encrypted otherwise, unless it has changed.
pub(crate) async fn replace_secret(
    transaction: &mut Transaction,
    id: WebhookId,
    (old, new): (&str, &str),
) -> sqlx::Result<()> {
    let sql = "update webhooks set secret = $3 where id = $1 and secret = $2";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(id).bind(old).bind(new).execute(connection).await.map(drop))
}
