//! Tasks: what a person wants to get done. This file holds the shared types and their limits. The rules are in
//! `tasks::server`.

use crate::due::Due;
use crate::id::TaskId;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

pub mod api;
pub mod bulk;
#[cfg(feature = "ssr")]
pub mod file;
pub mod form;
pub mod history;
pub mod line;
pub mod page;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub(crate) mod store;
pub mod tool_name;
pub mod ui;
pub mod undoable;
pub mod view;

pub use form::PlanForm;
pub use history::{Edited, Kind, TaskChange, Who};
pub use view::{Board, Overview, Place, View, ViewPage};

/// Most characters (not bytes) of a title.
pub const TITLE_MAX: usize = 200;
/// Most characters (not bytes) of a description.
pub const DESCRIPTION_MAX: usize = 1000;

/// Most tasks of a person.
pub const TASKS_MAX: usize = 100_000;
/// Most tasks that a model or a program gets in one text. More would fill the context of most models.
#[cfg(feature = "ssr")]
pub const LISTED_MAX: usize = 500;

/// Most characters of a tag, and of a list's name.
pub const NAME_MAX: usize = 100;
/// Most tags of a task.
pub const TAGS_MAX: usize = 20;
/// Most reminders of a task.
pub const REMINDERS_MAX: usize = 10;
/// Most sub-tasks of a task.
pub const SUBTASKS_MAX: usize = 200;

/// One task of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema, utoipa::ToSchema))]
pub struct Task {
    /// The task's number, which people and models use to name it.
    #[cfg_attr(feature = "ssr", schemars(with = "i64"))]
    pub id: TaskId,
    /// 1 to 200 characters, trimmed.
    pub title: String,
    /// Up to 1000 characters of Markdown. An empty one is `None`.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether it is done.
    pub completed: bool,
    /// When it is due: a day, or a time with the offset of the person's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "String"), schema(nullable = false))]
    pub due: Option<Due>,
    /// The zone in which the time is meant, if it is due at a time: a name of the IANA database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "String"), schema(nullable = false))]
    pub time_zone: Option<String>,
    /// The day before which it stays out of the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "String"), schema(nullable = false))]
    pub start: Option<Due>,
    /// When to remind of it: times, or durations before it is due such as `-PT30M`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ssr", schema(required = false))]
    pub reminders: Vec<String>,
    /// How it repeats: a rule of RFC 5545 without `RRULE:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "String"), schema(nullable = false))]
    pub repeat: Option<String>,
    /// From when the rule counts, if not from the day on which it is due.
    #[serde(default, skip_serializing_if = "RepeatFrom::is_due")]
    #[cfg_attr(feature = "ssr", schema(required = false))]
    pub repeat_from: RepeatFrom,
    /// The rule's first occurrence: a day, or a time in `time_zone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "String"), schema(nullable = false))]
    pub repeat_start: Option<String>,
    /// 1 (highest) to 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "i64"), schema(nullable = false, minimum = 1, maximum = 4))]
    pub priority: Option<u8>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ssr", schema(required = false))]
    pub tags: Vec<String>,
    /// The list that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "String"), schema(nullable = false))]
    pub list: Option<String>,
    /// The task of which it is a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "i64"), schema(nullable = false))]
    pub parent_id: Option<TaskId>,
    /// Where it stands if the person has moved it. Smaller numbers come first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "i64"), schema(nullable = false))]
    pub position: Option<i64>,
    /// When it was marked as done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "String"), schema(nullable = false))]
    pub completed_at: Option<Timestamp>,
    /// When it was made.
    #[cfg_attr(feature = "ssr", schemars(with = "String"))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "ssr", schemars(with = "String"))]
    pub updated_at: Timestamp,
}

#[cfg(feature = "ssr")]
impl Task {
    /// A task that is to be done and has no plan. The database gives it a number; until then it is 0.
    pub(crate) fn unnumbered(title: String, now: &Timestamp) -> Self {
        Self {
            id: TaskId::new(0),
            title,
            description: None,
            completed: false,
            due: None,
            time_zone: None,
            start: None,
            reminders: Vec::new(),
            repeat: None,
            repeat_from: RepeatFrom::Due,
            repeat_start: None,
            priority: None,
            tags: Vec::new(),
            list: None,
            parent_id: None,
            position: None,
            completed_at: None,
            created_at: now.clone(),
            updated_at: now.clone(),
        }
    }
}

/// From when a rule of repetition counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema, utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum RepeatFrom {
    /// From the day or time on which the task is due, however late it is done.
    #[default]
    Due,
    /// From the day on which the task is done.
    Completion,
}

impl RepeatFrom {
    /// Whether it counts from the due day, as it does unless somebody says otherwise.
    pub fn is_due(&self) -> bool {
        *self == Self::Due
    }
}

/// Which tasks a list holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema, utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Every task.
    #[default]
    All,
    /// Tasks still to do.
    Pending,
    /// Tasks that are done.
    Completed,
}
