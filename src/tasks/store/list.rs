//! The queries that read one task or a part of the list.

use crate::db::transaction::Inner;
use crate::db::{Scope, with_connection};
use crate::id::TaskId;
use crate::search::words::Words;
use crate::tasks::Task;
use crate::tasks::store::row::columns;
use crate::timestamp::Timestamp;

/// What a task must have to be in the list. `None` asks for nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions<'a> {
    pub(crate) completed: Option<bool>,
    pub(crate) list: Option<&'a str>,
    pub(crate) tag: Option<&'a str>,
    pub(crate) due: Option<Until>,
    /// It is never due.
    pub(crate) is_never_due: Option<bool>,
}

/// Due on a day or earlier: the day, the next one, and when the day ends.
#[derive(Clone, Debug)]
pub(crate) struct Until {
    pub(crate) day: String,
    pub(crate) next_day: String,
    pub(crate) end: Timestamp,
}

/// The conditions, as the parameters `$2` to `$7`.
macro_rules! conditions {
    () => {
        "tasks_phaseiii.user_id = $1 and ($2 is null or completed = $2)
         and (cast($3 as text) is null or lower(list_name) = lower($3))
         and (cast($4 as text) is null or exists (
             select 1 from task_tags
             where task_tags.user_id = $1 and task_tags.tag = lower($4) and task_tags.task_id = tasks_phaseiii.id))
         and (cast($5 as text) is null or case when due_at is null then due_date <= $5 else due_at < $6 end)
         and ($7 is null or (due_date is null) = $7)"
    };
}

macro_rules! bind_conditions {
    ($query:expr, $user:expr, $conditions:expr) => {
        $query
            .bind($user)
            .bind($conditions.completed)
            .bind($conditions.list)
            .bind($conditions.tag)
            .bind($conditions.due.as_ref().map(|until| until.day.clone()))
            .bind($conditions.due.as_ref().map(|until| until.end.clone()))
            .bind($conditions.is_never_due)
    };
}

/// The tasks to do that are due until a day, from the index of days.
macro_rules! due_until {
    () => {
        concat!(
            " from tasks_phaseiii
              where not completed and coalesce(due_date, start_date) <= $8 and due_date is not null and ",
            conditions!()
        )
    };
}

/// The tasks that have the words, on SQLite. The `cross join` makes it read the index of words first: otherwise it may ask that
/// index about each task of the person.
macro_rules! of_words_on_sqlite {
    () => {
        concat!(
            " from tasks_words ($8) found cross join tasks_phaseiii on tasks_phaseiii.id = found.rowid where ",
            conditions!()
        )
    };
}

/// The same on PostgreSQL.
macro_rules! of_words_on_postgres {
    () => {
        concat!(" from tasks_phaseiii where words @@ to_tsquery('pg_catalog.simple', $8) and ", conditions!())
    };
}

/// A page of tasks with words, in the order of the index.
pub(super) const PAGE_OF_WORDS_ON_SQLITE: &str = concat!(
    "select ",
    columns!(),
    of_words_on_sqlite!(),
    " and found.rowid < $9 order by found.rowid desc limit $10"
);

pub(crate) async fn task(scope: &mut Scope, id: TaskId) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    let sql = concat!("select ", columns!(), " from tasks_phaseiii where user_id = $1 and id = $2");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The newest `limit` tasks before `before`, newest first.
pub(crate) async fn page(
    scope: &mut Scope,
    conditions: &Conditions<'_>,
    before: TaskId,
    limit: usize,
) -> sqlx::Result<Vec<Task>> {
    let (user, limit) = (scope.user().clone(), limit as i64);
    let sql = concat!(
        "select ",
        columns!(),
        " from tasks_phaseiii where ",
        conditions!(),
        " and id < $8 order by id desc limit $9"
    );
    with_connection!(scope, connection => bind_conditions!(sqlx::query_as(sql), user, conditions)
        .bind(before).bind(limit)
        .fetch_all(connection).await)
}

pub(crate) async fn count(scope: &mut Scope, conditions: &Conditions<'_>) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = concat!("select count(*) from tasks_phaseiii where ", conditions!());
    with_connection!(scope, connection => bind_conditions!(sqlx::query_scalar(sql), user, conditions)
        .fetch_one(connection).await)
}

/// The same, of the tasks whose title or description has the words.
pub(crate) async fn page_of_words(
    scope: &mut Scope,
    words: &Words,
    conditions: &Conditions<'_>,
    before: TaskId,
    limit: usize,
) -> sqlx::Result<Vec<Task>> {
    let (user, expression, limit) = (scope.user().clone(), words.expression(scope), limit as i64);
    let sql = match scope.inner() {
        Inner::Sqlite(_) => PAGE_OF_WORDS_ON_SQLITE,
        Inner::Postgres(_) => {
            concat!("select ", columns!(), of_words_on_postgres!(), " and id < $9 order by id desc limit $10")
        }
    };
    with_connection!(scope, connection => bind_conditions!(sqlx::query_as(sql), user, conditions)
        .bind(expression).bind(before).bind(limit)
        .fetch_all(connection).await)
}

pub(crate) async fn count_of_words(
    scope: &mut Scope,
    words: &Words,
    conditions: &Conditions<'_>,
) -> sqlx::Result<i64> {
    let (user, expression) = (scope.user().clone(), words.expression(scope));
    let sql = match scope.inner() {
        Inner::Sqlite(_) => concat!("select count(*)", of_words_on_sqlite!()),
        Inner::Postgres(_) => concat!("select count(*)", of_words_on_postgres!()),
    };
    with_connection!(scope, connection => bind_conditions!(sqlx::query_scalar(sql), user, conditions)
        .bind(expression)
        .fetch_one(connection).await)
}

/// Tasks to do that are due until a day, by day and time: `limit` after the first `offset`.
pub(crate) async fn page_until(
    scope: &mut Scope,
    until: &Until,
    conditions: &Conditions<'_>,
    offset: i64,
    limit: usize,
) -> sqlx::Result<Vec<Task>> {
    let (user, limit) = (scope.user().clone(), limit as i64);
    let sql = concat!(
        "select ",
        columns!(),
        due_until!(),
        " order by coalesce(due_date, start_date), due_at is null, due_at, priority is null, priority, id
          limit $9 offset $10"
    );
    with_connection!(scope, connection => bind_conditions!(sqlx::query_as(sql), user, conditions)
        .bind(&until.next_day).bind(limit).bind(offset)
        .fetch_all(connection).await)
}

pub(crate) async fn count_until(
    scope: &mut Scope,
    until: &Until,
    conditions: &Conditions<'_>,
) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = concat!("select count(*)", due_until!());
    with_connection!(scope, connection => bind_conditions!(sqlx::query_scalar(sql), user, conditions)
        .bind(&until.next_day)
        .fetch_one(connection).await)
}
