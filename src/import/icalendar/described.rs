//! Zones that a calendar describes under names of its own (VTIMEZONE).

use super::clocks::{known, local, of_system, offset};
use super::{components_of, value, words};
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Kind, ICalendarDay, ICalendarFrequency,
    ICalendarProperty as Property, ICalendarRecurrenceRule, ICalendarValue as Value, ICalendarWeekday as Day,
};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use jiff::tz::{Offset, TimeZone};
use std::fmt::Write;

/// Most observances of a zone that are read.
const OBSERVANCES_MAX: usize = 200;

/// The zone that a description is of: the one that another program's property names, or one that goes by the rules of the
/// description. If those are the rules of `own`, it is that.
pub(super) fn zone(described: &ICalendarComponent, calendar: &ICalendar, own: &TimeZone) -> Option<TimeZone> {
    let named = |name: &str| words(described, &Property::Other(name.to_owned()));
    named("X-LIC-LOCATION")
        .and_then(|name| known(&name))
        .or_else(|| of_system(Tz::from_ms_cdo_zone_id(&named("X-MICROSOFT-CDO-TZID")?)?))
        .or_else(|| {
            let zone = by_rules(described, calendar)?;
            Some(if is_same(&zone, own) { own.clone() } else { zone })
        })
}

/// A time of the year that has its own offset.
struct Observance<'a> {
    begins: DateTime,
    offset: Offset,
    /// On which day of each year it begins. `None` if it began once, or has ended.
    rule: Option<&'a ICalendarRecurrenceRule>,
}

/// A zone by the rules that go on for ever. What was before them is not looked at.
fn by_rules(described: &ICalendarComponent, calendar: &ICalendar) -> Option<TimeZone> {
    let all = |kind: Kind| {
        let mut all: Vec<Observance<'_>> = components_of(described, calendar)
            .take(OBSERVANCES_MAX)
            .filter(|component| component.component_type == kind)
            .filter_map(observance)
            .collect();
        all.sort_by_key(|observance| (observance.rule.is_some(), observance.begins));
        all
    };
    let (winter, summer) = (all(Kind::Standard), all(Kind::Daylight));
    match (winter.last()?, summer.last()) {
        (winter, None) => Some(winter.offset.to_time_zone()),
        (winter, Some(summer)) => {
            let mut text = String::new();
            // Writing to a text never fails.
            _ = write!(text, "STD{}DST{}", posix_offset(winter.offset), posix_offset(summer.offset));
            for observance in [summer, winter] {
                let (rule, time) = (observance.rule?, observance.begins.time());
                _ = write!(text, ",{}/{}", posix_day(rule)?, time.strftime("%H:%M:%S"));
            }
            TimeZone::posix(&text).ok()
        }
    }
}

fn observance(component: &ICalendarComponent) -> Option<Observance<'_>> {
    let Some(Value::PartialDateTime(begins)) = value(component, &Property::Dtstart) else { return None };
    let Some(Value::PartialDateTime(to)) = value(component, &Property::Tzoffsetto) else { return None };
    let rule = match value(component, &Property::Rrule) {
        Some(Value::RecurrenceRule(rule)) => Some(&**rule),
        _ => None,
    };
    let rule = rule.filter(|rule| {
        let goes_on = rule.until.is_none() && rule.count.is_none();
        goes_on && rule.freq == ICalendarFrequency::Yearly && rule.interval.is_none_or(|every| every == 1)
    });
    Some(Observance { begins: local(begins)?, offset: offset(to)?, rule })
}

/// An offset as POSIX has it: what is to be added for UTC.
fn posix_offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, seconds) = if seconds > 0 { ('-', seconds) } else { ('+', -seconds) };
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The day of the year as POSIX has it: month, week and weekday. A week of 5 is the last one.
fn posix_day(rule: &ICalendarRecurrenceRule) -> Option<String> {
    let ([month], [ICalendarDay { ordwk, weekday }]) = (&rule.bymonth[..], &rule.byday[..]) else {
        return None;
    };
    let week = match (ordwk, rule.bymonthday.iter().min()) {
        (Some(-1), None) => 5,
        (Some(week @ 1..=4), None) => *week,
        // The second Sunday may be one of the days 8 to 14.
        (None, Some(first @ (1 | 8 | 15 | 22))) if rule.bymonthday.len() == 7 => i16::from(first / 7 + 1),
        _ => return None,
    };
    let day = match weekday {
        Day::Sunday => 0,
        Day::Monday => 1,
        Day::Tuesday => 2,
        Day::Wednesday => 3,
        Day::Thursday => 4,
        Day::Friday => 5,
        Day::Saturday => 6,
    };
    Some(format!("M{}.{week}.{day}", month.month()))
}

/// Whether two zones have the same rules: they agree all through a year for which no transitions are listed one by one.
fn is_same(one: &TimeZone, other: &TimeZone) -> bool {
    let Ok(noon) = TimeZone::UTC.to_timestamp(date(2040, 1, 1).at(12, 0, 0, 0)) else { return false };
    (0..366).all(|day| {
        noon.checked_add((day * 24).hours()).is_ok_and(|at| one.to_offset(at) == other.to_offset(at))
    })
}
