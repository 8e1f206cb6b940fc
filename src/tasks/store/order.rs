//! The person's own order of tasks. A task without a position stands at its number times -[`GAP`], so the newest comes first.

use crate::db::{Scope, Topic, with_connection};
use crate::id::TaskId;

/// The space between two tasks that nobody has moved.
pub(crate) const GAP: i64 = 1 << 20;

/// Where a task stands. `None` if the person has none with this id.
pub(crate) async fn position(scope: &mut Scope, id: TaskId) -> sqlx::Result<Option<i64>> {
    let user = scope.user().clone();
    let sql = "select coalesce(position, -id * 1048576) from tasks_phaseiii where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// Where the next task to do stands after a position, apart from the task `id`.
pub(crate) async fn next(scope: &mut Scope, position: i64, id: TaskId) -> sqlx::Result<Option<i64>> {
    let user = scope.user().clone();
    let sql = "select coalesce(position, -id * 1048576) from tasks_phaseiii
               where user_id = $1 and not completed and coalesce(position, -id * 1048576) > $2 and id <> $3
               order by coalesce(position, -id * 1048576) limit 1";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(position).bind(id).fetch_optional(connection).await)
}

/// Where the next task to do stands before a position, apart from the task `id`.
pub(crate) async fn previous(scope: &mut Scope, position: i64, id: TaskId) -> sqlx::Result<Option<i64>> {
    let user = scope.user().clone();
    let sql = "select coalesce(position, -id * 1048576) from tasks_phaseiii
               where user_id = $1 and not completed and coalesce(position, -id * 1048576) < $2 and id <> $3
               order by coalesce(position, -id * 1048576) desc limit 1";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(position).bind(id).fetch_optional(connection).await)
}

pub(crate) async fn set(scope: &mut Scope, id: TaskId, position: i64) -> sqlx::Result<()> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = "update tasks_phaseiii set position = $3 where user_id = $1 and id = $2";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(position).execute(connection).await.map(drop))
}

/// Gives all tasks new positions in the same order, with space between them and before the first.
pub(crate) async fn spread(scope: &mut Scope) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update tasks_phaseiii set position = (places.place - places.newest) * 1048576
               from (select id, row_number() over (order by coalesce(position, -id * 1048576), id) as place,
                         max(id) over () as newest
                     from tasks_phaseiii where user_id = $1) places
               where places.id = tasks_phaseiii.id and tasks_phaseiii.user_id = $1";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).execute(connection).await.map(drop))
}
