//! The tasks on the page: beside the chat and on a page of their own.

mod board;
mod editor;
mod new_task;
mod panel;
mod row;
mod tasks_page;

pub use board::Tasks;
pub use panel::TaskPanel;
pub use tasks_page::TasksPage;
