//! Rules of repetition as tasks have them: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`, an RRULE of RFC 5545. Shared types carry
//! this text, and the client tells it in words. The server checks it and counts by it in `calendar::rule`.

mod agree;
mod by;
mod error;
mod parse;
mod parts;
mod weekday;
mod words;

pub use by::By;
pub use error::RuleError;
pub use parts::{Frequency, Parts, Until};
pub use weekday::{NthWeekday, Weekday};

use serde::{Deserialize, Serialize};
use std::fmt;

/// Most bytes of a rule.
pub const RULE_MAX: usize = 500;
/// The largest INTERVAL.
pub const INTERVAL_MAX: u16 = 1000;
/// The largest COUNT.
pub const COUNT_MAX: u16 = 10_000;

/// A rule of repetition: an RRULE without `RRULE:`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(value_type = String, example = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"))]
#[serde(transparent)]
pub struct Repeat(String);

impl Repeat {
    /// Takes a text that was checked already.
    #[cfg(feature = "ssr")]
    pub(crate) fn of_text(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people: `every 2 weeks on Tue`.
    pub fn in_words(&self) -> String {
        Self::in_words_of(&self.0)
    }

    /// The same of a rule's text.
    pub fn in_words_of(rule: &str) -> String {
        Parts::parse(rule).map_or_else(|_| rule.to_owned(), |parts| parts.in_words())
    }
}

impl fmt::Display for Repeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
