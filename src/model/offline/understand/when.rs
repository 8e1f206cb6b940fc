//! Knows whether words are a date, without knowing what day it is.

use super::clause::Clause;
use crate::quick_add::{Entry, read_date};
use jiff::ZonedDateTime;

/// Reads a clause that says nothing but when. Only whether it does counts, and not the dates: they are those of 1970.
pub fn date(clause: Clause<'_>) -> Option<Entry> {
    date_of(clause.raw())
}

/// Reads a text like [`date`].
pub fn date_of(text: &str) -> Option<Entry> {
    read_date(text, &ZonedDateTime::default())
}

/// Whether a clause says when something is due.
pub fn is_date(clause: Clause<'_>) -> bool {
    let entry = if clause.words.len() > 14 { None } else { date(clause) };
    entry.is_some_and(|entry| is_when(&entry))
}

/// Whether a reading says when something is due, or may do.
pub fn is_when(entry: &Entry) -> bool {
    entry.due.is_some() || entry.repeat.is_some() || entry.doubt.is_some()
}
