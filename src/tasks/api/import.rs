//! What the page of an import may call. The file itself comes as a form of its own kind, see `tasks::page::import`.

use crate::call::{Json, PageClient};
use crate::error::AppError;
use leptos::prelude::*;

/// Makes tasks of a file that waits. `done`: also those that are done. `known`: also those that are there already. `list` is for all of
/// them. Returns how many there are.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/import")]
pub async fn import_tasks(
    file: i64,
    #[server(default)] done: bool,
    #[server(default)] known: bool,
    #[server(default)] list: String,
) -> Result<i64, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let choice = crate::tasks::server::ImportChoice { done, known, list };
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.import_file(&session.user.id, file, &choice).await)
}

/// Removes the tasks of an import that nobody has changed since. Returns how many.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "tasks/undo-import")]
pub async fn undo_import(file: i64) -> Result<usize, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    let tasks = expect_context::<crate::tasks::server::Tasks>();
    rpc::answer(tasks.undo_import(&session.user.id, file).await)
}
