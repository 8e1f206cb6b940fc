//! Names of weekdays and months.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The weekday that a word names. False if the word is short and may mean something else: `sun`, `sat`, `mon`.
pub(super) fn weekday(word: &str) -> Option<(Weekday, bool)> {
    use Weekday::*;
    Some(match word {
        "monday" => (Monday, true),
        "tuesday" => (Tuesday, true),
        "wednesday" => (Wednesday, true),
        "thursday" => (Thursday, true),
        "friday" => (Friday, true),
        "saturday" => (Saturday, true),
        "sunday" => (Sunday, true),
        "mon" => (Monday, false),
        "tue" | "tues" => (Tuesday, false),
        "wed" | "weds" => (Wednesday, false),
        "thu" | "thur" | "thurs" => (Thursday, false),
        "fri" => (Friday, false),
        "sat" => (Saturday, false),
        "sun" => (Sunday, false),
        _ => return None,
    })
}

/// The weekday that a word names in the plural: `mondays`.
pub(super) fn weekdays(word: &str) -> Option<Weekday> {
    weekday(word.strip_suffix('s')?).filter(|(_, full)| *full).map(|(day, _)| day)
}

/// The month that a word names.
pub(super) fn month(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sep" | "sept" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// The first such weekday after a day.
pub(super) fn after(day: Date, weekday: Weekday) -> Date {
    let ahead = i64::from(weekday.since(day.weekday()));
    plus_days(day, if ahead == 0 { 7 } else { ahead })
}

/// The Monday of a day's week.
pub(super) fn monday_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// So many days later.
pub(super) fn plus_days(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}
