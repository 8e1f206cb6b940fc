//! The tasks on the page: beside the chat and on pages of their own.

mod address;
mod board;
mod bulk;
mod change;
mod chip;
mod editor;
mod focus;
mod group;
mod hold;
mod import_page;
#[cfg(feature = "ssr")]
mod mail_wishes;
mod new_task;
mod order;
mod panel;
mod preview;
mod row;
mod task_list;
mod task_page;
mod tasks_page;
mod time_zone;
mod undo_toast;
mod views_nav;

pub use board::Tasks;
#[cfg(feature = "ssr")]
pub use mail_wishes::ReminderSection;
pub use panel::TaskPanel;
pub use tasks_page::TasksPage;
pub use time_zone::{TimeZoneSection, tell_time_zone};
pub use undo_toast::UndoToast;
