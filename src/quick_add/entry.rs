//! What was read.

use crate::calendar::Moment;
use jiff::civil::Date;
use std::ops::Range;

/// A task as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// When it is due.
    pub due: Option<Moment>,
    /// The day before which it stays out of the way.
    pub start: Option<Date>,
    /// How it is repeated: a rule by RFC 5545, without `RRULE:`.
    pub repeat: Option<String>,
    /// What a repetition counts from.
    pub repeat_from: RepeatFrom,
    /// When the person is reminded: times by RFC 3339, or lengths relative to the due time, such as `-PT30M` or `PT0S`.
    pub reminders: Vec<String>,
    /// Its priority, from 1 to 4; 1 is the highest.
    pub priority: Option<u8>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The name of its list.
    pub list: Option<String>,
    /// Which parts of the text were taken, in order.
    pub parts: Vec<Part>,
    /// What is not clear. The fields above are then those of the reading that takes nothing of it.
    pub doubt: Option<Doubt>,
}

/// What a repetition counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RepeatFrom {
    /// The day on which the task was due.
    #[default]
    Due,
    /// The day on which it was done.
    Completion,
}

/// A part of the text that is no part of the title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it says.
    pub kind: PartKind,
}

/// What a part of the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The day on which the task is due, or when it is due.
    Due,
    /// The time at which it is due.
    Time,
    /// When it starts.
    Start,
    /// How it is repeated.
    Repeat,
    /// When the person is reminded.
    Reminder,
    /// Its priority.
    Priority,
    /// A tag.
    Tag,
    /// The list.
    List,
}

/// Words that may be a date or a part of the title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Their bytes.
    pub range: Range<usize>,
    /// The readings that take them. None if there is no such date, as with "feb 30".
    pub readings: Vec<Entry>,
}
