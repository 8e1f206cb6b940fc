//! Counts by rules of repetition. All times here are those of the clock on the wall: a task of 9 o'clock stays one of
//! 9 o'clock when the clocks change. Callers turn them into moments of a zone.

mod expand;
#[cfg(test)]
mod tests;

pub use crate::repeat::RuleError;

use crate::repeat::{By, Frequency, Parts, Repeat, Until};
use expand::Occurrences;
use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::TimeZone;
use std::fmt;

/// A checked rule of repetition. `Display` is the text that is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    parts: Parts,
}

impl Rule {
    /// Reads an RRULE, with or without `RRULE:`, in any letter case. An UNTIL of UTC becomes a time of `zone`, so the
    /// rule goes by the clock on the wall from now on. Tasks that have a day and no time pass UTC: programs mean the
    /// day in `UNTIL=20270630T000000Z`.
    ///
    /// # Errors
    /// If the text is no rule that a task can repeat by.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, RuleError> {
        let mut parts = Parts::parse(text)?;
        if let Some(until) = parts.until.filter(|until| until.utc) {
            let instant = TimeZone::UTC.to_timestamp(local(until)).ok();
            let local = instant.map_or_else(|| local(until), |instant| zone.to_datetime(instant));
            parts.until = Some(Until {
                year: local.year(),
                month: local.month(),
                day: local.day(),
                time: Some((local.hour(), local.minute(), local.second())),
                utc: false,
            });
        }
        Ok(Self { parts })
    }

    /// The first occurrence after `after` of a task that repeats since `start`. `None` if the rule has ended, or if it
    /// has no day that comes (`FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6`), or is too far from its start to be counted (`expand`).
    pub fn next(&self, start: DateTime, after: DateTime) -> Option<DateTime> {
        Occurrences::after(&self.parts, start, after).next()
    }

    /// The first occurrence of a rule that begins at `from`, which is `from` itself if the rule has it.
    pub fn first(&self, from: DateTime) -> Option<DateTime> {
        self.occurrences(from).next()
    }

    /// The occurrences of a task that repeats since `start`, at most 10,000.
    pub fn occurrences(&self, start: DateTime) -> impl Iterator<Item = DateTime> {
        Occurrences::of(&self.parts, start)
    }

    /// The rule of a series that began at `start`, as one that begins with the task that is due at `at`: of a COUNT it has what
    /// is left. A task that repeats from its completion has what is left in its rule already. `None` if nothing comes after that task.
    pub fn from_then_on(&self, start: DateTime, at: DateTime) -> Option<Self> {
        let Some(count) = self.parts.count else { return Some(self.clone()) };
        // A task that was moved may be no occurrence of its rule.
        let is_one = expand::begins_at(&self.parts, at);
        if is_one && start == at {
            return Some(self.clone());
        }
        let mut passed = 0;
        let goes_on = self.occurrences(start).any(|occurrence| {
            let comes = occurrence > at;
            passed += u16::from(!comes);
            comes
        });
        let later = if goes_on { count.saturating_sub(passed) } else { 0 };
        let left = count.min(later + u16::from(is_one));
        let mut parts = self.parts.clone();
        parts.count = Some(left);
        (left > 0).then_some(Self { parts })
    }

    /// Whether the rule says a time of the day, so that a task needs one.
    pub fn has_time(&self) -> bool {
        self.parts.frequency == Frequency::Hourly
            || [By::Hour, By::Minute, By::Second].iter().any(|part| !self.parts.by(*part).is_empty())
    }

    /// The rule for calendars, in which UNTIL is a time of UTC for tasks with a time (in `zone`), and a day for others.
    pub fn for_calendars(&self, zone: Option<&TimeZone>) -> String {
        let mut parts = self.parts.clone();
        if let Some(until) = &mut parts.until {
            let last = last(*until);
            match zone.and_then(|zone| zone.to_timestamp(last).ok()) {
                None => until.time = None,
                Some(instant) => {
                    let utc = TimeZone::UTC.to_datetime(instant);
                    (until.year, until.month, until.day) = (utc.year(), utc.month(), utc.day());
                    until.time = Some((utc.hour(), utc.minute(), utc.second()));
                    until.utc = true;
                }
            }
        }
        parts.to_string()
    }

    /// For people: `every 2 weeks on Tue`.
    pub fn in_words(&self) -> String {
        self.parts.in_words()
    }

    /// As tasks carry it.
    pub fn to_repeat(&self) -> Repeat {
        Repeat::of_text(self.to_string())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}

/// Reads an occurrence as tasks carry it: a day, or a time without an offset.
pub fn occurrence(text: &str) -> Option<DateTime> {
    text.parse().ok().or_else(|| Some(text.parse::<Date>().ok()?.to_datetime(Time::midnight())))
}

fn local(until: Until) -> DateTime {
    let (hour, minute, second) = until.time.unwrap_or_default();
    date(until.year, until.month, until.day).at(hour, minute, second, 0)
}

/// The last moment that an UNTIL allows.
fn last(until: Until) -> DateTime {
    let local = local(until);
    if until.time.is_some() { local } else { local.date().to_datetime(Time::constant(23, 59, 59, 0)) }
}
