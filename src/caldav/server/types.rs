//! What the rules of calendars take and give.

use crate::tasks::server::TaskError;
use crate::timestamp::Timestamp;

/// A calendar: the tasks of one list, or those without a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The segment of its path. It never changes.
    pub name: String,
    /// The name of the list.
    pub display_name: String,
    /// Whether it holds the tasks without a list.
    pub is_default: bool,
    /// A number that grows with each change of an object.
    pub revision: i64,
    /// The color that a program has chosen, as it was written.
    pub color: Option<String>,
    /// The place among the calendars that a program has chosen.
    pub order: Option<i64>,
}

/// The name of an object and the state that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The last segment of its path.
    pub name: String,
    /// Its entity tag, without quotation marks.
    pub etag: String,
}

/// An object: a task as iCalendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its name and state.
    pub entry: Entry,
    /// Its text.
    pub text: String,
    /// When it was last changed.
    pub modified: Timestamp,
}

/// How much of a calendar a program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The revision up to which it has heard of changes.
    pub revision: i64,
    /// The revision from which on it must hear of what is removed. It is a later one while a program reads a calendar for the first
    /// time, in pages: what was removed before it began, it has never known.
    pub begun: i64,
}

impl Since {
    /// All changes up to a revision.
    pub fn all(revision: i64) -> Self {
        Self { revision, begun: revision }
    }
}

/// What has changed in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// Objects that are new or other than before.
    pub changed: Vec<Entry>,
    /// Names of objects that are gone.
    pub removed: Vec<String>,
    /// Up to where these are the changes. The next question begins here.
    pub next: Since,
    /// Whether there are more changes after them.
    pub more: bool,
}

/// What must be true for a change to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    #[default]
    Any,
    /// There is no object with the name (`If-None-Match: *`).
    Absent,
    /// The object has one of these entity tags (`If-Match`), without quotation marks.
    OneOf(Vec<String>),
    /// There is an object with the name (`If-Match: *`).
    Present,
}

/// What became of a text that was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Whether the object is new.
    pub created: bool,
    /// The entity tag. `None` if what is stored is not what was sent, so that the program reads it again.
    pub etag: Option<String>,
}

/// A change of a calendar itself. `None` leaves a value as it is; an inner `None` removes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The name of the list.
    pub display_name: Option<String>,
    /// The color.
    pub color: Option<Option<String>>,
    /// The place among the calendars.
    pub order: Option<Option<i64>>,
}

/// Why something could not be done with a calendar.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// No such calendar, or it is somebody else's.
    #[error("no such calendar")]
    NoCalendar,
    /// No such object.
    #[error("no such object")]
    NoObject,
    /// The condition does not hold.
    #[error("the condition does not hold")]
    Failed,
    /// The text is no iCalendar, or not one of an object.
    #[error("no valid calendar object: {0}")]
    InvalidData(String),
    /// The text is of an event or another component that is no task.
    #[error("the object is no VTODO")]
    NotATodo,
    /// Another object of the calendar, with this name, has the same UID.
    #[error("{0} has the same UID")]
    UidTaken(String),
    /// The text is too long.
    #[error("the object is too large")]
    TooLarge,
    /// The person has as many tasks or calendars as one may have.
    #[error("too many")]
    TooMany,
    /// The changes since then are no longer known.
    #[error("the token is too old")]
    OldToken,
    /// There is a calendar or an object with this name, or a list with this name.
    #[error("the name is taken")]
    NameTaken,
    /// The name is not acceptable.
    #[error("the name is not acceptable")]
    InvalidName,
    /// The calendar of the tasks without a list cannot be renamed or removed.
    #[error("the default calendar stays")]
    Default,
    /// The calendar has so many tasks that they cannot be deleted at once.
    #[error("the calendar has tasks")]
    HasTasks,
    /// The rules of tasks refuse it.
    #[error(transparent)]
    Task(TaskError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<TaskError> for CalendarError {
    fn from(error: TaskError) -> Self {
        match error {
            TaskError::Database(error) => Self::Database(error),
            TaskError::TooMany => Self::TooMany,
            other => Self::Task(other),
        }
    }
}
