//! The queries of `tasks_phaseiii`. Each function runs one statement, inside the scope of one person.

pub(crate) mod at_once;
pub(crate) mod changes;
pub(crate) mod list;

use crate::db::{Scope, Topic, with_connection};
use crate::id::TaskId;
use crate::tasks::Task;
use crate::timestamp::Timestamp;

pub(crate) async fn list(scope: &mut Scope) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    let sql = "select id, title, description, completed, created_at, updated_at
               from tasks_phaseiii where user_id = $1 order by id desc";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).fetch_all(connection).await)
}

pub(crate) async fn list_by_completed(scope: &mut Scope, completed: bool) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    let sql = "select id, title, description, completed, created_at, updated_at
               from tasks_phaseiii where user_id = $1 and completed = $2 order by id desc";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(completed).fetch_all(connection).await)
}

pub(crate) async fn count(scope: &mut Scope) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from tasks_phaseiii where user_id = $1";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_one(connection).await)
}

/// Adds a task, unless the person has `max` already. Statements that run at the same time on PostgreSQL may pass that
/// number together. They are few, and the next one is refused.
pub(crate) async fn insert(
    scope: &mut Scope,
    title: &str,
    description: Option<&str>,
    now: &Timestamp,
    max: usize,
) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "insert into tasks_phaseiii (user_id, title, description, completed, created_at, updated_at)
               select $1, $2, $3, $4, $5, $5
               where (select count(*) from tasks_phaseiii where user_id = $1) < $6
               returning id, title, description, completed, created_at, updated_at";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(title).bind(description).bind(false).bind(now).bind(i64::try_from(max).unwrap_or(i64::MAX))
        .fetch_optional(connection).await)
}

/// Returns the task after the change. `None` if the person has none with this id.
pub(crate) async fn set_completed(
    scope: &mut Scope,
    id: TaskId,
    completed: bool,
    now: &Timestamp,
) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "update tasks_phaseiii
               set updated_at = case when completed = $3 then updated_at else $4 end, completed = $3
               where user_id = $1 and id = $2
               returning id, title, description, completed, created_at, updated_at";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(id).bind(completed).bind(now)
        .fetch_optional(connection).await)
}

/// Marks a task as done if it is not, and as not done if it is.
pub(crate) async fn toggle_completed(
    scope: &mut Scope,
    id: TaskId,
    now: &Timestamp,
) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "update tasks_phaseiii set completed = not completed, updated_at = $3
               where user_id = $1 and id = $2
               returning id, title, description, completed, created_at, updated_at";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).bind(now).fetch_optional(connection).await)
}

/// Changes the values that are `Some`. The description's inner `None` removes it.
pub(crate) async fn update(
    scope: &mut Scope,
    id: TaskId,
    title: Option<&str>,
    description: Option<Option<&str>>,
    completed: Option<bool>,
    now: &Timestamp,
) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "update tasks_phaseiii
               set title = coalesce($3, title),
                   description = case when $4 then $5 else description end,
                   completed = coalesce($7, completed),
                   updated_at = $6
               where user_id = $1 and id = $2
               returning id, title, description, completed, created_at, updated_at";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(id).bind(title).bind(description.is_some()).bind(description.flatten()).bind(now)
        .bind(completed)
        .fetch_optional(connection).await)
}

/// Returns the task as it was. `None` if the person has none with this id.
pub(crate) async fn delete(scope: &mut Scope, id: TaskId) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "delete from tasks_phaseiii where user_id = $1 and id = $2
               returning id, title, description, completed, created_at, updated_at";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}
