//! The page of a task, as HTML with plain forms. The server alone makes it, so that the client need not know it.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod history;
#[cfg(feature = "ssr")]
mod html;
#[cfg(feature = "ssr")]
pub(crate) mod import;
#[cfg(feature = "ssr")]
mod subtasks;
#[cfg(feature = "ssr")]
mod zone;

use super::view::TaskHtml;
use crate::call::PageClient;
use crate::error::AppError;
use crate::id::TaskId;
use leptos::prelude::*;

/// A task's page, or without `id` the part of the settings with the time zone.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/page")]
pub async fn made_page(id: Option<TaskId>) -> Result<TaskHtml, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(match id {
        Some(id) => html::of(&tasks, &session.user.id, id).await,
        None => zone::form(&tasks, &session.user.id).await,
    })
}

/// The page that makes tasks of a file: it asks for the file or, with the number of one, shows it.
#[server(prefix = "/rpc", client = PageClient, endpoint = "tasks/import-page")]
pub async fn import_page(file: Option<i64>) -> Result<TaskHtml, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(import::of(&tasks, &session.user.id, file).await)
}
