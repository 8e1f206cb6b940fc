//! The queries that read one task or a page of tasks.

use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use crate::id::TaskId;
use crate::search::words::Words;
use crate::tasks::Task;

pub(crate) async fn task(scope: &mut Scope, id: TaskId) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    let sql = "select id, title, description, completed, created_at, updated_at
               from tasks_phaseiii where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The newest `limit` tasks before `before`, newest first.
pub(crate) async fn page(
    scope: &mut Scope,
    completed: Option<bool>,
    before: TaskId,
    limit: usize,
) -> sqlx::Result<Vec<Task>> {
    let (user, limit) = (scope.user().clone(), limit as i64);
    let sql = "select id, title, description, completed, created_at, updated_at
               from tasks_phaseiii
               where user_id = $1 and id < $2 and ($3 is null or completed = $3)
               order by id desc limit $4";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(before).bind(completed).bind(limit)
        .fetch_all(connection).await)
}

/// The same, of the tasks whose title or description has the words.
pub(crate) async fn page_of_words(
    scope: &mut Scope,
    words: &Words,
    completed: Option<bool>,
    before: TaskId,
    limit: usize,
) -> sqlx::Result<Vec<Task>> {
    let (user, expression, limit) = (scope.user().clone(), words.expression(scope), limit as i64);
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "select tasks_phaseiii.id, tasks_phaseiii.title, tasks_phaseiii.description, completed, created_at,
                 updated_at
             from tasks_words ($5) found join tasks_phaseiii on tasks_phaseiii.id = found.rowid
             where tasks_phaseiii.user_id = $1 and found.rowid < $2 and ($3 is null or completed = $3)
             order by found.rowid desc limit $4"
        }
        Inner::Postgres(_) => {
            "select id, title, description, completed, created_at, updated_at
             from tasks_phaseiii
             where user_id = $1 and id < $2 and ($3 is null or completed = $3)
               and words @@ to_tsquery('pg_catalog.simple', $5)
             order by id desc limit $4"
        }
    };
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(before).bind(completed).bind(limit).bind(expression)
        .fetch_all(connection).await)
}
