//! How a new task can be read.

use super::plan::Plan;

/// A new task as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: Option<String>,
    /// Whether it is done already.
    pub completed: bool,
    /// When it is due, and the like.
    pub plan: Plan,
}

/// A new task that has several readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The words that are not clear.
    pub words: String,
    /// The readings that take them as a date. None if there is no such date.
    pub dated: Vec<Reading>,
    /// The reading that leaves them in the title.
    pub kept: Reading,
}
