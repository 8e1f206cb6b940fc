//! What the browser may call about tasks. Every function acts on the tasks of the person who is logged in.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use super::{Status, Task};
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

/// Adds a task. A plain form has the `author` that it was made for (see `auth::api::author_proof`).
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/add")]
pub async fn add_task(
    title: String,
    #[server(default)] description: String,
    #[server(default)] author: String,
) -> Result<Task, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::require_author(&session, &author).await?;
    rpc::answer(
        expect_context::<crate::tasks::server::Tasks>()
            .add(&session.user.id, &title, Some(&description))
            .await,
    )
}

/// Marks a task as done or, without `completed`, as still to do.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/complete")]
pub async fn complete_task(id: TaskId, #[server(default)] completed: bool) -> Result<Task, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(
        expect_context::<crate::tasks::server::Tasks>().complete(&session.user.id, id, completed).await,
    )
}

/// Sets a task's title and description. An empty description removes it.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/update")]
pub async fn update_task(
    id: TaskId,
    title: String,
    #[server(default)] description: String,
) -> Result<Task, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(
        expect_context::<crate::tasks::server::Tasks>()
            .update(&session.user.id, id, Some(&title), Some(&description))
            .await,
    )
}

/// Deletes a task.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/delete")]
pub async fn delete_task(id: TaskId) -> Result<Task, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::tasks::server::Tasks>().delete(&session.user.id, id).await)
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
