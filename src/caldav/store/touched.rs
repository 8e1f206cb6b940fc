//! The queries of `calendar_touched`, and of the tasks that it names.

use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use crate::id::TaskId;
use crate::tasks::Task;
use crate::tasks::store::columns;
use sqlx::types::Json;

/// The oldest rows go, and name their tasks.
pub(crate) const TAKE: &str = "delete from calendar_touched where user_id = $1 and id in (
         select id from calendar_touched where user_id = $1 order by id limit $2)
     returning task_id";

pub(crate) async fn take(scope: &mut Scope, limit: i64) -> sqlx::Result<Vec<TaskId>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_scalar(TAKE).bind(user).bind(limit).fetch_all(connection).await)
}

/// Notes that the person's tasks must be looked at.
pub(crate) async fn add_all(scope: &mut Scope) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "insert into calendar_touched (user_id, task_id)
               select user_id, id from tasks_phaseiii where user_id = $1 order by id";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}

/// The same of those among these tasks that are there.
pub(crate) async fn add(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "insert into calendar_touched (user_id, task_id) select user_id, id from tasks_phaseiii
             where user_id = $1 and id in (select value from json_each($2))"
        }
        Inner::Postgres(_) => {
            "insert into calendar_touched (user_id, task_id) select user_id, id from tasks_phaseiii
             where user_id = $1 and id = any(array(select jsonb_array_elements_text($2)::bigint))"
        }
    };
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(Json(tasks)).execute(connection).await.map(drop))
}

/// Without the `+` SQLite would read all tasks of the person.
pub(crate) const ADD_SUBTASKS_ON_SQLITE: &str =
    "insert into calendar_touched (user_id, task_id) select user_id, id from tasks_phaseiii
     where +user_id = $1 and parent_id in (select value from json_each($2))";

/// The same of the sub-tasks of these tasks.
pub(crate) async fn add_subtasks(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => ADD_SUBTASKS_ON_SQLITE,
        Inner::Postgres(_) => {
            "insert into calendar_touched (user_id, task_id) select user_id, id from tasks_phaseiii
             where user_id = $1 and parent_id = any(array(select jsonb_array_elements_text($2)::bigint))"
        }
    };
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(Json(tasks)).execute(connection).await.map(drop))
}

/// Forgets that a task was touched: who holds its row has just looked at it.
pub(crate) async fn forget(scope: &mut Scope, task: TaskId) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "delete from calendar_touched where user_id = $1 and task_id = $2";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(task).execute(connection).await.map(drop))
}

/// The tasks that are noted.
pub(crate) async fn noted(scope: &mut Scope) -> sqlx::Result<Vec<TaskId>> {
    let user = scope.user().clone();
    let sql = "select distinct task_id from calendar_touched where user_id = $1";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_all(connection).await)
}

/// Without the `+` SQLite would read all tasks of the person.
pub(crate) const FAMILIES_ON_SQLITE: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii where +user_id = $1
      and (id in (select value from json_each($2)) or parent_id in (select value from json_each($2)))
      order by id"
);

/// Tasks and their sub-tasks.
pub(crate) async fn families(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => FAMILIES_ON_SQLITE,
        Inner::Postgres(_) => concat!(
            "select ",
            columns!(),
            " from tasks_phaseiii
              where user_id = $1 and (id = any(array(select jsonb_array_elements_text($2)::bigint))
                  or parent_id = any(array(select jsonb_array_elements_text($2)::bigint)))
              order by id"
        ),
    };
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(Json(tasks)).fetch_all(connection).await)
}

/// Tasks, which cannot be deleted until the transaction ends. One that somebody deletes or changes right now is left out.
pub(crate) async fn tasks(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => concat!(
            "select ",
            columns!(),
            " from tasks_phaseiii where user_id = $1 and id in (select value from json_each($2)) order by id"
        ),
        Inner::Postgres(_) => concat!(
            "select ",
            columns!(),
            " from tasks_phaseiii
              where user_id = $1 and id = any(array(select jsonb_array_elements_text($2)::bigint))
              order by id for key share skip locked"
        ),
    };
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(Json(tasks)).fetch_all(connection).await)
}

/// The same without a lock.
pub(crate) async fn tasks_as_they_are(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => concat!(
            "select ",
            columns!(),
            " from tasks_phaseiii where user_id = $1 and id in (select value from json_each($2))"
        ),
        Inner::Postgres(_) => concat!(
            "select ",
            columns!(),
            " from tasks_phaseiii
              where user_id = $1 and id = any(array(select jsonb_array_elements_text($2)::bigint))"
        ),
    };
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(Json(tasks)).fetch_all(connection).await)
}
