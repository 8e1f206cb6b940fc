//! What is forgotten of removed objects. It runs outside a person's scope, and reads and returns nothing of theirs.

use crate::db::transaction::{Inner, Transaction};
use crate::db::with_connection;
use crate::timestamp::Timestamp;

/// Removes the texts of objects that were removed before `limit`.
pub(crate) async fn texts(transaction: &mut Transaction, limit: &Timestamp) -> sqlx::Result<()> {
    let sql = "update calendar_objects set content = null where removed and changed_at < $1 and content is not null";
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).execute(connection).await.map(drop))
}

/// Notes up to which revision objects are forgotten that were removed before `limit`.
pub(crate) async fn note(transaction: &mut Transaction, limit: &Timestamp) -> sqlx::Result<()> {
    let sql = match transaction.inner() {
        Inner::Sqlite(_) => {
            "update calendars set forgotten = max(forgotten, found.revision)
             from (select calendar_id, max(revision) as revision from calendar_objects
                   where removed and changed_at < $1 group by calendar_id) found
             where calendars.id = found.calendar_id"
        }
        Inner::Postgres(_) => {
            "update calendars set forgotten = greatest(forgotten, found.revision)
             from (select calendar_id, max(revision) as revision from calendar_objects
                   where removed and changed_at < $1 group by calendar_id) found
             where calendars.id = found.calendar_id"
        }
    };
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).execute(connection).await.map(drop))
}

/// Forgets them.
pub(crate) async fn objects(transaction: &mut Transaction, limit: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from calendar_objects where removed and changed_at < $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).execute(connection).await.map(drop))
}
