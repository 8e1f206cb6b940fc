//! Tasks as files for other programs: calendars, spreadsheets, Markdown. What a format has no word for is in a word of Docket's own, and
//! `crate::import` reads all of it again.

pub mod calendar;
pub mod outline;
mod series;
pub mod table;

pub use series::from_now_on;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// iCalendar (RFC 5545).
    Calendar,
    /// A table (RFC 4180).
    Table,
    /// A checklist in Markdown.
    Outline,
    /// JSON, as the REST API has it.
    Json,
}

impl Format {
    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Calendar => "ics",
            Self::Table => "csv",
            Self::Outline => "md",
            Self::Json => "json",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Calendar => "text/calendar; charset=utf-8",
            Self::Table => "text/csv; charset=utf-8",
            Self::Outline => "text/markdown; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}
