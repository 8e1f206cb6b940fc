//! The views of a person's tasks, and what a page shows around them.

use super::Task;
use crate::id::TaskId;
use serde::{Deserialize, Serialize};

/// Most tasks that a page gets at once.
pub const PAGE: usize = 100;
/// How many of the tasks that were done last are beside [`View::All`].
pub const DONE_BESIDE: usize = 20;
/// Most tasks that a page is told again when something has changed.
pub const SHOWN_MAX: usize = 1000;

/// A view of the tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// To do and due today or earlier, by day and time.
    Today,
    /// To do and due or starting later, by day and time.
    Upcoming,
    /// To do and started, in the person's order.
    #[default]
    All,
    /// Done, the last one first.
    Done,
    /// To do in one list, in the person's order. Small and capital letters are the same.
    List(String),
    /// To do and with this tag, in the person's order. Small and capital letters are the same.
    Tag(String),
    /// All whose title or description has these words, the newest first. The last word may be incomplete.
    Search(String),
}

/// A part of a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewPage {
    /// The tasks in their order: at most [`PAGE`].
    pub tasks: Vec<Task>,
    /// All sub-tasks of these tasks. One that is in the view by itself is in both.
    pub subtasks: Vec<Task>,
    /// How many tasks come before the next part. `None` at the end.
    pub next: Option<u32>,
    /// The person's day, as `2026-12-04`.
    pub today: String,
    /// The rules of repetition of these tasks, each with its words, so that the client need not read rules.
    pub rules: Vec<(String, String)>,
}

/// A view as a page shows it, with what is around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Which view.
    pub view: View,
    /// Its tasks.
    pub page: ViewPage,
    /// Beside [`View::All`]: the tasks that were done last.
    pub done: Option<ViewPage>,
    /// What is around it.
    pub overview: Overview,
}

/// What a page shows around the views.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// How many tasks the view Today has.
    pub today: i64,
    /// How many of them were due before today.
    pub overdue: i64,
    /// The lists that have tasks to do, by name.
    pub lists: Vec<String>,
    /// The tags, by name, in small letters.
    pub tags: Vec<String>,
    /// The person's zone. `None` if it is not known yet.
    pub time_zone: Option<String>,
    /// Whether the person has chosen the zone. If not, the browser tells it.
    pub time_zone_chosen: bool,
}

/// What the server makes as HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// The page of a task.
    Task(TaskId),
    /// The part of the settings with the time zone.
    TimeZone,
    /// The part of the settings about mail, with the token of a link that confirms the person's address. It is empty unless
    /// they have followed one.
    MailWishes(String),
}

/// The page of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskHtml {
    /// The task's title.
    pub title: String,
    /// What the page shows. It has plain forms.
    pub html: String,
    /// Differs when what is shown of the task has changed. Empty for other pages.
    #[serde(default)]
    pub revision: String,
}

#[cfg(feature = "ssr")]
impl TaskHtml {
    /// A part of a page that has its own title.
    pub(crate) fn untitled(html: String) -> Self {
        Self { title: String::new(), html, revision: String::new() }
    }
}

/// Where to put a task: beside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Right before this task.
    Before(TaskId),
    /// Right after this task.
    After(TaskId),
}
