//! What the browser may call about tasks. Every function acts on the tasks of the person who is logged in.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use super::{Edited, Overview, Place, PlanForm, Status, Task, TaskChange, View, ViewPage};
use crate::call::PageClient;
use crate::error::AppError;
use crate::id::{MessageId, TaskId};
use leptos::prelude::*;

/// The person's tasks, newest first.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/list")]
pub async fn list_tasks(status: Status) -> Result<Vec<Task>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().list(&session.user.id, status).await)
}

/// A part of a view: the tasks after the first `offset`.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/view")]
pub async fn view_tasks(view: View, #[server(default)] offset: u32) -> Result<ViewPage, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.view(&session.user.id, &view, offset).await)
}

/// What a page shows around the views: how much is due, the lists, the tags, the zone.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/overview")]
pub async fn tasks_overview() -> Result<Overview, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().overview(&session.user.id).await)
}

/// A task and its sub-tasks.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/one")]
pub async fn one_task(id: TaskId) -> Result<(Task, Vec<Task>), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().with_subtasks(&session.user.id, id).await)
}

/// What was done to a task, the last change first.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/history")]
pub async fn task_history(id: TaskId) -> Result<Vec<TaskChange>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().history(&session.user.id, id, 50).await)
}

/// Adds a task. A plain form has the `author` that it was made for (see `auth::api::author_proof`). What is empty or left
/// out of the plan is not in it.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/add")]
pub async fn add_task(
    title: String,
    #[server(default)] description: String,
    #[server(default)] plan: PlanForm,
    #[server(default)] author: String,
) -> Result<Edited, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::require_author(&session, &author).await?;
    let plan = plan.read()?;
    let edit = crate::tasks::server::Edit::add_planned(&title, Some(&description), &plan);
    let edit = rpc::answer(edit)?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().edited(&session.user.id, edit).await)
}

/// Marks a task as done or, without `completed`, as still to do.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/complete")]
pub async fn complete_task(id: TaskId, #[server(default)] completed: bool) -> Result<Edited, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let edit = crate::tasks::server::Edit::complete(id, completed);
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().edited(&session.user.id, edit).await)
}

/// Sets a task's title and description, and what the plan names. An empty value removes what was there. A value that is left
/// out stays.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/update")]
pub async fn update_task(
    id: TaskId,
    #[server(default)] title: Option<String>,
    #[server(default)] description: Option<String>,
    #[server(default)] plan: PlanForm,
) -> Result<Edited, AppError> {
    use crate::rpc;
    use crate::tasks::server::{Edit, Patch};
    let session = rpc::require_session().await?;
    let plan = plan.read()?;
    let patch = Patch {
        title: title.as_deref(),
        description: description.as_deref(),
        completed: None,
        plan: Some(&plan),
    };
    let edit = rpc::answer(Edit::change(id, patch))?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().edited(&session.user.id, edit).await)
}

/// Deletes a task and its sub-tasks.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/delete")]
pub async fn delete_task(id: TaskId) -> Result<Edited, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let edit = crate::tasks::server::Edit::delete(id);
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().edited(&session.user.id, edit).await)
}

/// Puts a task beside another one in the person's order.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/place")]
pub async fn place_task(id: TaskId, place: Place) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().place(&session.user.id, id, place).await)
}

/// Undoes a change, whoever made it: the change with this number of a task's history.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/take-back")]
pub async fn take_back(task_change: i64) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.undo_change(&session.user.id, task_change).await.map(drop))
}

/// Sets the person's zone. `chosen`: the person chose it; else the browser tells it, which counts until the person chooses.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/time-zone")]
pub async fn set_time_zone(time_zone: String, #[server(default)] chosen: bool) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.set_time_zone(&session.user.id, &time_zone, chosen).await)
}

/// Undoes the change that one call of the assistant made: the call with the id `call` of the reply `message`.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/undo")]
pub async fn undo_change(message: MessageId, call: String) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(
        expect_context::<crate::tasks::server::Tasks>()
            .undo(&session.user.id, message, &call)
            .await
            .map(drop),
    )
}
