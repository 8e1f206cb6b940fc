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

impl Conditions<'_> {
    /// Whether every task has what is asked for.
    fn ask_for_nothing(&self) -> bool {
        self.completed.is_none()
            && self.list.is_none()
            && self.tag.is_none()
            && self.due.is_none()
            && self.is_never_due.is_none()
    }
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
         and (cast($3 as text) is null or list_key = lower($3))
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
              where not completed and day <= $8 and due_date is not null and ",
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

/// The same on PostgreSQL: of the newest `$10` that have the words. Without `$10` of all.
macro_rules! of_words_on_postgres {
    () => {
        concat!(
            " from docket_search_tasks($8, $9, $10) found (id) join tasks_phaseiii on tasks_phaseiii.id = found.id where ",
            conditions!()
        )
    };
}

/// A page of tasks with words, in the order of the index.
pub(super) const PAGE_OF_WORDS_ON_SQLITE: &str = concat!(
    "select ",
    columns!(),
    of_words_on_sqlite!(),
    " and found.rowid < $9 order by found.rowid desc limit $11"
);

pub(crate) async fn task(scope: &mut Scope, id: TaskId) -> sqlx::Result<Option<Task>> {
    let user = scope.user().clone();
    let sql = concat!("select ", columns!(), " from tasks_phaseiii where user_id = $1 and id = $2");
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// A page of tasks, the newest first.
const PAGE_ON_SQLITE: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii where ",
    conditions!(),
    " and id < $8 order by id desc limit $9"
);

/// The same on PostgreSQL, in the order of `tasks_phaseiii_newest_idx` (migration 0030). `nullif` changes nothing.
pub(super) const PAGE_ON_POSTGRES: &str = concat!(
    "select ",
    columns!(),
    " from tasks_phaseiii where ",
    conditions!(),
    " and nullif(id, 0) < $8 order by nullif(id, 0) desc limit $9"
);

/// The newest `limit` tasks before `before`, newest first.
pub(crate) async fn page(
    scope: &mut Scope,
    conditions: &Conditions<'_>,
    before: TaskId,
    limit: usize,
) -> sqlx::Result<Vec<Task>> {
    let (user, limit) = (scope.user().clone(), limit as i64);
    let sql = match scope.inner() {
        Inner::Sqlite(_) => PAGE_ON_SQLITE,
        Inner::Postgres(_) => PAGE_ON_POSTGRES,
    };
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
            concat!(
                "select ",
                columns!(),
                of_words_on_postgres!(),
                " order by tasks_phaseiii.id desc limit $11"
            )
        }
    };
    // With conditions, any of the tasks with the words may be the last of the page.
    let most = conditions.ask_for_nothing().then_some(limit);
    with_connection!(scope, connection => bind_conditions!(sqlx::query_as(sql), user, conditions)
        .bind(expression).bind(before).bind(most).bind(limit)
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
        .bind(expression).bind(i64::MAX).bind(None::<i64>)
        .fetch_one(connection).await)
}

pub(super) const PAGE_UNTIL: &str = concat!(
    "select ",
    columns!(),
    due_until!(),
    " order by day, due_at is null, due_at, priority is null, priority, id limit $9 offset $10"
);

/// Tasks to do that are due until a day, by day and time: `limit` after the first `offset`.
pub(crate) async fn page_until(
    scope: &mut Scope,
    until: &Until,
    conditions: &Conditions<'_>,
    offset: i64,
    limit: usize,
) -> sqlx::Result<Vec<Task>> {
    let (user, limit) = (scope.user().clone(), limit as i64);
    with_connection!(scope, connection => bind_conditions!(sqlx::query_as(PAGE_UNTIL), user, conditions)
        .bind(&until.next_day).bind(limit).bind(offset)
        .fetch_all(connection).await)
}

pub(super) const COUNT_UNTIL: &str = concat!("select count(*)", due_until!());

pub(crate) async fn count_until(
    scope: &mut Scope,
    until: &Until,
    conditions: &Conditions<'_>,
) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    with_connection!(scope, connection => bind_conditions!(sqlx::query_scalar(COUNT_UNTIL), user, conditions)
        .bind(&until.next_day)
        .fetch_one(connection).await)
}
