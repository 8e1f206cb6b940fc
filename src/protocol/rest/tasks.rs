//! The person's tasks.

use super::Refusal;
use super::body::{Body, OptionalBody, Query, cursor, limit, present};
use super::conditions::{
    IdempotencyKey, IdempotencyKeyHeader, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, tagged,
};
use super::operation::Operations;
use super::target::{Reader, Target, Writer};
use crate::endpoint::Access;
use crate::id::{TaskId, UserId};
use crate::tasks::server::{Actor, Caller, DueIn, Edit, Filter, Patch, Plan, TaskPage, Tasks};
use crate::tasks::{Status, Task};
use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .add(Access::Member, routes!(list_tasks, create_task))
        .add(Access::Member, routes!(get_task, replace_task, update_task, delete_task))
        .add(Access::Member, routes!(complete_task))
}

/// Who changes tasks here: a program, in the person's name.
fn caller(user: &UserId) -> Caller<'_> {
    Caller { user, actor: Actor::Program("REST") }
}

/// Which tasks to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Which tasks: `all` (the default), `pending` or `completed`.
    #[param(inline, nullable = false)]
    status: Option<Status>,
    /// Only tasks whose title or description has all these words. The last word may be incomplete.
    #[param(nullable = false)]
    query: Option<String>,
    /// Only tasks to do that are due then: `today` (with those that are overdue), `overdue` (before today), `week` (until
    /// seven days from now, with those that are overdue) or `none` (never due). The first three come by day and time.
    #[param(inline, nullable = false)]
    due: Option<DueIn>,
    /// Only tasks with this tag.
    #[param(nullable = false)]
    tag: Option<String>,
    /// Only tasks in this list.
    #[param(nullable = false)]
    list: Option<String>,
    /// Most tasks on the page.
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(pattern = "^[0-9]{1,18}$", nullable = false)]
    cursor: Option<String>,
}

/// A page of tasks.
#[derive(Debug, Serialize, ToSchema)]
struct TaskList {
    /// The tasks, newest first, or by day if you asked when they are due.
    tasks: Vec<Task>,
    /// Where the list goes on: the `cursor` of the next page. `null` at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// List tasks
///
/// The newest come first. Tasks that are added while you read come before the first page, so you see none twice.
#[utoipa::path(get, path = "/api/{user_id}/tasks", tag = "Tasks", params(ListQuery),
    responses((status = 200, description = "A page of tasks.", body = TaskList)))]
async fn list_tasks(
    State(tasks): State<Tasks>,
    Reader(grant): Reader,
    Query(query): Query<ListQuery>,
) -> Result<Json<TaskList>, Refusal> {
    let filter = Filter {
        status: query.status.unwrap_or_default(),
        query: query.query.as_deref(),
        due: query.due,
        tag: query.tag.as_deref(),
        list: query.list.as_deref(),
    };
    let after = cursor(query.cursor.as_deref())?;
    let TaskPage { tasks, next } = tasks.page(&grant.user.id, filter, after, limit(query.limit)?).await?;
    Ok(Json(TaskList { tasks, next: next.map(|next| next.to_string()) }))
}

/// A task to add.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct NewTask {
    /// What to do. Spaces around it are removed.
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
        example = "Buy milk"
    )]
    title: String,
    /// More details.
    #[schema(max_length = 1000, pattern = r"^[^\u0000]*$", example = "Two litres")]
    description: Option<String>,
    #[serde(flatten)]
    plan: Plan,
}

/// Add a task
#[utoipa::path(post, path = "/api/{user_id}/tasks", tag = "Tasks", params(IdempotencyKeyHeader),
    request_body = NewTask,
    responses((status = 201, description = "The new task.", body = Task, headers(
        ("ETag" = String, description = "The task's entity tag, for `If-Match`."),
        ("Location" = String, description = "The task's address."),
    ))))]
async fn create_task(
    State(tasks): State<Tasks>,
    Writer(grant): Writer,
    key: IdempotencyKey,
    Body(task): Body<NewTask>,
) -> Result<Response, Refusal> {
    let user = &grant.user.id;
    let edit = Edit::add_planned(&task.title, task.description.as_deref(), &task.plan)?;
    let task = match key.request(&("create_task", &task)) {
        Some(request) => tasks.add_once(caller(user), &request, edit).await?,
        None => tasks.change(caller(user), edit).await?.task,
    };
    let mut response = tagged(StatusCode::CREATED, &task);
    let location = HeaderValue::from_str(&format!("/api/{user}/tasks/{}", task.id));
    response.headers_mut().extend(location.map(|location| (LOCATION, location)));
    Ok(response)
}

/// Read a task
#[utoipa::path(get, path = "/api/{user_id}/tasks/{task_id}", tag = "Tasks", params(IfNoneMatchHeader),
    responses(
        (status = 200, description = "The task.", body = Task, headers(
            ("ETag" = String, description = "The task's entity tag, for `If-Match`."))),
        (status = 304, description = "You have it already."),
    ))]
async fn get_task(
    State(tasks): State<Tasks>,
    Reader(grant): Reader,
    Target(task): Target<TaskId>,
    known: IfNoneMatch,
) -> Result<Response, Refusal> {
    Ok(known.answer(&tasks.get(&grant.user.id, task).await?))
}

/// What a task shall be.
#[derive(Debug, Deserialize, ToSchema)]
struct WholeTask {
    /// What to do.
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
        example = "Buy milk"
    )]
    title: String,
    /// More details. Without it the task has none.
    #[schema(max_length = 1000, pattern = r"^[^\u0000]*$")]
    description: Option<String>,
    /// Whether it is done. Without it this stays as it is.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    completed: Option<bool>,
    /// What it does not name of the plan is removed.
    #[serde(flatten)]
    plan: Plan,
}

/// Replace a task
#[utoipa::path(put, path = "/api/{user_id}/tasks/{task_id}", tag = "Tasks", params(IfMatchHeader),
    request_body = WholeTask,
    responses((status = 200, description = "The task after the change.", body = Task, headers(
        ("ETag" = String, description = "The task's new entity tag.")))))]
async fn replace_task(
    State(tasks): State<Tasks>,
    Writer(grant): Writer,
    Target(task): Target<TaskId>,
    IfMatch(expected): IfMatch,
    Body(whole): Body<WholeTask>,
) -> Result<Response, Refusal> {
    let plan = whole.plan.whole();
    let patch = Patch {
        title: Some(&whole.title),
        description: Some(whole.description.as_deref().unwrap_or_default()),
        completed: whole.completed,
        plan: Some(&plan),
    };
    let task = tasks.edit_expecting(caller(&grant.user.id), Edit::patch(task, patch)?, &expected).await?;
    Ok(tagged(StatusCode::OK, &task))
}

/// What to change of a task. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
struct TaskPatch {
    /// The new title.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
        nullable = false
    )]
    title: Option<String>,
    /// The new description. `null` removes it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, max_length = 1000, pattern = r"^[^\u0000]*$")]
    description: Option<Option<String>>,
    /// Whether it is done.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, example = true)]
    completed: Option<bool>,
    #[serde(flatten)]
    plan: Plan,
}

/// Change a task
#[utoipa::path(patch, path = "/api/{user_id}/tasks/{task_id}", tag = "Tasks", params(IfMatchHeader),
    request_body = TaskPatch,
    responses((status = 200, description = "The task after the change.", body = Task, headers(
        ("ETag" = String, description = "The task's new entity tag.")))))]
async fn update_task(
    State(tasks): State<Tasks>,
    Writer(grant): Writer,
    Target(task): Target<TaskId>,
    IfMatch(expected): IfMatch,
    Body(patch): Body<TaskPatch>,
) -> Result<Response, Refusal> {
    let description = patch.description.as_ref().map(|text| text.as_deref().unwrap_or_default());
    let patch = Patch {
        title: patch.title.as_deref(),
        description,
        completed: patch.completed,
        plan: Some(&patch.plan),
    };
    let task = tasks.edit_expecting(caller(&grant.user.id), Edit::patch(task, patch)?, &expected).await?;
    Ok(tagged(StatusCode::OK, &task))
}

/// Delete a task
#[utoipa::path(delete, path = "/api/{user_id}/tasks/{task_id}", tag = "Tasks", params(IfMatchHeader),
    responses((status = 204, description = "The task is deleted.")))]
async fn delete_task(
    State(tasks): State<Tasks>,
    Writer(grant): Writer,
    Target(task): Target<TaskId>,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Refusal> {
    tasks.edit_expecting(caller(&grant.user.id), Edit::delete(task), &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether a task is done.
#[derive(Debug, Deserialize, ToSchema)]
struct Completion {
    /// Whether it is done.
    #[schema(example = true)]
    completed: bool,
}

/// Complete or reopen a task
///
/// Without a body, a task that is to do becomes done, and one that is done becomes to do. With a body, sending the
/// request twice has the same effect as sending it once.
#[utoipa::path(patch, path = "/api/{user_id}/tasks/{task_id}/complete", tag = "Tasks", params(IfMatchHeader),
    request_body = Option<Completion>,
    responses((status = 200, description = "The task after the change.", body = Task, headers(
        ("ETag" = String, description = "The task's new entity tag.")))))]
async fn complete_task(
    State(tasks): State<Tasks>,
    Writer(grant): Writer,
    Target(task): Target<TaskId>,
    IfMatch(expected): IfMatch,
    OptionalBody(completion): OptionalBody<Completion>,
) -> Result<Response, Refusal> {
    let edit = match completion {
        Some(Completion { completed }) => Edit::complete(task, completed),
        None => Edit::toggle(task),
    };
    let task = tasks.edit_expecting(caller(&grant.user.id), edit, &expected).await?;
    Ok(tagged(StatusCode::OK, &task))
}
