//! Changes of several tasks at once.

use serde::{Deserialize, Serialize};

/// What is done to each of the tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bulk {
    /// It is marked as done.
    Done,
    /// It is deleted.
    Delete,
    /// It is due on another day: `today`, `tomorrow`, `week` (the next Monday), a day such as `2026-12-04`, or empty for
    /// never. Its time of day stays.
    Due(String),
    /// It gets the priority 1 to 4, or none if this is empty.
    Priority(String),
    /// It goes into the list with this name, or out of its list if this is empty.
    List(String),
    /// It gets a tag more.
    Tag(String),
}
