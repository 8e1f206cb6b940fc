//! The queries of `calendar_objects`.

use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use crate::id::TaskId;
use crate::timestamp::Timestamp;
use serde::Serialize;
use sqlx::types::Json;

/// A row of `calendar_objects`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) calendar_id: i64,
    pub(crate) name: String,
    pub(crate) uid: String,
    pub(crate) task_id: Option<TaskId>,
    pub(crate) task_number: Option<TaskId>,
    pub(crate) parent_uid: Option<String>,
    pub(crate) etag: String,
    pub(crate) revision: i64,
    pub(crate) removed: bool,
    #[serde(skip)]
    pub(crate) content: Option<String>,
    pub(crate) changed_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, calendar_id, name, uid, task_id, task_number, parent_uid, etag, revision, removed, content, changed_at"
    };
}

/// The names and states of the objects of a calendar.
pub(crate) async fn entries(scope: &mut Scope, calendar: i64) -> sqlx::Result<Vec<(String, String)>> {
    let user = scope.user().clone();
    let sql = "select name, etag from calendar_objects
               where user_id = $1 and calendar_id = $2 and not removed order by name";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(calendar).fetch_all(connection).await)
}

/// The object with a name, also one that is removed.
pub(crate) async fn named(scope: &mut Scope, calendar: i64, name: &str) -> sqlx::Result<Option<Row>> {
    let user = scope.user().clone();
    let sql = concat!(
        "select ",
        columns!(),
        " from calendar_objects where user_id = $1 and calendar_id = $2 and name = $3"
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(calendar).bind(name).fetch_optional(connection).await)
}

/// The objects with a UID.
pub(crate) async fn with_uid(scope: &mut Scope, calendar: i64, uid: &str) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    let sql = concat!(
        "select ",
        columns!(),
        " from calendar_objects where user_id = $1 and calendar_id = $2 and uid = $3 and not removed order by id"
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(calendar).bind(uid).fetch_all(connection).await)
}

/// The objects whose task would be a part of the one with this UID.
pub(crate) async fn waiting_for(scope: &mut Scope, calendar: i64, uid: &str) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    let sql = concat!(
        "select ",
        columns!(),
        " from calendar_objects
          where user_id = $1 and calendar_id = $2 and parent_uid = $3 and not removed order by id"
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(calendar).bind(uid).fetch_all(connection).await)
}

/// The objects with these names.
pub(crate) async fn of_names(scope: &mut Scope, calendar: i64, names: &[String]) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => concat!(
            "select ",
            columns!(),
            " from calendar_objects where user_id = $1 and calendar_id = $2 and not removed
              and name in (select value from json_each($3)) order by name"
        ),
        Inner::Postgres(_) => concat!(
            "select ",
            columns!(),
            " from calendar_objects where user_id = $1 and calendar_id = $2 and not removed
              and name = any(array(select jsonb_array_elements_text($3))) order by name"
        ),
    };
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(calendar).bind(Json(names)).fetch_all(connection).await)
}

/// The first objects by name after one.
pub(crate) async fn after(
    scope: &mut Scope,
    calendar: i64,
    after: &str,
    limit: usize,
) -> sqlx::Result<Vec<Row>> {
    let (user, limit) = (scope.user().clone(), i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = concat!(
        "select ",
        columns!(),
        " from calendar_objects where user_id = $1 and calendar_id = $2 and not removed and name > $3
          order by name limit $4"
    );
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(calendar).bind(after).bind(limit).fetch_all(connection).await)
}

/// The objects of tasks.
pub(crate) async fn of_tasks(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => concat!(
            "select ",
            columns!(),
            " from calendar_objects where user_id = $1 and task_id in (select value from json_each($2))"
        ),
        Inner::Postgres(_) => concat!(
            "select ",
            columns!(),
            " from calendar_objects
              where user_id = $1 and task_id = any(array(select jsonb_array_elements_text($2)::bigint))"
        ),
    };
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(Json(tasks)).fetch_all(connection).await)
}

/// The removed objects that had been of tasks, the last removed one last.
pub(crate) async fn removed_of_tasks(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => concat!(
            "select ",
            columns!(),
            " from calendar_objects where user_id = $1 and removed
              and task_number in (select value from json_each($2)) order by changed_at, id"
        ),
        Inner::Postgres(_) => concat!(
            "select ",
            columns!(),
            " from calendar_objects where user_id = $1 and removed
              and task_number = any(array(select jsonb_array_elements_text($2)::bigint)) order by changed_at, id"
        ),
    };
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(Json(tasks)).fetch_all(connection).await)
}

/// Objects whose task is gone, and that are not removed yet.
pub(crate) const GONE: &str = concat!(
    "select ",
    columns!(),
    " from calendar_objects where user_id = $1 and task_id is null and not removed limit $2"
);

pub(crate) async fn gone(scope: &mut Scope, limit: i64) -> sqlx::Result<Vec<Row>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(GONE).bind(user).bind(limit).fetch_all(connection).await)
}

/// The changes of a calendar after a revision, the oldest first. What was removed is one of them only after another revision.
pub(crate) const CHANGES: &str = "select name, etag, revision, removed from calendar_objects
     where user_id = $1 and calendar_id = $2 and revision > $3 and (not removed or revision > $5) order by revision limit $4";

pub(crate) async fn changes(
    scope: &mut Scope,
    calendar: i64,
    (since, removed_since): (i64, i64),
    limit: usize,
) -> sqlx::Result<Vec<(String, String, i64, bool)>> {
    let (user, limit) = (scope.user().clone(), i64::try_from(limit).unwrap_or(i64::MAX));
    with_connection!(scope, connection => sqlx::query_as(CHANGES)
        .bind(user).bind(calendar).bind(since).bind(limit).bind(removed_since).fetch_all(connection).await)
}

/// Adds objects, without their content.
pub(crate) async fn insert_all(scope: &mut Scope, rows: &[Row]) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "insert into calendar_objects (user_id, calendar_id, name, uid, task_id, task_number, etag, revision, removed, changed_at)
             select $1, value ->> 'calendar_id', value ->> 'name', value ->> 'uid', value ->> 'task_id',
                 value ->> 'task_number', value ->> 'etag', value ->> 'revision', value ->> 'removed', value ->> 'changed_at'
             from json_each($2)"
        }
        Inner::Postgres(_) => {
            "insert into calendar_objects (user_id, calendar_id, name, uid, task_id, task_number, etag, revision, removed, changed_at)
             select $1, calendar_id, name, uid, task_id, task_number, etag, revision, removed, changed_at
             from jsonb_to_recordset($2) as given (calendar_id bigint, name text, uid text, task_id bigint,
                 task_number bigint, etag text, revision bigint, removed boolean, changed_at timestamptz)"
        }
    };
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(Json(rows)).execute(connection).await.map(drop))
}

/// Writes all of these objects but their content.
pub(crate) async fn save_all(scope: &mut Scope, rows: &[Row]) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "update calendar_objects
             set calendar_id = given.value ->> 'calendar_id', name = given.value ->> 'name', uid = given.value ->> 'uid',
                 task_id = given.value ->> 'task_id', task_number = given.value ->> 'task_number',
                 parent_uid = given.value ->> 'parent_uid', etag = given.value ->> 'etag',
                 revision = given.value ->> 'revision', removed = given.value ->> 'removed',
                 changed_at = given.value ->> 'changed_at'
             from json_each($2) given
             where calendar_objects.user_id = $1 and calendar_objects.id = given.value ->> 'id'"
        }
        Inner::Postgres(_) => {
            "update calendar_objects
             set calendar_id = given.calendar_id, name = given.name, uid = given.uid, task_id = given.task_id,
                 task_number = given.task_number, parent_uid = given.parent_uid, etag = given.etag,
                 revision = given.revision, removed = given.removed, changed_at = given.changed_at
             from jsonb_to_recordset($2) as given (id bigint, calendar_id bigint, name text, uid text, task_id bigint,
                 task_number bigint, parent_uid text, etag text, revision bigint, removed boolean, changed_at timestamptz)
             where calendar_objects.user_id = $1 and calendar_objects.id = given.id"
        }
    };
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(Json(rows)).execute(connection).await.map(drop))
}

/// Writes an object with its content, in place of one with its name.
pub(crate) async fn put(scope: &mut Scope, row: &Row) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into calendar_objects (user_id, calendar_id, name, uid, task_id, task_number, parent_uid, etag,
                   revision, removed, content, changed_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               on conflict (calendar_id, name) do update
               set uid = excluded.uid, task_id = excluded.task_id, task_number = excluded.task_number,
                   parent_uid = excluded.parent_uid, etag = excluded.etag, revision = excluded.revision,
                   removed = excluded.removed, content = excluded.content, changed_at = excluded.changed_at";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(row.calendar_id).bind(&row.name).bind(&row.uid).bind(row.task_id).bind(row.task_number)
        .bind(&row.parent_uid).bind(&row.etag).bind(row.revision).bind(row.removed).bind(&row.content)
        .bind(&row.changed_at).execute(connection).await.map(drop))
}

/// Writes the content of an object.
pub(crate) async fn save_content(scope: &mut Scope, id: i64, content: &str) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update calendar_objects set content = $3 where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).bind(content).execute(connection).await.map(drop))
}

/// Removes a row.
pub(crate) async fn delete(scope: &mut Scope, id: i64) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from calendar_objects where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).execute(connection).await.map(drop))
}

/// Takes the removed objects that have a text from a calendar to another one, where no program has known them. Each of them needs a name
/// that nobody gives and that it has had in no calendar before: a calendar ends once.
pub(crate) async fn keep_removed(scope: &mut Scope, from: i64, to: i64) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql =
        "update calendar_objects
               set calendar_id = $3, name = 'docket-again-' || id || '-' || calendar_id || '.ics', revision = 0
               where user_id = $1 and calendar_id = $2 and removed and content is not null";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(from).bind(to).execute(connection).await.map(drop))
}

/// Marks the objects of a calendar as removed whose task is gone.
pub(crate) async fn remove_gone(scope: &mut Scope, calendar: i64, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update calendar_objects set removed = true, changed_at = $3
               where user_id = $1 and calendar_id = $2 and task_id is null and not removed";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(calendar).bind(now).execute(connection).await.map(drop))
}

/// The tasks of a calendar's objects.
pub(crate) async fn tasks(scope: &mut Scope, calendar: i64, limit: usize) -> sqlx::Result<Vec<TaskId>> {
    let (user, limit) = (scope.user().clone(), i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = "select task_id from calendar_objects
               where user_id = $1 and calendar_id = $2 and task_id is not null order by task_id limit $3";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(calendar).bind(limit).fetch_all(connection).await)
}
