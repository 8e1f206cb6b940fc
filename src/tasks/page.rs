//! The page of a task, as HTML with plain forms. The server alone makes it, so that the client need not know it.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod history;
#[cfg(feature = "ssr")]
mod html;
#[cfg(feature = "ssr")]
mod subtasks;

use super::view::TaskHtml;
use crate::call::PageClient;
use crate::error::AppError;
use crate::id::TaskId;
use leptos::prelude::*;

/// A task's page.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/page")]
pub async fn task_page(id: TaskId) -> Result<TaskHtml, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(html::of(&tasks, &session.user.id, id).await)
}
