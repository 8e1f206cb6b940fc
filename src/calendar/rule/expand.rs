//! Expands rules by the crate rrule. It gets each time as one of UTC, because it knows other zones than jiff, and
//! neither COUNT nor UNTIL, which are applied here. It gives up after 100,000 periods without an occurrence, and here is a limit
//! for all of them, so that no rule is counted for long.

use super::last;
use crate::repeat::{By, COUNT_MAX, Frequency, NthWeekday, Parts, Weekday};
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use rrule::{RRuleSet, RRuleSetIter};

/// The last year of times that tasks may have.
const LAST_YEAR: i16 = 9998;
/// Most periods of a rule, such as its days or hours, through which its occurrences are counted.
pub(super) const PERIODS_MAX: i64 = 1_000_000;

/// The occurrences of a rule in order.
#[derive(Debug)]
pub(super) struct Occurrences {
    periods: Option<RRuleSetIter>,
    start: DateTime,
    after: Option<DateTime>,
    until: Option<DateTime>,
    left: u16,
}

impl Occurrences {
    /// All of them.
    pub(super) fn of(parts: &Parts, start: DateTime) -> Self {
        let start = whole_seconds(start);
        Self {
            periods: periods(parts, start, start),
            start,
            after: None,
            until: earlier(parts.until.map(last), horizon(parts, start)),
            left: parts.count.unwrap_or(COUNT_MAX),
        }
    }

    /// Those after a moment. Without COUNT the past is skipped, however long it is.
    pub(super) fn after(parts: &Parts, start: DateTime, after: DateTime) -> Self {
        let mut all = Self::of(parts, start);
        all.after = Some(after);
        if parts.count.is_none() && after > start {
            let from = period_of(parts, all.start, after);
            all.periods = from.and_then(|from| periods(parts, all.start, from));
            all.until = earlier(parts.until.map(last), from.and_then(|from| horizon(parts, from)));
        }
        all
    }
}

impl Iterator for Occurrences {
    type Item = DateTime;

    fn next(&mut self) -> Option<DateTime> {
        while self.left > 0 {
            let instant = Timestamp::from_second(self.periods.as_mut()?.next()?.timestamp()).ok()?;
            let occurrence = TimeZone::UTC.to_datetime(instant);
            if occurrence < self.start {
                continue;
            }
            if occurrence.year() > LAST_YEAR || self.until.is_some_and(|until| occurrence > until) {
                break;
            }
            self.left -= 1;
            if self.after.is_none_or(|after| occurrence > after) {
                return Some(occurrence);
            }
        }
        self.periods = None;
        None
    }
}

/// Expands from `from` on what `start` began.
fn periods(parts: &Parts, start: DateTime, from: DateTime) -> Option<RRuleSetIter> {
    let mut parts = explicit(parts, start);
    (parts.count, parts.until) = (None, None);
    let set: RRuleSet = format!("DTSTART:{}Z\nRRULE:{parts}", from.strftime("%Y%m%dT%H%M%S")).parse().ok()?;
    Some(set.limit().into_iter())
}

/// Says what a rule takes from its start: day and time.
fn explicit(parts: &Parts, start: DateTime) -> Parts {
    let mut parts = parts.clone();
    if !parts.names_days() {
        if parts.frequency == Frequency::Yearly {
            parts.fill(By::Month, start.month().into());
        }
        match parts.frequency {
            Frequency::Yearly | Frequency::Monthly => parts.fill(By::MonthDay, start.day().into()),
            Frequency::Weekly => {
                parts.weekdays = vec![NthWeekday { nth: None, weekday: weekday(start.date()) }]
            }
            Frequency::Daily | Frequency::Hourly => {}
        }
    }
    if parts.frequency != Frequency::Hourly {
        parts.fill(By::Hour, start.hour().into());
    }
    parts.fill(By::Minute, start.minute().into());
    parts.fill(By::Second, start.second().into());
    parts
}

/// The beginning of the last period of the rule at or before `after`. In the first period it is the start itself.
fn period_of(parts: &Parts, start: DateTime, after: DateTime) -> Option<DateTime> {
    let midnight = |day: Date| day.at(0, 0, 0, 0);
    let month = |time: DateTime| i64::from(time.year()) * 12 + i64::from(time.month());
    let day = start.date();
    let (first, periods) = match parts.frequency {
        Frequency::Yearly => {
            (midnight(day.first_of_year()), i64::from(after.year()) - i64::from(start.year()))
        }
        Frequency::Monthly => (midnight(day.first_of_month()), month(after) - month(start)),
        Frequency::Weekly => {
            let week = week(day, parts.week_start);
            (midnight(week), days(week, after.date()) / 7)
        }
        Frequency::Daily => (midnight(day), days(day, after.date())),
        Frequency::Hourly => {
            let hour = day.at(start.hour(), 0, 0, 0);
            (hour, after.duration_since(hour).as_hours())
        }
    };
    let periods = periods - periods % i64::from(parts.interval);
    if periods <= 0 {
        return Some(start);
    }
    later_by(parts.frequency, first, periods)
}

/// So many periods after a time. `None` if that is beyond the end of time.
fn later_by(frequency: Frequency, from: DateTime, periods: i64) -> Option<DateTime> {
    let span = Span::new();
    let span = match frequency {
        Frequency::Yearly => span.try_years(periods),
        Frequency::Monthly => span.try_months(periods),
        Frequency::Weekly => span.try_weeks(periods),
        Frequency::Daily => span.try_days(periods),
        Frequency::Hourly => span.try_hours(periods),
    };
    from.checked_add(span.ok()?).ok()
}

/// Up to when the occurrences are counted of a rule that begins at `from`. `None` if that is beyond the end of time.
fn horizon(parts: &Parts, from: DateTime) -> Option<DateTime> {
    later_by(parts.frequency, from, PERIODS_MAX * i64::from(parts.interval))
}

fn earlier(one: Option<DateTime>, other: Option<DateTime>) -> Option<DateTime> {
    one.into_iter().chain(other).min()
}

/// Whether the first occurrence of a rule that begins at `at` is `at` itself.
pub(super) fn begins_at(parts: &Parts, at: DateTime) -> bool {
    // That is clear from the first period. With this interval there are few others to look through.
    let mut parts = parts.clone();
    parts.interval = u16::MAX;
    Occurrences::of(&parts, at).next() == Some(at)
}

/// The first day of a week. Weeks before 1 January of the year 1 do not count.
fn week(day: Date, first: Weekday) -> Date {
    let since = i64::from(weekday(day).days_since(first));
    day.checked_sub(since.days()).unwrap_or(date(1, 1, 1))
}

fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

fn weekday(day: Date) -> Weekday {
    Weekday::after_monday(day.weekday().to_monday_zero_offset().unsigned_abs())
}

fn whole_seconds(time: DateTime) -> DateTime {
    time.date().at(time.hour(), time.minute(), time.second(), 0)
}
