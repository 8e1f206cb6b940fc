//! Values of properties.

use crate::calendar::rule::{Rule, occurrence};
use crate::calendar::{self, Moment};
use crate::tasks::{RepeatFrom, Task};
use crate::timestamp::Timestamp;
use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarComponent as Component, ICalendarEntry as Entry, ICalendarParameter as Parameter,
    ICalendarParameterName as Name, ICalendarParameterValue as Given, ICalendarProperty as Property,
    ICalendarValue as Value, ICalendarValueType as Type,
};
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A property of Docket's own.
pub(super) fn own(name: &str) -> Property {
    Property::Other(format!("X-DOCKET-{name}"))
}

/// The zone by whose clock a task repeats, if it does so at a time. All other times are told in UTC.
pub(super) fn zone_name(task: &Task) -> Option<&str> {
    let is_timed = task.repeat.is_some() && task.due.as_ref().is_some_and(|due| due.time().is_some());
    task.time_zone.as_deref().filter(|zone| is_timed && *zone != "UTC" && calendar::zone(zone).is_some())
}

/// When a task is due, on the clock of its zone.
pub(in super::super) fn due(task: &Task) -> Option<Moment> {
    Moment::parse(task.due.as_ref()?.as_str(), &zone(task)).ok()
}

fn zone(task: &Task) -> TimeZone {
    task.time_zone.as_deref().and_then(calendar::zone).unwrap_or(TimeZone::UTC)
}

/// Adds a day or a time. A time is one of the zone with this name, or else of UTC.
pub(super) fn add_moment(component: &mut Component, property: Property, moment: &Moment, zone: Option<&str>) {
    let entry = Entry::new(property);
    component.entries.push(match (moment, zone) {
        (Moment::Day(day), _) => {
            let kind = Parameter { name: Name::Value, value: Given::Value(Type::Date) };
            entry.with_param(kind).with_value(partial(day.to_datetime(Time::midnight()), false))
        }
        (Moment::Time(time), Some(name)) => {
            let zone = Parameter { name: Name::Tzid, value: Given::Text(name.to_owned()) };
            entry.with_param(zone).with_value(partial(time.datetime(), false))
        }
        (Moment::Time(time), None) => {
            entry.with_value(partial(time.with_time_zone(TimeZone::UTC).datetime(), true))
        }
    });
}

/// Adds a moment in UTC.
pub(super) fn add_timestamp(component: &mut Component, property: Property, at: &Timestamp) {
    component.add_property(property, partial(calendar::in_zone(at, &TimeZone::UTC).datetime(), true));
}

pub(super) fn partial(at: DateTime, utc: bool) -> PartialDateTime {
    let small = |number: i8| u8::try_from(number).ok();
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        tz_hour: utc.then_some(0),
        tz_minute: utc.then_some(0),
        tz_minus: false,
    }
}

/// How a task repeats from the day on which it is due.
pub fn rule(task: &Task) -> Option<String> {
    let (zone, due) = (zone(task), due(task)?);
    let rule = Rule::parse(task.repeat.as_deref()?, &zone).ok()?;
    let is_timed = due.time().is_some();
    let rule = match task.repeat_start.as_deref().and_then(occurrence) {
        Some(start) if task.repeat_from == RepeatFrom::Due => rule.from_then_on(start, due.wall_clock())?,
        _ => rule,
    };
    Some(rule.for_calendars(is_timed.then_some(&zone)))
}
