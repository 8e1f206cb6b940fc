//! A task's plan as a form sends it: all values are texts.

use serde::{Deserialize, Serialize};

/// The fields of a form. An empty text removes a value, and a field that is not there leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The day on which it is due, `2026-12-04`, or a whole time as `Task::due` has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The time of that day, `17:00`, in the person's zone. It counts only beside a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_time: Option<String>,
    /// The day before which it stays out of the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Times, durations, or words such as `10 min before`, with commas between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminders: Option<String>,
    /// A rule of RFC 5545, or `own`: then `rule` has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat: Option<String>,
    /// The person's own rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// `due` or `completion`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_from: Option<String>,
    /// `1` to `4`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Tags with commas between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<String>,
    /// The list's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The number of the task of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
}
