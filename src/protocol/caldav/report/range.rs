//! Whether a task falls into a range of time (RFC 4791, section 9.9).

use super::super::refusal::{Refusal, forbidden};
use super::super::xml::Element;
use crate::calendar::Moment;
use crate::import::Clocks;
use calcard::icalendar::{
    ICalendarComponent, ICalendarEntry, ICalendarProperty as Property, ICalendarValue as Value,
};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A range of time: from its start on, before its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    start: Timestamp,
    end: Timestamp,
}

impl Range {
    /// The range that an element names.
    pub(super) fn of(element: &Element) -> Result<Self, Refusal> {
        let wrong = || forbidden("C:valid-filter", "A time-range has a start or an end in UTC.");
        let moment = |name, open| -> Result<Timestamp, Refusal> {
            match element.attribute(name) {
                None => Ok(open),
                Some(text) => {
                    let time = DateTime::strptime("%Y%m%dT%H%M%SZ", text).map_err(|_| wrong())?;
                    // Programs write the last day of the year 9999 for a range without an end. It is behind all moments.
                    Ok(TimeZone::UTC.to_timestamp(time).unwrap_or(Timestamp::MAX))
                }
            }
        };
        let range = Self { start: moment("start", Timestamp::MIN)?, end: moment("end", Timestamp::MAX)? };
        let is_open = element.attribute("start").is_none() && element.attribute("end").is_none();
        if is_open || range.start >= range.end { Err(wrong()) } else { Ok(range) }
    }

    /// Whether it holds the time of a property.
    pub(super) fn holds(self, entry: &ICalendarEntry, clocks: &Clocks) -> bool {
        moment(entry, clocks).is_some_and(|moment| self.start <= moment && moment < self.end)
    }

    /// Whether it holds a task. Of a task that repeats, all that comes after its first time counts.
    pub(super) fn holds_task(self, task: &ICalendarComponent, clocks: &Clocks) -> bool {
        let of = |property: Property| task.property(&property).and_then(|entry| moment(entry, clocks));
        let repeats = task.property(&Property::Rrule).is_some() || task.property(&Property::Rdate).is_some();
        let Self { start, end } = self;
        let start = if repeats { Timestamp::MIN } else { start };
        match (of(Property::Dtstart), of(Property::Due), of(Property::Completed), of(Property::Created)) {
            (Some(from), Some(due), ..) => (start < due || start <= from) && (end > from || end >= due),
            (Some(from), None, ..) => match task.property(&Property::Duration).and_then(length) {
                Some(length) => {
                    let until = from.checked_add(length).unwrap_or(Timestamp::MAX);
                    start <= until && (end > from || end >= until)
                }
                None => start <= from && end > from,
            },
            (None, Some(due), ..) => start < due && end >= due,
            (None, None, Some(completed), Some(created)) => {
                (start <= created || start <= completed) && (end >= created || end >= completed)
            }
            (None, None, Some(completed), None) => start <= completed && end >= completed,
            (None, None, None, Some(created)) => end > created,
            (None, None, None, None) => true,
        }
    }
}

fn length(entry: &ICalendarEntry) -> Option<SignedDuration> {
    let Some(Value::Duration(length)) = entry.values.first() else { return None };
    let days = i64::from(length.weeks) * 7 + i64::from(length.days);
    let minutes = (days * 24 + i64::from(length.hours)) * 60 + i64::from(length.minutes);
    let seconds = minutes * 60 + i64::from(length.seconds);
    Some(SignedDuration::from_secs(if length.neg { -seconds } else { seconds }))
}

/// The moment of a property. A day is its beginning.
fn moment(entry: &ICalendarEntry, clocks: &Clocks) -> Option<Timestamp> {
    Some(match clocks.moment(entry)? {
        Moment::Time(time) => time.timestamp(),
        Moment::Day(day) => day.to_zoned_datetime(clocks.own().clone()).ok()?.timestamp(),
    })
}
