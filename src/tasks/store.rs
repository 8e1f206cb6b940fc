//! The queries of `tasks_phaseiii`. Each function runs one statement, inside the scope of one person.

pub(crate) mod at_once;
pub(crate) mod changes;
pub(crate) mod daily_plan;
pub(crate) mod export;
pub(crate) mod imports;
pub(crate) mod list;
pub(crate) mod order;
pub(crate) mod preferences;
pub(crate) mod remind;
pub(crate) mod row;
pub(crate) mod views;

use crate::db::transaction::Inner;
use crate::db::{Scope, Topic, with_connection};
use crate::id::TaskId;
use crate::tasks::Task;
use row::Plan;
pub(crate) use row::columns;
use sqlx::types::Json;

/// Makes a query lock its rows until the transaction ends. On SQLite a transaction that may write has the whole
/// database to itself.
macro_rules! locking {
    ($scope:ident, $($sql:expr),+) => {
        match $scope.inner() {
            Inner::Sqlite(_) => concat!($($sql),+),
            Inner::Postgres(_) => concat!($($sql),+, " for update"),
        }
    };
}
use locking;

/// Binds the columns of a task's plan, from `$8` on.
macro_rules! bind_plan {
    ($query:expr, $task:expr) => {{
        let plan = Plan::of($task);
        $query
            .bind(plan.due_date)
            .bind(plan.due_at)
            .bind(&$task.time_zone)
            .bind($task.start.as_ref().map(|start| start.as_str()))
            .bind(plan.reminders)
            .bind(&$task.repeat)
            .bind(plan.repeat_from)
            .bind(&$task.repeat_start)
            .bind(plan.priority)
            .bind(plan.tags)
            .bind(&$task.list)
            .bind($task.parent_id)
            .bind($task.position)
            .bind(&$task.completed_at)
    }};
}

/// Reads a task and locks its row.
pub(crate) async fn locked(scope: &mut Scope, id: TaskId) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    let sql = locking!(scope, "select ", columns!(), " from tasks_phaseiii where user_id = $1 and id = $2");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// Reads the sub-tasks of a task in the order in which they were made, and locks their rows.
pub(crate) async fn subtasks(scope: &mut Scope, parent: TaskId) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    let sql = locking!(
        scope,
        "select ",
        columns!(),
        " from tasks_phaseiii where user_id = $1 and parent_id = $2 order by id"
    );
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(parent).fetch_all(connection).await)
}

/// Locks tasks and their sub-tasks, the lowest number first, so that two changes of many tasks do not wait for each other.
pub(crate) async fn lock_all(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<()> {
    if matches!(scope.inner(), Inner::Sqlite(_)) {
        return Ok(());
    }
    let user = scope.user().clone();
    let sql = "select id from tasks_phaseiii
               where user_id = $1 and (id = any(array(select jsonb_array_elements_text($2)::bigint))
                   or parent_id = any(array(select jsonb_array_elements_text($2)::bigint)))
               order by id for update";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(Json(tasks)).execute(connection).await.map(drop))
}

pub(crate) async fn count(scope: &mut Scope) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from tasks_phaseiii where user_id = $1";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_one(connection).await)
}

/// Adds a task like this one, but with a number of its own, unless the person has `max` already. Statements that run at the
/// same time on PostgreSQL may pass that number together. They are few, and the next one is refused.
pub(crate) async fn insert(scope: &mut Scope, task: &Task, max: usize) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = concat!(
        "insert into tasks_phaseiii (user_id, title, description, completed, created_at, updated_at, due_date, due_at,
             due_zone, start_date, reminders, repeat_rule, repeat_from, repeat_start, priority, tags, list_name,
             parent_id, position, completed_at)
         select $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21
         where (select count(*) from tasks_phaseiii where user_id = $1) < $2
         returning ",
        columns!()
    );
    with_connection!(scope, connection => {
        let query = sqlx::query_as(sql)
            .bind(user).bind(i64::try_from(max).unwrap_or(i64::MAX)).bind(&task.title).bind(&task.description)
            .bind(task.completed).bind(&task.created_at).bind(&task.updated_at);
        bind_plan!(query, task).fetch_optional(connection).await
    })
}

/// Writes all that a task has, and its moment of change. Returns false if the person has none with this id.
pub(crate) async fn save(scope: &mut Scope, task: &Task) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "update tasks_phaseiii
               set title = $3, description = $4, completed = $5, created_at = $6, updated_at = $7, due_date = $8,
                   due_at = $9, due_zone = $10, start_date = $11, reminders = $12, repeat_rule = $13,
                   repeat_from = $14, repeat_start = $15, priority = $16, tags = $17, list_name = $18,
                   parent_id = $19, position = $20, completed_at = $21
               where user_id = $1 and id = $2";
    let rows = with_connection!(scope, connection => {
        let query = sqlx::query(sql)
            .bind(user).bind(task.id).bind(&task.title).bind(&task.description).bind(task.completed)
            .bind(&task.created_at).bind(&task.updated_at);
        bind_plan!(query, task).execute(connection).await.map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

/// Deletes a task and its sub-tasks. Returns false if the person has none with this id.
pub(crate) async fn delete(scope: &mut Scope, id: TaskId) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "delete from tasks_phaseiii where user_id = $1 and id = $2";
    let rows = with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Inserts a deleted task again, with its id. No other task ever gets that id.
pub(crate) async fn put_back(scope: &mut Scope, task: &Task) -> sqlx::Result<()> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "insert into tasks_phaseiii (user_id, id, title, description, completed, created_at, updated_at, due_date,
                   due_at, due_zone, start_date, reminders, repeat_rule, repeat_from, repeat_start, priority, tags,
                   list_name, parent_id, position, completed_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
    with_connection!(scope, connection => {
        let query = sqlx::query(sql)
            .bind(user).bind(task.id).bind(&task.title).bind(&task.description).bind(task.completed)
            .bind(&task.created_at).bind(&task.updated_at);
        bind_plan!(query, task).execute(connection).await.map(drop)
    })
}

/// The person's zone, if it is known.
pub(crate) async fn zone(scope: &mut Scope) -> sqlx::Result<Option<String>> {
    let user = scope.user().clone();
    let sql = "select time_zone from preferences where user_id = $1";
    let zone: Option<Option<String>> = with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_optional(connection).await)?;
    Ok(zone.flatten())
}
