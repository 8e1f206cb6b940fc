//! The clocks by which a calendar tells its times. Programs name zones in several ways, and most of their names are none of the
//! IANA database.

use super::{described, words};
use crate::calendar::{self, Moment};
use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponentType as Kind, ICalendarEntry, ICalendarParameterName,
    ICalendarProperty as Property, ICalendarValue as Value,
};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use std::collections::HashMap;

/// Most zones that a calendar describes, and most of them whose names are not known. The others are not read.
const ZONES_MAX: usize = 100;
const UNKNOWN_MAX: usize = 10;

/// The zones of a calendar's times.
#[derive(Clone, Debug)]
pub struct Clocks {
    own: TimeZone,
    /// The zones that the calendar describes, by their names, as far as the names alone do not tell which they are.
    described: HashMap<String, TimeZone>,
}

impl Clocks {
    /// The clocks of a calendar. A time without a zone is one of `own`.
    pub fn of(calendar: &ICalendar, own: TimeZone) -> Self {
        let zones =
            calendar.components.iter().filter(|component| component.component_type == Kind::VTimezone);
        let unknown = zones.take(ZONES_MAX).filter_map(|zone| {
            let name = words(zone, &Property::Tzid).filter(|name| known(name).is_none())?;
            Some((name, zone))
        });
        let described = { unknown.take(UNKNOWN_MAX) }
            .filter_map(|(name, zone)| Some((name, described::zone(zone, calendar, &own)?)))
            .collect();
        Self { own, described }
    }

    /// The same clocks for somebody in another zone.
    pub(super) fn in_zone(self, own: TimeZone) -> Self {
        Self { own, ..self }
    }

    /// The zone of times that name none, in which all moments are told.
    pub fn own(&self) -> &TimeZone {
        &self.own
    }

    /// The zone that an entry names.
    pub(super) fn zone(&self, entry: &ICalendarEntry) -> Option<TimeZone> {
        let name = entry.parameter(&ICalendarParameterName::Tzid)?.as_text()?;
        known(name).or_else(|| self.described.get(name).cloned())
    }

    /// The moment of an entry.
    pub fn moment(&self, entry: &ICalendarEntry) -> Option<Moment> {
        self.moments(entry).next()
    }

    /// The moments of an entry, of which some have several.
    pub(super) fn moments(&self, entry: &ICalendarEntry) -> impl Iterator<Item = Moment> {
        let zone = self.zone(entry);
        entry.values.iter().filter_map(move |value| self.moment_of(value, zone.as_ref()))
    }

    fn moment_of(&self, value: &Value, zone: Option<&TimeZone>) -> Option<Moment> {
        let Value::PartialDateTime(at) = value else { return None };
        if at.hour.is_none() {
            return Some(Moment::Day(date(at)?));
        }
        let zone = offset(at).map(Offset::to_time_zone).or_else(|| zone.cloned());
        let time = local(at)?.to_zoned_datetime(zone.unwrap_or_else(|| self.own.clone())).ok()?;
        Some(Moment::Time(time.with_time_zone(self.own.clone())))
            .filter(|moment| (1..=9998).contains(&moment.day().year()))
    }
}

/// The zone that a name stands for: one of the IANA database, also at the end of a path, or one of other systems.
pub(super) fn known(name: &str) -> Option<TimeZone> {
    calendar::zone(name).or_else(|| calendar::zone_at_end(name)).or_else(|| of_system(name.parse().ok()?))
}

/// The zone of a calendar library for which calcard knows the names of other systems.
pub(super) fn of_system(zone: Tz) -> Option<TimeZone> {
    calendar::zone(&zone.name()?)
}

fn date(at: &PartialDateTime) -> Option<Date> {
    let year = i16::try_from(at.year?).ok().filter(|year| (1..=9998).contains(year))?;
    Date::new(year, i8::try_from(at.month?).ok()?, i8::try_from(at.day?).ok()?).ok()
}

/// What the clock on the wall shows. `None` if there is no time.
pub(super) fn local(at: &PartialDateTime) -> Option<DateTime> {
    let small = |number: Option<u8>| i8::try_from(number.unwrap_or_default()).ok();
    // Seconds may be 60.
    let time = Time::new(small(Some(at.hour?))?, small(at.minute)?, small(at.second)?.min(59), 0).ok()?;
    Some(date(at)?.to_datetime(time))
}

/// How far a clock is ahead of UTC.
pub(super) fn offset(at: &PartialDateTime) -> Option<Offset> {
    let seconds = i32::from(at.tz_hour?) * 3600 + i32::from(at.tz_minute.unwrap_or_default()) * 60;
    Offset::from_seconds(if at.tz_minus { -seconds } else { seconds }).ok()
}
