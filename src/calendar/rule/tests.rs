#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod hostile;
mod reference;
mod refused;
mod words;

use super::{Rule, RuleError};
use jiff::ToSpan;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

fn rule(text: &str) -> Rule {
    Rule::parse(text, &TimeZone::UTC).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn list(text: &str, start: &str, most: usize) -> Vec<String> {
    let shown = |time: DateTime| time.strftime("%Y-%m-%d %H:%M").to_string();
    rule(text).occurrences(time(start)).take(most).map(shown).collect()
}

fn days(text: &str, start: &str, most: usize) -> Vec<String> {
    list(text, start, most).into_iter().map(|time| time[..10].to_owned()).collect()
}

#[test]
fn a_day_that_a_month_lacks_is_left_out_and_the_last_day_is_always_there() {
    assert_eq!(
        days("FREQ=MONTHLY", "2026-01-31", 4),
        ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]
    );
    assert_eq!(
        days("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-12-31", 4),
        ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]
    );
    assert_eq!(days("FREQ=YEARLY", "2024-02-29", 3), ["2024-02-29", "2028-02-29", "2032-02-29"]);
    assert_eq!(days("FREQ=YEARLY", "2096-02-29", 2), ["2096-02-29", "2104-02-29"]);
}

#[test]
fn the_clock_on_the_wall_counts() {
    // Clocks in Berlin skip 2:30 on 29 March 2026, and show it twice on 25 October.
    assert_eq!(
        list("FREQ=DAILY", "2026-03-28T02:30", 3),
        ["2026-03-28 02:30", "2026-03-29 02:30", "2026-03-30 02:30"]
    );
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let next = rule("FREQ=DAILY").next(time("2026-03-28T09:00"), time("2026-03-28T09:00")).unwrap();
    let moment = next.to_zoned_datetime(zone).unwrap();
    assert_eq!(moment.strftime("%Y-%m-%dT%H:%M%:z").to_string(), "2026-03-29T09:00+02:00");
}

#[test]
fn until_is_a_day_to_its_end_or_a_time() {
    assert_eq!(days("FREQ=DAILY;UNTIL=20261203", "2026-12-02T17:00", 9), ["2026-12-02", "2026-12-03"]);
    assert_eq!(days("FREQ=DAILY;UNTIL=20261203", "2026-12-02", 9), ["2026-12-02", "2026-12-03"]);
    assert_eq!(days("FREQ=DAILY;UNTIL=20261203T165959", "2026-12-02T17:00", 9), ["2026-12-02"]);
    assert_eq!(days("FREQ=DAILY;UNTIL=20261203T170000", "2026-12-02T17:00", 9), ["2026-12-02", "2026-12-03"]);
    assert_eq!(rule("FREQ=DAILY;UNTIL=20261203").first(time("2026-12-04")), None);

    let york = TimeZone::get("America/New_York").unwrap();
    let told = Rule::parse("FREQ=DAILY;UNTIL=20270701T035959Z", &york).unwrap();
    assert_eq!(told.to_string(), "FREQ=DAILY;UNTIL=20270630T235959");
    assert_eq!(told.in_words(), "every day until 30 Jun 2027");
    assert_eq!(told.for_calendars(Some(&york)), "FREQ=DAILY;UNTIL=20270701T035959Z");
    assert_eq!(told.for_calendars(None), "FREQ=DAILY;UNTIL=20270630");
    assert_eq!(
        rule("FREQ=DAILY;UNTIL=20270630").for_calendars(Some(&york)),
        "FREQ=DAILY;UNTIL=20270701T035959Z"
    );
}

#[test]
fn count_counts_from_the_start() {
    let thrice = rule("FREQ=WEEKLY;COUNT=3");
    let start = time("2026-12-01T08:00");
    assert_eq!(thrice.next(start, time("2026-12-08T07:59")), Some(time("2026-12-08T08:00")));
    assert_eq!(thrice.next(start, time("2026-12-08T08:00")), Some(time("2026-12-15T08:00")));
    assert_eq!(thrice.next(start, time("2026-12-15T08:00")), None);
    let long = rule("FREQ=DAILY;COUNT=10000");
    assert_eq!(long.next(time("2006-11-28T08:00"), time("2026-11-28T08:00")), Some(time("2026-11-29T08:00")));
    assert_eq!(long.occurrences(time("2006-11-28T08:00")).count(), 10_000);
}

/// The same number in the simple way that looks at all occurrences.
#[test]
fn from_then_on_a_count_has_what_is_left() {
    for text in [
        "FREQ=DAILY;COUNT=5",
        "FREQ=DAILY;INTERVAL=3;COUNT=4",
        "FREQ=HOURLY;INTERVAL=5;COUNT=30",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=7",
        "FREQ=WEEKLY;BYDAY=TU;BYHOUR=9;COUNT=1",
        "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=6",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=12",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3",
        "FREQ=YEARLY;BYWEEKNO=53;COUNT=2",
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6;COUNT=2",
    ] {
        let (rule, start) = (rule(text), time("2024-01-01T09:00"));
        let count = usize::from(rule.parts.count.unwrap());
        let all: Vec<DateTime> = rule.occurrences(start).collect();
        let moved = |at: &DateTime| [*at - 1.day(), *at, *at + 1.hour(), *at + 1.day()];
        for at in
            all.iter().flat_map(moved).chain([start, time("2023-12-31T09:00"), time("2090-01-01T09:00")])
        {
            let later = all.iter().filter(|occurrence| **occurrence > at).count();
            let left = count.min(later + usize::from(rule.first(at) == Some(at)));
            let told = rule.from_then_on(start, at).map(|rule| usize::from(rule.parts.count.unwrap()));
            assert_eq!(told, Some(left).filter(|left| *left > 0), "{text} at {at}");
        }
    }
    let endless = rule("FREQ=DAILY");
    assert_eq!(endless.from_then_on(time("2024-01-01"), time("2026-01-01")), Some(endless));
}

#[test]
fn the_first_one_is_at_the_beginning_or_after_it() {
    let tuesdays = rule("FREQ=WEEKLY;BYDAY=TU");
    assert_eq!(tuesdays.first(time("2026-12-01T08:00")), Some(time("2026-12-01T08:00")));
    assert_eq!(tuesdays.first(time("2026-12-02T08:00")), Some(time("2026-12-08T08:00")));
    assert_eq!(tuesdays.next(time("2026-12-01T08:00"), time("2020-01-01")), Some(time("2026-12-01T08:00")));
}

#[test]
fn texts_are_stored_in_one_form() {
    for (text, stored) in [
        (" rrule:freq=weekly;byday=tu,mo;interval=2 ", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU"),
        ("WKST=MO;FREQ=DAILY;INTERVAL=1;", "FREQ=DAILY"),
        ("FREQ=MONTHLY;BYDAY=1MO;WKST=SU", "FREQ=MONTHLY;BYDAY=1MO;WKST=SU"),
        ("FREQ=MONTHLY;BYDAY=+1MO,-1FR", "FREQ=MONTHLY;BYDAY=1MO,-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,15,1,15", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1"),
        (
            "COUNT=5;BYSETPOS=-1;BYHOUR=9;BYDAY=FR;BYMONTH=5;FREQ=YEARLY",
            "FREQ=YEARLY;BYMONTH=5;BYDAY=FR;BYHOUR=9;BYSETPOS=-1;COUNT=5",
        ),
        ("FREQ=DAILY;UNTIL=2027-06-30", "FREQ=DAILY;UNTIL=20270630"),
        ("FREQ=DAILY;UNTIL=2027-06-30T17:00:00Z", "FREQ=DAILY;UNTIL=20270630T170000"),
    ] {
        assert_eq!(rule(text).to_string(), stored, "{text}");
        assert_eq!(rule(stored).to_string(), stored);
    }
}

#[test]
fn rules_know_whether_they_need_a_time() {
    assert!(
        ["FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=WEEKLY;BYMINUTE=5"]
            .iter()
            .all(|text| rule(text).has_time())
    );
    assert!(!rule("FREQ=DAILY;BYMONTH=5").has_time());
}
