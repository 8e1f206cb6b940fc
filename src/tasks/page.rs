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
mod reminders;
#[cfg(feature = "ssr")]
mod subtasks;
#[cfg(feature = "ssr")]
mod zone;

use super::view::{Made, TaskHtml};
use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// A task's page, or a part of the settings.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/page")]
pub async fn made_page(part: Made) -> Result<TaskHtml, AppError> {
    use crate::rpc;
    let user = rpc::require_session().await?.user;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(match part {
        Made::Task(id) => html::of(&tasks, &user.id, id).await,
        Made::TimeZone => zone::form(&tasks, &user.id).await,
        Made::MailWishes(token) => {
            let by_mail = expect_context::<crate::auth::server::Recovery>().by_mail();
            reminders::forms(&tasks, &user, by_mail, &token).await
        }
    })
}

/// The page that makes tasks of a file: it asks for the file or, with the number of one, shows it.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/import-page")]
pub async fn import_page(file: Option<i64>) -> Result<TaskHtml, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(import::of(&tasks, &session.user.id, file).await)
}
