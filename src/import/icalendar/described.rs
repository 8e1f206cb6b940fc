//! Zones that a calendar describes under names of its own (VTIMEZONE).

use super::clocks::{fixed, known, local, of_system, offset};
use super::{components_of, value, words};
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Kind, ICalendarDay, ICalendarFrequency,
    ICalendarProperty as Property, ICalendarRecurrenceRule, ICalendarValue as Value, ICalendarWeekday as Day,
};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::{Offset, TimeZone};
use std::fmt::Write;

/// Most observances of a zone that are read.
const OBSERVANCES_MAX: usize = 200;

/// The zone that a description is of: the one that another program's property names, or one that goes by the rules of the
/// description. If those are the rules of `likely`, it is that.
pub(super) fn zone(
    described: &ICalendarComponent,
    calendar: &ICalendar,
    likely: &TimeZone,
) -> Option<TimeZone> {
    let named = |name: &str| words(described, &Property::Other(name.to_owned()));
    named("X-LIC-LOCATION")
        .and_then(|name| known(&name))
        .or_else(|| of_system(Tz::from_ms_cdo_zone_id(&named("X-MICROSOFT-CDO-TZID")?)?))
        .or_else(|| {
            let zone = by_rules(described, calendar)?;
            Some(if is_same(&zone, likely) { likely.clone() } else { zone })
        })
}

/// A time of the year that has its own offset.
struct Observance<'a> {
    /// When it began: the last time if it has a list.
    begins: DateTime,
    offset: Offset,
    /// On which day of each year it begins. `None` if it began once, or has ended.
    rule: Option<&'a ICalendarRecurrenceRule>,
    /// Whether it began once, or at the times of a list.
    is_single: bool,
}

/// A zone by the rules that go on for ever. What was before them is not looked at. Without such rules, or with some that cannot be told,
/// it has the offset that came last, or that of winter.
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
    let (winters, summers) = (all(Kind::Standard), all(Kind::Daylight));
    let winter = winters.last()?;
    let text = summers.last().and_then(|summer| {
        let mut text = format!("STD{}DST{}", posix_offset(winter.offset), posix_offset(summer.offset));
        for observance in [summer, winter] {
            let (rule, time) = (observance.rule?, observance.begins.time());
            // Writing to a text never fails.
            _ = write!(text, ",{}/{}", posix_day(rule)?, time.strftime("%H:%M:%S"));
        }
        Some(text)
    });
    if let Some(zone) = text.and_then(|text| TimeZone::posix(&text).ok()) {
        return Some(zone);
    }
    // Of two that begin together, the last one counts: that of winter.
    let single = summers.iter().chain(&winters).filter(|observance| observance.is_single);
    let is_open = winter.rule.is_some() || summers.last().is_some_and(|summer| summer.rule.is_some());
    let last = single.max_by_key(|observance| observance.begins).filter(|_| !is_open);
    Some(fixed(last.unwrap_or(winter).offset))
}

fn observance(component: &ICalendarComponent) -> Option<Observance<'_>> {
    let Some(Value::PartialDateTime(begins)) = value(component, &Property::Dtstart) else { return None };
    let Some(Value::PartialDateTime(to)) = value(component, &Property::Tzoffsetto) else { return None };
    let rule = match value(component, &Property::Rrule) {
        Some(Value::RecurrenceRule(rule)) => Some(&**rule),
        _ => None,
    };
    let listed = component.properties(&Property::Rdate).flat_map(|entry| &entry.values);
    let listed = listed.filter_map(|value| match value {
        Value::PartialDateTime(at) => local(at),
        _ => None,
    });
    let begins = listed.chain(local(begins)).max()?;
    let goes_on = |rule: &&ICalendarRecurrenceRule| {
        let goes_on = rule.until.is_none() && rule.count.is_none();
        goes_on && rule.freq == ICalendarFrequency::Yearly && rule.interval.is_none_or(|every| every == 1)
    };
    let is_single = component.property(&Property::Rrule).is_none();
    Some(Observance { begins, offset: offset(to)?, rule: rule.filter(goes_on), is_single })
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
        // The second Sunday may be one of the days 8 to 14. Days that are no such week (23 to 29) are told as the week of the first,
        // and the last days of a month as its last week.
        (None, Some(first)) if rule.bymonthday.len() == 7 && is_end(month.month(), *first) => 5,
        (None, Some(first @ 1..=25)) if rule.bymonthday.len() == 7 => i16::from((first - 1) / 7 + 1),
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

/// Whether seven days from this one on are the last of a month.
fn is_end(month: u8, first: i8) -> bool {
    let month = i8::try_from(month).unwrap_or_default();
    Date::new(2001, month, 1).is_ok_and(|day| first + 6 == day.days_in_month())
}

/// Whether two zones have the same rules: they agree all through a year for which no transitions are listed one by one.
fn is_same(one: &TimeZone, other: &TimeZone) -> bool {
    let Ok(noon) = TimeZone::UTC.to_timestamp(date(2040, 1, 1).at(12, 0, 0, 0)) else { return false };
    (0..366).all(|day| {
        noon.checked_add((day * 24).hours()).is_ok_and(|at| one.to_offset(at) == other.to_offset(at))
    })
}
