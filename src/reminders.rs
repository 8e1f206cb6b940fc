//! Reminders that arrive: in open pages, by Web Push and by mail. A task's own reminders say when; this feature tells them.

pub mod api;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod push;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub(crate) mod store;
pub mod ui;

use crate::due::Due;
use crate::id::{ReminderId, TaskId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A reminder that was told and that nobody dismissed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Its number.
    pub id: ReminderId,
    /// The task.
    pub task_id: TaskId,
    /// The task's title.
    pub title: String,
    /// When the task is due.
    pub due: Option<Due>,
    /// The moment that it was for.
    pub remind_at: Timestamp,
    /// When it was told.
    pub told_at: Timestamp,
    /// Whether it was told late, because the server was off.
    pub late: bool,
}
