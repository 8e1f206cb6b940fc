//! Statements that add, find or remove many tasks at once. The values go as one JSON text.

use crate::db::transaction::Inner;
use crate::db::{Scope, Topic, with_connection};
use crate::id::TaskId;
use crate::tasks::Task;
use crate::tasks::store::locking;
use crate::tasks::store::row::{self, columns};
use crate::timestamp::Timestamp;
use serde::Serialize;
use sqlx::types::Json;

/// A task that is there already, by what tells it from others.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Known {
    pub(crate) id: TaskId,
    pub(crate) title: String,
    pub(crate) due_date: Option<String>,
    pub(crate) due_at: Option<Timestamp>,
    pub(crate) list_name: Option<String>,
    pub(crate) parent_id: Option<TaskId>,
}

/// The tasks with one of these titles, the oldest first.
pub(crate) async fn known(scope: &mut Scope, titles: &[&str]) -> sqlx::Result<Vec<Known>> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "select id, title, due_date, due_at, list_name, parent_id from tasks_phaseiii
             where user_id = $1 and title in (select value from json_each($2)) order by id"
        }
        Inner::Postgres(_) => {
            "select id, title, due_date, due_at, list_name, parent_id from tasks_phaseiii
             where user_id = $1 and title in (select jsonb_array_elements_text($2)) order by id"
        }
    };
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(Json(titles)).fetch_all(connection).await)
}

/// The values of a task as a statement reads them.
#[derive(Serialize)]
struct Values<'a> {
    number: usize,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    completed: bool,
    created_at: &'a Timestamp,
    updated_at: &'a Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_zone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reminders: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat_rule: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat_from: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat_start: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_id: Option<TaskId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<&'a Timestamp>,
}

impl<'a> Values<'a> {
    fn of(number: usize, task: &'a Task) -> Self {
        let plan = row::Plan::of(task);
        Self {
            number,
            title: &task.title,
            description: task.description.as_deref(),
            completed: task.completed,
            created_at: &task.created_at,
            updated_at: &task.updated_at,
            due_date: plan.due_date,
            due_at: plan.due_at,
            due_zone: task.time_zone.as_deref(),
            start_date: task.start.as_ref().map(|start| start.as_str()),
            reminders: plan.reminders.map(|list| list.0),
            repeat_rule: task.repeat.as_deref(),
            repeat_from: plan.repeat_from,
            repeat_start: task.repeat_start.as_deref(),
            priority: plan.priority,
            tags: plan.tags.map(|list| list.0),
            list_name: task.list.as_deref(),
            parent_id: task.parent_id,
            completed_at: task.completed_at.as_ref(),
        }
    }
}

/// The columns of a task that has a plan.
macro_rules! inserted {
    () => {
        "insert into tasks_phaseiii (user_id, title, description, completed, created_at, updated_at, due_date, due_at,
             due_zone, start_date, reminders, repeat_rule, repeat_from, repeat_start, priority, tags, list_name,
             parent_id, completed_at) "
    };
}

/// Adds tasks, each with a number of its own, and tells the numbers in the order of the tasks. Whether there is
/// room for them must be known before.
pub(crate) async fn insert_tasks(scope: &mut Scope, tasks: &[Task]) -> sqlx::Result<Vec<TaskId>> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let values: Vec<Values<'_>> =
        tasks.iter().enumerate().map(|(number, task)| Values::of(number, task)).collect();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => concat!(
            inserted!(),
            "select $1, value ->> 'title', value ->> 'description', value ->> 'completed', value ->> 'created_at',
                 value ->> 'updated_at', value ->> 'due_date', value ->> 'due_at', value ->> 'due_zone',
                 value ->> 'start_date', value -> 'reminders', value ->> 'repeat_rule', value ->> 'repeat_from',
                 value ->> 'repeat_start', value ->> 'priority', value -> 'tags', value ->> 'list_name',
                 value ->> 'parent_id', value ->> 'completed_at'
             from json_each($2) order by key
             returning id"
        ),
        Inner::Postgres(_) => concat!(
            inserted!(),
            "select $1, title, description, completed, created_at, updated_at, due_date, due_at, due_zone, start_date,
                 reminders, repeat_rule, repeat_from, repeat_start, priority, tags, list_name, parent_id,
                 completed_at
             from jsonb_to_recordset($2) as given (number bigint, title text, description text, completed boolean,
                 created_at timestamptz, updated_at timestamptz, due_date text, due_at timestamptz, due_zone text,
                 start_date text, reminders jsonb, repeat_rule text, repeat_from text, repeat_start text,
                 priority bigint, tags jsonb, list_name text, parent_id bigint, completed_at timestamptz)
             order by number
             returning id"
        ),
    };
    let mut ids: Vec<i64> = with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(Json(values)).fetch_all(connection).await)?;
    // Rows get growing numbers in the order of the statement, but may be told in another one.
    ids.sort_unstable();
    Ok(ids.into_iter().map(TaskId::new).collect())
}

/// Records that an import made these tasks.
pub(crate) async fn insert_changes(
    scope: &mut Scope,
    import: i64,
    tasks: &[Task],
    now: &Timestamp,
) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "insert into task_changes (user_id, task_id, kind, after, created_at, actor, import_id)
             select $1, value ->> 'id', 'created', value, $3, 'person', $4 from json_each($2) order by key"
        }
        Inner::Postgres(_) => {
            "insert into task_changes (user_id, task_id, kind, after, created_at, actor, import_id)
             select $1, (value ->> 'id')::bigint, 'created', value, $3, 'person', $4
             from jsonb_array_elements($2) with ordinality as given (value, number) order by number"
        }
    };
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(Json(tasks)).bind(now).bind(import).execute(connection).await.map(drop))
}

/// The tasks that an import made and that are still there, and all their sub-tasks. Their rows are locked.
pub(crate) async fn tasks(scope: &mut Scope, import: i64) -> sqlx::Result<Vec<Task>> {
    let user = scope.user().clone();
    let sql = locking!(
        scope,
        "select ",
        columns!(),
        " from tasks_phaseiii where user_id = $1 and (
              id in (select task_id from task_changes where user_id = $1 and import_id = $2)
              or parent_id in (select task_id from task_changes where user_id = $1 and import_id = $2))"
    );
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(import).fetch_all(connection).await)
}

/// Deletes tasks.
pub(crate) async fn delete_tasks(scope: &mut Scope, tasks: &[TaskId]) -> sqlx::Result<()> {
    let user = scope.user().clone();
    scope.changed(Topic::Tasks);
    let sql = match scope.inner() {
        Inner::Sqlite(_) => {
            "delete from tasks_phaseiii where user_id = $1 and id in (select value from json_each($2))"
        }
        // The planner expects few elements of a JSON text. An array it looks up in the index in any case.
        Inner::Postgres(_) => {
            "delete from tasks_phaseiii
             where user_id = $1 and id = any(array(select jsonb_array_elements_text($2)::bigint))"
        }
    };
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(Json(tasks)).execute(connection).await.map(drop))
}

/// Marks the changes of an import as undone whose tasks are gone.
pub(crate) async fn mark_gone(scope: &mut Scope, import: i64, now: &Timestamp) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update task_changes set undone_at = $3
               where user_id = $1 and import_id = $2 and undone_at is null
                 and not exists (select 1 from tasks_phaseiii where tasks_phaseiii.id = task_changes.task_id)";
    with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(import).bind(now).execute(connection).await.map(drop))
}
