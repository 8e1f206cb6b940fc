use super::{FILE_MAX, Source};
use crate::import::TASKS_MAX;

/// Why a file cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is too large.
    #[error("a file may have {} MB", FILE_MAX / 1024 / 1024)]
    TooLarge,
    /// It has too many tasks.
    #[error("a file may have {TASKS_MAX} tasks")]
    TooMany,
    /// It is no text.
    #[error("this is no text file. Unpack archives and import the files in them")]
    NoText,
    /// It is JSON, but of no program that Docket knows, or it is cut off.
    #[error("this JSON file is of no program that Docket knows, or damaged")]
    UnknownJson,
    /// Docket fails to read it.
    #[error("Docket fails to read this file")]
    Unreadable,
    /// It has no task.
    #[error("no task was found in this file, which looks like one of {0}")]
    Empty(Source),
}
