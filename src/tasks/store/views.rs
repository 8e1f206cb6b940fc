//! The queries of views. Each reads a range of one index (migrations 0024 and 0030).

use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use crate::id::TaskId;
use crate::tasks::Task;
use crate::tasks::store::row::columns;
use crate::timestamp::Timestamp;
use sqlx::types::Json;

/// The person's day: its name, the name of the next one, and when it ends.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    pub(crate) today: String,
    pub(crate) yesterday: String,
    pub(crate) tomorrow: String,
    pub(crate) end: Timestamp,
}

/// A part of a view.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

/// The person's order.
macro_rules! order {
    () => {
        "coalesce(tasks_phaseiii.position, -tasks_phaseiii.id * 1048576)"
    };
}

/// The order of a day.
macro_rules! by_day {
    () => {
        " order by day, due_at is null, due_at, priority is null, priority,
          coalesce(position, -id * 1048576) limit $5 offset $6"
    };
}

/// Due today or earlier. A day was written in some zone, which may be another by now: so the range is a day longer, and times
/// decide by themselves.
macro_rules! today {
    () => {
        " from tasks_phaseiii
          where user_id = $1 and not completed and day <= $4
            and case when due_at is null then due_date <= $2 else due_at < $3 end
            and (start_date is null or start_date <= $2)"
    };
}

const TODAY: &str = concat!("select ", columns!(), today!(), by_day!());

pub(crate) async fn today(scope: &mut Scope, day: &Day, part: Part) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(TODAY)
        .bind(user).bind(&day.today).bind(&day.end).bind(&day.tomorrow).bind(part.limit).bind(part.offset)
        .fetch_all(connection).await)
}

/// How many tasks are due today or earlier, and how many of them before today.
const COUNT_TODAY: &str = concat!(
    "select count(*), count(case when case when due_at is null then due_date < $2 else due_at < $5 end then 1 end)",
    today!()
);

pub(crate) async fn count_today(scope: &mut Scope, day: &Day, start: &Timestamp) -> sqlx::Result<(i64, i64)> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(COUNT_TODAY)
        .bind(user).bind(&day.today).bind(&day.end).bind(&day.tomorrow).bind(start)
        .fetch_one(connection).await)
}

const UPCOMING: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii
          where user_id = $1 and not completed and day >= $4
            and case when due_at is not null then due_at >= $3 or start_date > $2
                     when due_date is not null then due_date > $2 or start_date > $2
                     else start_date > $2 end",
    by_day!()
);

pub(crate) async fn upcoming(scope: &mut Scope, day: &Day, part: Part) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(UPCOMING)
        .bind(user).bind(&day.today).bind(&day.end).bind(&day.yesterday).bind(part.limit).bind(part.offset)
        .fetch_all(connection).await)
}

/// Tasks to do, without sub-tasks and those that have not started.
const ALL: &str = concat!(
        "select ",
        columns!(),
        " from tasks_phaseiii
          where user_id = $1 and not completed and parent_id is null and (start_date is null or start_date <= $4)
          order by ",
        order!(),
        " limit $2 offset $3"
    );

pub(crate) async fn all(scope: &mut Scope, day: &Day, part: Part) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(ALL)
        .bind(user).bind(part.limit).bind(part.offset).bind(&day.today)
        .fetch_all(connection).await)
}

const DONE: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii where user_id = $1 and completed
          order by coalesce(completed_at, updated_at) desc limit $2 offset $3"
);

pub(crate) async fn done(scope: &mut Scope, part: Part) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(DONE)
        .bind(user).bind(part.limit).bind(part.offset)
        .fetch_all(connection).await)
}

const OF_LIST: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii
          where user_id = $1 and not completed and list_key = lower($4)
            and parent_id is null
          order by ",
    order!(),
    " limit $2 offset $3"
);

pub(crate) async fn of_list(scope: &mut Scope, list: &str, part: Part) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(OF_LIST)
        .bind(user).bind(part.limit).bind(part.offset).bind(list)
        .fetch_all(connection).await)
}

/// The `cross join` makes SQLite begin with the tag, as few tasks have it.
const OF_TAG: &str = concat!(
    "select ",
    columns!(),
    " from task_tags cross join tasks_phaseiii
          where tasks_phaseiii.id = task_tags.task_id and task_tags.user_id = $1 and task_tags.tag = lower($4)
            and tasks_phaseiii.user_id = $1 and not completed
          order by ",
    order!(),
    " limit $2 offset $3"
);

pub(crate) async fn of_tag(scope: &mut Scope, tag: &str, part: Part) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_as(OF_TAG)
        .bind(user).bind(part.limit).bind(part.offset).bind(tag)
        .fetch_all(connection).await)
}

/// The sub-tasks of some tasks. Without the `+` SQLite would read all tasks of the person.
const SUBTASKS_ON_SQLITE: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii
      where +user_id = $1 and parent_id in (select value from json_each($2)) order by parent_id, ",
    order!()
);

/// The same on PostgreSQL.
const SUBTASKS_ON_POSTGRES: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii
      where user_id = $1 and parent_id = any(array(select jsonb_array_elements_text($2)::bigint))
      order by parent_id, ",
    order!()
);

/// The sub-tasks of these tasks, in the person's order.
pub(crate) async fn subtasks(scope: &mut Scope, parents: &[TaskId]) -> sqlx::Result<Vec<Task>> {
    let (user, parents) = (scope.user().clone(), Json(parents.to_vec()));
    let sql = match scope.inner() {
        Inner::Sqlite(_) => SUBTASKS_ON_SQLITE,
        Inner::Postgres(_) => SUBTASKS_ON_POSTGRES,
    };
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(parents).fetch_all(connection).await)
}

/// The names of the lists that have tasks to do. Reads one row of the index for each.
const LISTS: &str = "with recursive names (name) as (
                   select (select list_key from tasks_phaseiii
                           where user_id = $1 and not completed and list_key is not null
                           order by list_key limit 1)
                   union all
                   select (select list_key from tasks_phaseiii
                           where user_id = $1 and not completed and list_key > names.name
                           order by list_key limit 1)
                   from names where names.name is not null)
               select (select list_name from tasks_phaseiii
                       where user_id = $1 and not completed and list_key = names.name limit 1)
               from names where names.name is not null limit 1000";

pub(crate) async fn lists(scope: &mut Scope) -> sqlx::Result<Vec<String>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_scalar(LISTS).bind(user).fetch_all(connection).await)
}

/// The tags. Reads one row of the index for each.
const TAGS: &str = "with recursive names (name) as (
                   select (select tag from task_tags where user_id = $1 order by tag limit 1)
                   union all
                   select (select tag from task_tags where user_id = $1 and tag > names.name order by tag limit 1)
                   from names where names.name is not null)
               select name from names where name is not null limit 1000";

pub(crate) async fn tags(scope: &mut Scope) -> sqlx::Result<Vec<String>> {
    let user = scope.user().clone();
    with_connection!(scope, connection => sqlx::query_scalar(TAGS).bind(user).fetch_all(connection).await)
}

#[cfg(test)]
mod tests;
