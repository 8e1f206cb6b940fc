//! The page that makes tasks of a file: it asks for the file, shows what it holds, and says what became of it. Everything is plain forms.
//!
//! The file waits in the database between these steps. In the page as a hidden field it would be sent three times, and a page of 5 MB
//! cannot be loaded again.

mod choose;
mod outcome;
mod preview;
mod upload;
mod warnings;

pub(crate) use upload::{UPLOAD_LIMIT, endpoints};

use crate::id::UserId;
use crate::rpc;
use crate::tasks::server::{ImportStage, TaskError, Tasks};
use crate::tasks::view::TaskHtml;
use leptos::prelude::*;

/// The page.
///
/// # Errors
/// If the file is not there, or no longer.
pub async fn of(tasks: &Tasks, user: &UserId, file: Option<i64>) -> Result<TaskHtml, TaskError> {
    // Leptos' views need an owner.
    let html = match file {
        None => {
            let recent = tasks.recent_imports(user).await?;
            let (now, author) = (tasks.local_time(user).await?, rpc::author_proof());
            Owner::new().with(|| choose::page(&recent, &now, author).to_html())
        }
        Some(file) => match tasks.import_stage(user, file).await? {
            ImportStage::Waiting(found) => Owner::new().with(|| preview::page(&found).to_html()),
            ImportStage::Done(record, left) => Owner::new().with(|| outcome::page(&record, left).to_html()),
        },
    };
    Ok(TaskHtml::untitled(html))
}

/// `1 task` or `2 tasks`.
fn count(number: i64, unit: &str) -> String {
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// What a file is called on the page.
fn name(file_name: &str) -> String {
    if file_name.is_empty() { "the text that you pasted".to_owned() } else { file_name.to_owned() }
}
