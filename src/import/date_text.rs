//! Dates, times and lengths as files write them.

use crate::calendar::{self, Moment};
use crate::timestamp::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, SpanRelativeTo};

/// What words such as `every monday at 9` say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// When the task is due.
    pub due: Option<Moment>,
    /// How it is repeated: an RRULE.
    pub repeat: Option<String>,
    /// Whether the repetition counts from the day on which the task was done.
    pub from_completion: bool,
}

/// Reads such words. `None` if they say something else.
pub type ReadWords<'a> = &'a dyn Fn(&str) -> Option<Words>;

/// A moment as programs write it. `None` if people wrote it.
pub(super) fn moment(text: &str, zone: &TimeZone) -> Option<Moment> {
    Moment::parse(text, zone).ok()
}

/// The moment in the person's zone of a time that the file tells in `zone`.
pub(super) fn moment_of(text: &str, zone: &TimeZone, person: &TimeZone) -> Option<Moment> {
    Some(match moment(text, zone)? {
        Moment::Time(time) => Moment::Time(time.with_time_zone(person.clone())),
        day @ Moment::Day(_) => day,
    })
}

/// A time that was stored, such as when a task was made.
pub(super) fn timestamp(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    match moment(text, zone)? {
        Moment::Time(time) => Some(calendar::moment(&time)),
        Moment::Day(day) => day.to_zoned_datetime(zone.clone()).ok().map(|time| calendar::moment(&time)),
    }
}

/// A length such as `-PT30M` or `P0DT9H0M0S`. A day has 24 hours.
pub(super) fn length(text: &str) -> Option<SignedDuration> {
    let span: Span = text.parse().ok()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
}

/// A reminder so long after a task is due (or before, if it is negative). One of a day is told as a time.
pub(super) fn reminder(due: &Moment, after: SignedDuration, zone: &TimeZone) -> Option<String> {
    match due {
        Moment::Time(_) if after.is_zero() || after.is_negative() => Some(after.to_string()),
        Moment::Time(time) => told(time.checked_add(after).ok()?),
        Moment::Day(day) => {
            let midnight = day.to_zoned_datetime(zone.clone()).ok()?;
            // By the clock on the wall, also on a day on which it changes.
            let local = midnight.datetime().checked_add(after).ok()?;
            told(local.to_zoned_datetime(zone.clone()).ok()?)
        }
    }
}

fn told(time: jiff::ZonedDateTime) -> Option<String> {
    Some(Moment::Time(time).to_due().to_string())
}

/// In which order a table writes day, month and year between slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

impl Order {
    /// The order that fits all these texts; the American one if both do.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let day_first = |text: &str| slashed(text).is_some_and(|(first, ..)| first > 12);
        if { texts }.any(day_first) { Self::DayFirst } else { Self::MonthFirst }
    }

    /// Reads `10/25/2026`, `25/10/2026` or `25.10.2026`, with a time behind it or not.
    pub(super) fn read(self, text: &str, zone: &TimeZone) -> Option<Moment> {
        let (day, time) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let (first, second, year, dots) = slashed(day)?;
        let (day, month) = if dots || self == Self::DayFirst { (first, second) } else { (second, first) };
        let date = Date::new(year, month, day).ok()?;
        if time.is_empty() {
            return Some(Moment::Day(date));
        }
        let time = clock(time)?;
        date.to_datetime(time).to_zoned_datetime(zone.clone()).ok().map(Moment::Time)
    }
}

/// `17:00`, `5:00 PM` and `5:00:00 pm`.
pub(super) fn clock(text: &str) -> Option<Time> {
    let text = text.trim().to_ascii_lowercase();
    let (text, shift) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(text), _) => (text, Some(12)),
        (_, Some(text)) => (text, Some(0)),
        _ => (text.as_str(), None),
    };
    let mut numbers = text.trim().splitn(3, ':').map(|number| number.parse::<i8>().ok());
    let (hour, minute) = (numbers.next()??, numbers.next()??);
    let hour = match shift {
        Some(shift) if (1..=12).contains(&hour) => hour % 12 + shift,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn slashed(text: &str) -> Option<(i8, i8, i16, bool)> {
    let text = text.trim().split(' ').next()?;
    let dots = text.contains('.');
    let mut numbers = text.splitn(3, if dots { '.' } else { '/' });
    let (first, second) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    let year: i16 = numbers.next().filter(|year| year.len() == 4)?.parse().ok()?;
    (first > 0 && second > 0).then_some((first, second, year, dots))
}
