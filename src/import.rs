//! Tasks from files of other programs. This file holds the shared types; the readers are pure functions from bytes to
//! tasks, so that a person can look at the result before anything is stored.

#[cfg(feature = "ssr")]
mod columns;
#[cfg(feature = "ssr")]
mod date_text;
#[cfg(feature = "ssr")]
mod docket;
#[cfg(feature = "ssr")]
mod draft;
#[cfg(feature = "ssr")]
mod error;
#[cfg(feature = "ssr")]
mod file;
#[cfg(feature = "ssr")]
mod google;
#[cfg(feature = "ssr")]
mod icalendar;
#[cfg(feature = "ssr")]
mod json;
#[cfg(feature = "ssr")]
mod json_field;
#[cfg(feature = "ssr")]
mod microsoft;
#[cfg(feature = "ssr")]
mod outline;
#[cfg(feature = "ssr")]
mod table;
#[cfg(all(test, feature = "ssr"))]
mod tests;
#[cfg(feature = "ssr")]
mod ticktick;
#[cfg(feature = "ssr")]
mod todoist;

#[cfg(feature = "ssr")]
pub use date_text::{ReadWords, Words};
#[cfg(feature = "ssr")]
pub use draft::tag;
#[cfg(feature = "ssr")]
pub use error::ImportError;
#[cfg(feature = "ssr")]
pub use file::read;
#[cfg(feature = "ssr")]
pub use icalendar::{Clocks, Occurrence, Todo, TodoError, todo};

use crate::due::Due;
use crate::repeat::Repeat;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most bytes of a file.
pub const FILE_MAX: usize = 5 * 1024 * 1024;
/// Most tasks of a file.
pub const TASKS_MAX: usize = 10_000;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Which program wrote the file.
    pub source: Source,
    /// Its tasks in the order of the file, but each sub-task after its task.
    pub tasks: Vec<ImportedTask>,
    /// What is no task, with its place in the file.
    pub skipped: Vec<Skipped>,
    /// What is different from the file.
    pub notes: Vec<Note>,
}

/// A task of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedTask {
    /// One line that a task's title may be.
    pub title: String,
    /// What else the file says of it.
    pub description: Option<String>,
    /// Whether it is done.
    pub completed: bool,
    /// When it is due.
    pub due: Option<Due>,
    /// Before this it stays out of the way.
    pub start: Option<Due>,
    /// Times by RFC 3339, or lengths before the due time such as `-PT30M`.
    pub reminders: Vec<String>,
    /// How it is repeated.
    pub repeat: Option<Repeat>,
    /// Whether the repetition counts from the day on which the task was done.
    pub repeat_from_completion: bool,
    /// 1 (the highest) to 4.
    pub priority: Option<u8>,
    /// Its tags, each once.
    pub tags: Vec<String>,
    /// The name of its list.
    pub list: Option<String>,
    /// The index of the task whose sub-task it is. That one is no sub-task and comes earlier.
    pub parent: Option<usize>,
    /// When it was done.
    pub completed_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Where the file has it, as [`Skipped::place`].
    pub place: usize,
}

/// A program whose files can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Docket's export of everything.
    Docket,
    /// Todoist's CSV.
    Todoist,
    /// Google Tasks, from Google Takeout.
    GoogleTasks,
    /// Microsoft To Do, as Microsoft Graph gives it.
    MicrosoftToDo,
    /// TickTick's CSV backup.
    TickTick,
    /// A calendar file with VTODOs.
    Calendar,
    /// A table with a column of titles.
    Table,
    /// A checklist in Markdown.
    Markdown,
    /// A line for each task.
    Lines,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Docket => "Docket",
            Self::Todoist => "Todoist",
            Self::GoogleTasks => "Google Tasks",
            Self::MicrosoftToDo => "Microsoft To Do",
            Self::TickTick => "TickTick",
            Self::Calendar => "a calendar file",
            Self::Table => "a table",
            Self::Markdown => "a Markdown checklist",
            Self::Lines => "a list of lines",
        })
    }
}

/// Something that is no task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The line; in JSON and calendars the number of the item. Both begin at 1.
    pub place: usize,
    /// Why.
    pub why: Why,
}

/// Why something was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It has no title.
    NoTitle,
    /// It was deleted.
    Deleted,
    /// It is an event of a calendar.
    Event,
    /// It is an exception from a repetition.
    Exception,
    /// It is text beside the tasks.
    Text,
    /// It has another form than the rest.
    Unreadable,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoTitle => "it has no title",
            Self::Deleted => "it was deleted",
            Self::Event => "it is an event, not a task",
            Self::Exception => "it is an exception from a repetition",
            Self::Text => "it is text beside the tasks",
            Self::Unreadable => "it cannot be read",
        })
    }
}

/// A task that is not quite as in the file. What a field cannot hold is in the task's description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The index of the task.
    pub task: usize,
    /// What is different.
    pub what: Change,
}

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The title was too long.
    TitleCut,
    /// The description has more characters than a task may have.
    DescriptionTooLong,
    /// A tag is too long, or there are too many.
    TagsLeftOut,
    /// The name of the list is too long.
    ListLeftOut,
    /// It would start after it is due.
    StartLeftOut,
    /// A reminder is of a kind that tasks do not have, or there are too many.
    RemindersLeftOut,
    /// The time of a reminder has passed.
    RemindersOver,
    /// Its task has as many sub-tasks as one may have.
    TooManySubtasks,
    /// The words of a date say nothing that is understood.
    DateNotRead,
    /// The repetition is of a kind that tasks do not have.
    RepetitionNotRead,
    /// It was a sub-task of a sub-task.
    Raised,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TitleCut => "the title was too long; the whole of it is in the description",
            Self::DescriptionTooLong => "the description is too long, so its end is cut off",
            Self::TagsLeftOut => "not all of its tags fit",
            Self::ListLeftOut => "the name of its list is too long, so it is in no list",
            Self::StartLeftOut => "it would start after it is due, so the start is left out",
            Self::RemindersLeftOut => "not all of its reminders can be kept",
            Self::RemindersOver => "reminders whose time has passed are left out",
            Self::TooManySubtasks => "its task has too many sub-tasks, so it becomes a task of its own",
            Self::DateNotRead => "the date was not understood; it is in the description",
            Self::RepetitionNotRead => "the repetition was not understood; it is in the description",
            Self::Raised => "it was a sub-task of a sub-task and is now one of the task",
        })
    }
}
