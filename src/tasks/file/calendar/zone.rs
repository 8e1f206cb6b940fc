//! A time zone as a VTIMEZONE, made of the transitions that jiff knows.

use super::value::{partial, text};
use crate::calendar;
use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarComponent as Component, ICalendarComponentType as Kind, ICalendarEntry as Entry,
    ICalendarProperty as Property, ICalendarValue as Value,
};
use jiff::Timestamp;
use jiff::civil::{DateTime, Weekday, date};
use jiff::tz::{Offset, TimeZone};
use std::collections::BTreeMap;

/// Years whose transitions are looked at. A rule must hold in all of them; without one each transition is told.
const YEARS: i16 = 12;

/// What begins at a transition: daylight saving or not, the offsets before and after it in seconds, the zone's short name.
type Observance = (bool, i32, i32, String);

/// Adds the zone with this name to the first component, from `year` on.
pub(super) fn add(components: &mut Vec<Component>, name: &str, year: i16) {
    let Some(zone) = calendar::zone(name) else { return };
    let Ok(start) = date(year, 1, 1).at(0, 0, 0, 0).to_zoned_datetime(TimeZone::UTC) else { return };
    let Ok(end) = date(year + YEARS, 1, 1).at(0, 0, 0, 0).to_zoned_datetime(TimeZone::UTC) else { return };
    let (start, end) = (start.timestamp(), end.timestamp());
    let mut observances = Vec::new();
    let first = zone.to_offset_info(start);
    let mut offset = first.offset();
    observances.push((
        (first.dst().is_dst(), offset.seconds(), offset.seconds(), first.abbreviation().to_owned()),
        vec![date(1970, 1, 1).at(0, 0, 0, 0)],
    ));
    observances.extend(later(&zone, start, end, &mut offset));
    let number = |components: &[Component]| u32::try_from(components.len()).unwrap_or(u32::MAX);
    let mut whole = Component::new(Kind::VTimezone);
    whole.add_property(Property::Tzid, text(name));
    let at = components.len();
    if let (number, Some(calendar)) = (number(components), components.first_mut()) {
        calendar.component_ids.push(number);
    }
    components.push(whole);
    for (observance, transitions) in observances {
        if let (number, Some(whole)) = (number(components), components.get_mut(at)) {
            whole.component_ids.push(number);
        }
        components.push(component(&observance, &transitions));
    }
}

/// What begins between two moments, each with when it does so on the clock that runs until then.
fn later(
    zone: &TimeZone,
    start: Timestamp,
    end: Timestamp,
    offset: &mut Offset,
) -> BTreeMap<Observance, Vec<DateTime>> {
    let mut found: BTreeMap<Observance, Vec<DateTime>> = BTreeMap::new();
    for transition in zone.following(start).take_while(|transition| transition.timestamp() < end) {
        let observance = (
            transition.dst().is_dst(),
            offset.seconds(),
            transition.offset().seconds(),
            transition.abbreviation().to_owned(),
        );
        found.entry(observance).or_default().push(offset.to_datetime(transition.timestamp()));
        *offset = transition.offset();
    }
    found
}

fn component((is_dst, from, to, name): &Observance, transitions: &[DateTime]) -> Component {
    let mut component = Component::new(if *is_dst { Kind::Daylight } else { Kind::Standard });
    let mut dates = transitions.iter().map(|at| Value::from(partial(*at, false)));
    if let Some(first) = dates.next() {
        component.add_property(Property::Dtstart, first);
    }
    match yearly(transitions) {
        Some(rule) => component.add_property(Property::Rrule, text(&rule)),
        None => {
            let rest: Vec<Value> = dates.collect();
            if !rest.is_empty() {
                component.entries.push(Entry::new(Property::Rdate).with_values(rest));
            }
        }
    }
    component.add_property(Property::Tzoffsetfrom, offset(*from));
    component.add_property(Property::Tzoffsetto, offset(*to));
    component.add_property(Property::Tzname, text(name));
    component
}

fn offset(seconds: i32) -> PartialDateTime {
    let part = |number: u32| u8::try_from(number).ok();
    PartialDateTime {
        tz_hour: part(seconds.unsigned_abs() / 3600),
        tz_minute: part(seconds.unsigned_abs() / 60 % 60),
        tz_minus: seconds < 0,
        ..PartialDateTime::default()
    }
}

/// The rule by which a transition comes each year, if there is one: the last or the n-th weekday of a month.
fn yearly(transitions: &[DateTime]) -> Option<String> {
    let first = transitions.first()?;
    let is_like = |at: &DateTime| {
        (at.month(), at.weekday(), at.time()) == (first.month(), first.weekday(), first.time())
    };
    let is_yearly =
        transitions.windows(2).all(|pair| matches!(pair, [one, next] if one.year() + 1 == next.year()));
    if transitions.len() < usize::try_from(YEARS).ok()? || !is_yearly || !transitions.iter().all(is_like) {
        return None;
    }
    let number = |at: &DateTime| (at.day() - 1) / 7 + 1;
    let is_last = |at: &DateTime| at.day() + 7 > at.days_in_month();
    let place = if transitions.iter().all(is_last) {
        -1
    } else if transitions.iter().all(|at| number(at) == number(first)) {
        number(first)
    } else {
        return None;
    };
    let day = match first.weekday() {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    };
    Some(format!("FREQ=YEARLY;BYMONTH={};BYDAY={place}{day}", first.month()))
}

#[cfg(test)]
mod tests {
    use super::super::head;
    use std::collections::BTreeSet;

    fn zone(name: &str) -> String {
        head(Some("Tasks"), &BTreeSet::from([name.to_owned()]), 2026)
    }

    #[test]
    fn a_zone_with_a_rule_tells_the_rule() {
        let berlin = zone("Europe/Berlin");
        for part in [
            "TZID:Europe/Berlin\r\n",
            "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
             TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n",
            "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n",
        ] {
            assert!(berlin.contains(part), "{part}\n{berlin}");
        }
        assert!(
            zone("America/New_York")
                .contains("DTSTART:20260308T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU")
        );
    }

    #[test]
    fn a_zone_without_a_rule_tells_each_transition() {
        let casablanca = zone("Africa/Casablanca");
        assert!(casablanca.contains("RDATE:") && !casablanca.contains("RRULE"), "{casablanca}");
        let kolkata = zone("Asia/Kolkata");
        assert!(kolkata.contains("TZOFFSETTO:+0530") && !kolkata.contains("DAYLIGHT"), "{kolkata}");
    }
}
