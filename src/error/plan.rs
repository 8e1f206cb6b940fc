//! What is wrong with a value of a task's plan: its dates, repetition, priority, tags, list or parent.

#[cfg(feature = "ssr")]
use serde::{Deserialize, Serialize};

/// Why a value of a task's plan was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize, Deserialize), serde(rename_all = "snake_case"))]
pub enum PlanProblem {
    /// The text of `due` is neither a day nor a time.
    Due,
    /// The text of `start` is no day.
    Start,
    /// The task would start after it is due.
    StartAfterDue,
    /// A reminder is neither a time nor a duration before the task is due.
    Reminder,
    /// A reminder is told as a duration before the task is due, but the task is never due.
    ReminderWithoutDue,
    /// More than `max` reminders.
    TooManyReminders {
        /// The most.
        max: usize,
    },
    /// The rule of repetition cannot be used. The problem is a sentence in English.
    Repeat {
        /// What is wrong with it.
        problem: String,
    },
    /// The rule of repetition never applies.
    RepeatNever,
    /// The priority is not 1 to 4.
    Priority,
    /// A tag is empty, longer than `max` characters, or has a comma or a line break.
    Tag {
        /// The most characters.
        max: usize,
    },
    /// More than `max` tags.
    TooManyTags {
        /// The most.
        max: usize,
    },
    /// The name of a list is longer than `max` characters or has a line break.
    List {
        /// The most characters.
        max: usize,
    },
    /// The person has no task with the number of the parent.
    NoParent,
    /// The parent is a sub-task, or the task itself.
    ParentIsSubtask,
    /// The task has sub-tasks, so it cannot become one.
    HasSubtasks,
    /// The parent has `max` sub-tasks already.
    TooManySubtasks {
        /// The most.
        max: usize,
    },
}

impl PlanProblem {
    /// The argument or form field at fault.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Start | Self::StartAfterDue => "start",
            Self::Reminder | Self::ReminderWithoutDue | Self::TooManyReminders { .. } => "reminders",
            Self::Repeat { .. } | Self::RepeatNever => "repeat",
            Self::Priority => "priority",
            Self::Tag { .. } | Self::TooManyTags { .. } => "tags",
            Self::List { .. } => "list",
            Self::NoParent | Self::ParentIsSubtask | Self::HasSubtasks | Self::TooManySubtasks { .. } => {
                "parent_id"
            }
        }
    }
}
