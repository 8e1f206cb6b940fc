//! The queries for files of tasks.

use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use crate::id::TaskId;
use crate::tasks::Task;
use crate::tasks::store::row::columns;
use sqlx::types::Json;

/// The numbers of all tasks that are no sub-tasks: by list, those without one first, and there in the person's order.
pub(crate) async fn order(scope: &mut Scope) -> sqlx::Result<Vec<TaskId>> {
    let user = scope.user().clone();
    let sql = "select id from tasks_phaseiii where user_id = $1 and parent_id is null
               order by list_name is not null, list_key, coalesce(position, -id * 1048576)";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_all(connection).await)
}

/// Two statements in one, so that each goes by an index. Without the `+` SQLite would read all tasks of the person.
pub(super) const WITH_SUBTASKS_ON_SQLITE: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii where user_id = $1 and id in (select value from json_each($2)) union all select ",
    columns!(),
    " from tasks_phaseiii where +user_id = $1 and parent_id in (select value from json_each($2)) order by id"
);

/// These tasks and all their sub-tasks, in the order in which they were made.
pub(crate) async fn with_subtasks(scope: &mut Scope, ids: &[TaskId]) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => WITH_SUBTASKS_ON_SQLITE,
        Inner::Postgres(_) => concat!(
            "select ",
            columns!(),
            " from tasks_phaseiii
              where user_id = $1 and id = any(array(select jsonb_array_elements_text($2)::bigint))
              union all select ",
            columns!(),
            " from tasks_phaseiii
              where user_id = $1 and parent_id = any(array(select jsonb_array_elements_text($2)::bigint))
              order by id"
        ),
    };
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(Json(ids)).fetch_all(connection).await)
}

/// The zones by whose clocks tasks repeat.
pub(crate) async fn zones(scope: &mut Scope) -> sqlx::Result<Vec<String>> {
    let user = scope.user().clone();
    let sql = "select distinct due_zone from tasks_phaseiii
               where user_id = $1 and due_zone is not null and repeat_rule is not null order by due_zone";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_all(connection).await)
}

/// The tasks to do, those that are due first before the others: at most `limit`.
pub(crate) async fn open(scope: &mut Scope, limit: usize) -> sqlx::Result<Vec<Task>> {
    let (user, limit) = (scope.user().clone(), limit as i64);
    let sql = concat!(
        "select ",
        columns!(),
        " from tasks_phaseiii where user_id = $1 and not completed order by due_date is null, due_date, id limit $2"
    );
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(limit).fetch_all(connection).await)
}
