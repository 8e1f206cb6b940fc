//! What the browser may call about reminders: the page, and the service worker for the buttons of a notification.

#![expect(missing_docs, reason = "each function also makes a struct, whose fields are the arguments")]

use super::Reminder;
use crate::call::{Json, PageClient};
use crate::error::AppError;
use crate::id::ReminderId;
use crate::tasks::Edited;
use leptos::prelude::*;

/// The reminders that were told and not dismissed, the oldest first.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "reminders/list")]
pub async fn open_reminders() -> Result<Vec<Reminder>, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::reminders::server::Reminders>().open(&session.user.id).await)
}

/// Marks the task of a reminder as done.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "reminders/done")]
pub async fn reminder_done(id: ReminderId) -> Result<Edited, AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::reminders::server::Reminders>().done(&session.user.id, id).await)
}

/// Tells a reminder again: in so many minutes (10 if they are left out, a week at most), or tomorrow morning.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "reminders/snooze")]
pub async fn snooze_reminder(
    id: ReminderId,
    #[server(default)] minutes: Option<u32>,
    #[server(default)] tomorrow: bool,
) -> Result<(), AppError> {
    use crate::reminders::server::{Reminders, Snooze};
    use crate::rpc;
    let session = rpc::require_session().await?;
    let until = if tomorrow { Snooze::Tomorrow } else { Snooze::Minutes(minutes.unwrap_or(10)) };
    rpc::answer(expect_context::<Reminders>().snooze(&session.user.id, id, until).await)
}

/// Takes a reminder away from all pages. One that is gone is no error.
#[server(prefix = "/rpc", client = PageClient, output = Json, endpoint = "reminders/dismiss")]
pub async fn dismiss_reminder(id: ReminderId) -> Result<(), AppError> {
    use crate::rpc;
    let session = rpc::require_session().await?;
    rpc::answer(expect_context::<crate::reminders::server::Reminders>().dismiss(&session.user.id, id).await)
}
