//! The queries of `task_imports`.

mod at_once;

pub(crate) use at_once::{Known, delete_tasks, insert_changes, insert_tasks, known, mark_gone, tasks};

use super::locking;
use crate::db::transaction::{Inner, Transaction};
use crate::db::{Scope, with_connection};
use crate::timestamp::Timestamp;
use serde::Serialize;

/// A file with tasks: a row of `task_imports` without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct ImportRecord {
    /// Its number.
    pub id: i64,
    /// The file's name. Empty if the person has pasted the text.
    pub file_name: String,
    /// How many tasks it became. `None` if it was not imported yet.
    pub tasks: Option<i64>,
    /// When the person has sent it.
    pub created_at: Timestamp,
    /// When it was imported.
    pub imported_at: Option<Timestamp>,
    /// When the import was undone.
    pub undone_at: Option<Timestamp>,
}

/// The columns of a record.
macro_rules! record {
    () => {
        "id, file_name, tasks, created_at, imported_at, undone_at"
    };
}

/// Keeps a file.
pub(crate) async fn insert(
    scope: &mut Scope,
    file_name: &str,
    content: &[u8],
    now: &Timestamp,
) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "insert into task_imports (user_id, file_name, content, created_at) values ($1, $2, $3, $4) returning id";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(file_name).bind(content).bind(now).fetch_one(connection).await)
}

/// Forgets the files that were not imported.
pub(crate) async fn delete_waiting(scope: &mut Scope) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from task_imports where user_id = $1 and imported_at is null";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}

/// The record of an import.
pub(crate) async fn record(scope: &mut Scope, id: i64) -> sqlx::Result<Option<ImportRecord>> {
    let user = scope.user().clone();
    let sql = concat!("select ", record!(), " from task_imports where user_id = $1 and id = $2");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The same, and locks its row.
pub(crate) async fn locked(scope: &mut Scope, id: i64) -> sqlx::Result<Option<ImportRecord>> {
    let user = scope.user().clone();
    let sql = locking!(scope, "select ", record!(), " from task_imports where user_id = $1 and id = $2");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The content of a file that was not imported yet.
pub(crate) async fn content(scope: &mut Scope, id: i64) -> sqlx::Result<Option<Vec<u8>>> {
    let user = scope.user().clone();
    let sql = "select content from task_imports where user_id = $1 and id = $2 and content is not null";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// What was imported since, the last first.
pub(crate) async fn since(scope: &mut Scope, since: &Timestamp) -> sqlx::Result<Vec<ImportRecord>> {
    let user = scope.user().clone();
    let sql = concat!(
        "select ",
        record!(),
        " from task_imports where user_id = $1 and imported_at > $2 order by id desc limit 20"
    );
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(since).fetch_all(connection).await)
}

/// Notes that a file was imported, and forgets its content.
pub(crate) async fn mark_imported(
    scope: &mut Scope,
    id: i64,
    tasks: i64,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql =
        "update task_imports set content = null, tasks = $3, imported_at = $4 where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(tasks).bind(now).execute(connection).await.map(drop))
}

/// Notes that an import was undone.
pub(crate) async fn mark_undone(scope: &mut Scope, id: i64, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update task_imports set undone_at = $3 where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(now).execute(connection).await.map(drop))
}

/// How many tasks an import has made that an undoing did not remove.
pub(crate) async fn left(scope: &mut Scope, id: i64) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from task_changes where user_id = $1 and import_id = $2 and undone_at is null";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(id).fetch_one(connection).await)
}

/// Forgets the files that came before `waiting` and were not imported, and all records that are older than `records`. It runs outside
/// a person's scope, and reads and returns nothing of theirs.
pub(crate) async fn delete_old(
    transaction: &mut Transaction,
    waiting: &Timestamp,
    records: &Timestamp,
) -> sqlx::Result<()> {
    let sql = "delete from task_imports where created_at < $2 or created_at < $1 and imported_at is null";
    with_connection!(transaction, connection => sqlx::query(sql)
        .bind(waiting).bind(records).execute(connection).await.map(drop))
}
