//! Numbers, and lengths of time.

use super::word::Line;
use jiff::{Span, ToSpan};

/// The number that a word means, in digits or in letters up to twelve.
pub(super) fn number(word: &str) -> Option<i64> {
    if !word.is_empty() && word.len() < 5 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    Some(match word {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "fifteen" => 15,
        "twenty" => 20,
        "thirty" => 30,
        _ => return None,
    })
}

/// The number of `2nd` or `second`.
pub(super) fn ordinal(word: &str) -> Option<i64> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if !digits.is_empty() {
        let suffix = &word[digits.len()..];
        let value = number(digits)?;
        let right = match (value % 10, value % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        return (suffix == right).then_some(value);
    }
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        _ => return None,
    })
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// The unit that a word names, in the singular or the plural.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "minute" | "minutes" | "min" | "mins" => Self::Minute,
            "hour" | "hours" | "hr" | "hrs" | "h" => Self::Hour,
            "day" | "days" => Self::Day,
            "week" | "weeks" | "wk" | "wks" => Self::Week,
            "month" | "months" => Self::Month,
            "quarter" | "quarters" => Self::Quarter,
            "year" | "years" | "yr" | "yrs" => Self::Year,
            _ => return None,
        })
    }

    /// So many of it.
    pub fn times(self, count: i64) -> Span {
        // No length in a sentence is as long as jiff's limits.
        let count = count.clamp(0, 9999);
        match self {
            Self::Minute => count.minutes(),
            Self::Hour => count.hours(),
            Self::Day => count.days(),
            Self::Week => count.weeks(),
            Self::Month => count.months(),
            Self::Quarter => (count * 3).months(),
            Self::Year => count.min(999).years(),
        }
    }
}

/// A length such as `3 days`, `half an hour`, `a couple of weeks`, `30min`, with the number of its words.
pub(super) fn length(line: &Line<'_>, at: usize) -> Option<(i64, Unit, usize)> {
    if line.skip(at, &["half an hour", "half a hour"]) > 0 {
        return Some((30, Unit::Minute, 3));
    }
    if line.has(at, "an hour and a half") {
        return Some((90, Unit::Minute, 5));
    }
    let couple = line.skip(at, &["a couple of", "a couple", "couple of"]);
    if couple > 0 {
        return Unit::of(line.low(at + couple)).map(|unit| (2, unit, couple + 1));
    }
    let first = line.low(at);
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && digits < first.len() {
        // "30min", "2h".
        let unit = Unit::of(&first[digits..]).or(match &first[digits..] {
            "m" => Some(Unit::Minute),
            "d" => Some(Unit::Day),
            "w" => Some(Unit::Week),
            _ => None,
        })?;
        return Some((number(&first[..digits])?, unit, 1));
    }
    let count = number(first)?;
    let word = line.low(at + 1);
    // "In two weeks' time".
    let word = match line.low(at + 2) {
        "time" => word.trim_end_matches("'s").trim_end_matches('\''),
        _ => word,
    };
    match word {
        "fortnight" | "fortnights" => Some((2 * count, Unit::Week, 2)),
        _ => Some((count, Unit::of(word)?, 2)),
    }
}
