//! What a few words of a line say.

use super::clock_time::ClockTime;
use super::rule::Rule;
use jiff::Span;
use jiff::civil::Date;
use std::ops::Range;

/// What words say.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A day.
    Day(Date),
    /// One of several days: `4/12`.
    OneOf(Vec<Date>),
    /// A time of day.
    Time(ClockTime),
    /// A part of a day.
    Part(DayPart),
    /// A length from now, in hours or minutes.
    Later(Span),
    /// The first day on which the task is shown.
    Start(Date),
    /// A repetition.
    Repeat(Rule),
    /// The last day of a repetition.
    Until(Date),
    /// The repetition goes on for so long.
    For(Span),
    /// How often it is repeated.
    Count(i64),
    /// The repetition begins on this day or later.
    From(Date),
    /// The repetition counts from completion.
    FromCompletion,
    /// A reminder this long before the due time, as an ISO 8601 duration.
    Before(String),
    /// A reminder at the due time.
    AtDue,
    /// A priority.
    Priority(u8),
    /// A tag.
    Tag(String),
    /// A list.
    List(String),
    /// Words that look like a date and mean none, or one that Docket does not know: `feb 30`, `twice a week`.
    Unknown,
}

impl What {
    /// Whether it says when.
    pub fn is_date(&self) -> bool {
        !matches!(self, Self::Priority(_) | Self::Tag(_) | Self::List(_))
    }
}

/// A part of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Afternoon,
    Evening,
}

impl DayPart {
    /// The hour that it stands for.
    pub fn hour(self) -> i8 {
        match self {
            Self::Morning => 9,
            Self::Afternoon => 15,
            Self::Evening => 18,
        }
    }

    /// The part that a word names.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "morning" => Self::Morning,
            "afternoon" => Self::Afternoon,
            "evening" | "night" => Self::Evening,
            _ => return None,
        })
    }
}

/// How sure it is that words mean what they seem to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// They often mean something else: `sun`, `at 5`. If their place is not clear, they belong to the title.
    Weak,
    /// If their place is not clear, the person is asked.
    Strong,
}

/// A few words with what they say.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// The words.
    pub words: Range<usize>,
    /// What they say. Several for one phrase: `weekdays at 9`.
    pub what: What,
    /// How sure that is.
    pub strength: Strength,
    /// Whether a preposition such as `on` or `by` begins it.
    pub prefixed: bool,
}

/// What a reader finds at a place: a meaning, the number of words, and how sure it is.
pub(super) type Reading = Option<(What, usize, Strength)>;
