//! The queries of `calendars`.

use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use crate::timestamp::Timestamp;

/// A row of `calendars`.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) list_key: String,
    pub(crate) list_name: Option<String>,
    pub(crate) revision: i64,
    pub(crate) forgotten: i64,
    pub(crate) color: Option<String>,
    pub(crate) place: Option<i64>,
    pub(crate) kept: bool,
    pub(crate) form: i64,
    pub(crate) created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, name, list_key, list_name, revision, forgotten, color, place, kept, form, created_at"
    };
}

/// Whether the person's calendars are as their tasks are. No row: nobody has asked for them yet.
pub(crate) const STATE: &str = "select form, exists (select 1 from calendar_touched where user_id = $1)
            or exists (select 1 from calendar_objects where user_id = $1 and task_id is null and not removed)
     from calendars where user_id = $1 and list_key = ''";

pub(crate) async fn state(scope: &mut Scope) -> sqlx::Result<Option<(i64, bool)>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(STATE).bind(user).fetch_optional(connection).await)
}

/// All calendars of the person.
pub(crate) async fn all(scope: &mut Scope) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    let sql = concat!("select ", columns!(), " from calendars where user_id = $1 order by id");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}

/// The same. Who changes calendars or objects locks them first, so that they do so one after the other.
pub(crate) async fn locked(scope: &mut Scope) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => concat!("select ", columns!(), " from calendars where user_id = $1 order by id"),
        Inner::Postgres(_) => {
            concat!("select ", columns!(), " from calendars where user_id = $1 order by id for update")
        }
    };
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}

/// The numbers of the calendars in sight: those that programs keep, and those with tasks.
pub(crate) async fn in_sight(scope: &mut Scope) -> sqlx::Result<Vec<i64>> {
    let user = scope.user().clone();
    let sql = "select id from calendars where user_id = $1 and (kept or list_key = '' or exists (
                   select 1 from calendar_objects
                   where calendar_id = calendars.id and revision >= 0 and not removed))";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_all(connection).await)
}

/// Adds a calendar. `None` if there is one with this name or list. One that is made again has later revisions than it had before, so that
/// nobody takes old tokens for its own.
pub(crate) async fn insert(
    scope: &mut Scope,
    name: &str,
    list: Option<(&str, &str)>,
    (form, kept): (i64, bool),
    now: &Timestamp,
) -> sqlx::Result<Option<Row>> {
    let user = scope.user().clone();
    // The default one is never removed.
    let revision = list.map_or(0, |_| now.unix_milliseconds());
    let (key, list) = list.map_or(("", None), |(key, list)| (key, Some(list)));
    let sql = concat!(
        "insert into calendars (user_id, name, list_key, list_name, form, kept, created_at, revision, forgotten)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict do nothing returning ",
        columns!()
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(name).bind(key).bind(list).bind(form).bind(kept).bind(now).bind(revision)
        .fetch_optional(connection).await)
}

/// Writes what can change of a calendar.
pub(crate) async fn save(scope: &mut Scope, row: &Row) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update calendars set list_key = $3, list_name = $4, revision = $5, color = $6, place = $7, kept = $8, form = $9
               where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(row.id).bind(&row.list_key).bind(&row.list_name).bind(row.revision).bind(&row.color)
        .bind(row.place).bind(row.kept).bind(row.form).execute(connection).await.map(drop))
}

/// Removes a calendar with its objects.
pub(crate) async fn delete(scope: &mut Scope, id: i64) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from calendars where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

/// The calendar with a name.
pub(crate) async fn named(scope: &mut Scope, name: &str) -> sqlx::Result<Option<Row>> {
    let user = scope.user().clone();
    let sql = concat!("select ", columns!(), " from calendars where user_id = $1 and name = $2");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(name).fetch_optional(connection).await)
}
