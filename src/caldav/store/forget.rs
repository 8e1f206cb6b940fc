//! What is forgotten of removed objects. It runs outside a person's scope, and reads and returns nothing of theirs.

use crate::db::transaction::{Inner, Transaction};
use crate::db::with_connection;
use crate::timestamp::Timestamp;
use sqlx::types::Json;

/// The calendars of which something is to be forgotten: texts of objects that were removed before `texts`, or objects that were removed
/// before `objects`. Their rows are locked; those that somebody else holds are left out, so that nobody waits for this.
pub(crate) async fn calendars(
    transaction: &mut Transaction,
    texts: &Timestamp,
    objects: &Timestamp,
) -> sqlx::Result<Vec<i64>> {
    let sql = match transaction.inner() {
        Inner::Sqlite(_) => {
            "select id from calendars
             where id in (select calendar_id from calendar_objects
                          where removed and changed_at < $1 and (content is not null or changed_at < $2))
             order by id"
        }
        Inner::Postgres(_) => {
            "select id from calendars
             where id in (select calendar_id from calendar_objects
                          where removed and changed_at < $1 and (content is not null or changed_at < $2))
             order by id for update skip locked"
        }
    };
    with_connection!(transaction, connection => sqlx::query_scalar(sql)
        .bind(texts).bind(objects).fetch_all(connection).await)
}

/// Removes the texts of objects of these calendars that were removed before `limit`.
pub(crate) async fn texts(
    transaction: &mut Transaction,
    calendars: &[i64],
    limit: &Timestamp,
) -> sqlx::Result<()> {
    let sql = match transaction.inner() {
        Inner::Sqlite(_) => {
            "update calendar_objects set content = null
             where removed and changed_at < $1 and content is not null
                 and calendar_id in (select value from json_each($2))"
        }
        Inner::Postgres(_) => {
            "update calendar_objects set content = null
             where removed and changed_at < $1 and content is not null
                 and calendar_id = any(array(select jsonb_array_elements_text($2)::bigint))"
        }
    };
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(limit).bind(Json(calendars)).execute(connection).await.map(drop))
}

/// Notes up to which revision objects of these calendars are forgotten that were removed before `limit`.
pub(crate) async fn note(
    transaction: &mut Transaction,
    calendars: &[i64],
    limit: &Timestamp,
) -> sqlx::Result<()> {
    let sql = match transaction.inner() {
        Inner::Sqlite(_) => {
            "update calendars set forgotten = max(forgotten, found.revision)
             from (select calendar_id, max(revision) as revision from calendar_objects
                   where removed and changed_at < $1 and calendar_id in (select value from json_each($2))
                   group by calendar_id) found
             where calendars.id = found.calendar_id"
        }
        Inner::Postgres(_) => {
            "update calendars set forgotten = greatest(forgotten, found.revision)
             from (select calendar_id, max(revision) as revision from calendar_objects
                   where removed and changed_at < $1
                       and calendar_id = any(array(select jsonb_array_elements_text($2)::bigint))
                   group by calendar_id) found
             where calendars.id = found.calendar_id"
        }
    };
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(limit).bind(Json(calendars)).execute(connection).await.map(drop))
}

/// Forgets them.
pub(crate) async fn objects(
    transaction: &mut Transaction,
    calendars: &[i64],
    limit: &Timestamp,
) -> sqlx::Result<()> {
    let sql = match transaction.inner() {
        Inner::Sqlite(_) => {
            "delete from calendar_objects
             where removed and changed_at < $1 and calendar_id in (select value from json_each($2))"
        }
        Inner::Postgres(_) => {
            "delete from calendar_objects
             where removed and changed_at < $1
                 and calendar_id = any(array(select jsonb_array_elements_text($2)::bigint))"
        }
    };
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(limit).bind(Json(calendars)).execute(connection).await.map(drop))
}
