#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::super::super::xml::read;
use super::*;

fn filter(inner: &str) -> Filter {
    let text = format!(
        "<query xmlns='urn:ietf:params:xml:ns:caldav'><filter><comp-filter name='VCALENDAR'>{inner}</comp-filter></filter></query>"
    );
    let root = read(text.as_bytes()).unwrap().unwrap();
    Filter::of(&root, jiff::tz::TimeZone::get("Europe/Berlin").unwrap()).unwrap()
}

fn allows(inner: &str, lines: &str) -> bool {
    let lines = lines.replace('\n', "\r\n");
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTODO\r\nUID:x\r\n{lines}\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    );
    filter(&format!("<comp-filter name='vtodo'>{inner}</comp-filter>")).allows(&text)
}

/// The table of RFC 4791, section 9.9.
#[test]
fn a_task_falls_into_a_range_by_what_it_has_of_times() {
    let december = "<time-range start='20261201T000000Z' end='20270101T000000Z'/>";
    for (lines, expected) in [
        ("DTSTART:20261115T100000Z\nDURATION:P20D", true),
        ("DTSTART:20261115T100000Z\nDURATION:P2D", false),
        ("DTSTART:20261115T100000Z\nDUE:20261205T100000Z", true),
        ("DTSTART:20261115T100000Z\nDUE:20261120T100000Z", false),
        ("DTSTART:20261231T235959Z", true),
        ("DTSTART:20270101T000000Z", false),
        ("DUE:20261204T170000Z", true),
        ("DUE:20261130T170000Z", false),
        ("DUE:20270104T170000Z", false),
        ("DUE;TZID=/freeassociation.sourceforge.net/Pacific/Kiritimati:20270101T130000", true),
        ("DUE;TZID=Tokyo Standard Time:20270101T083000", true),
        ("DUE;TZID=Tokyo Standard Time:20270101T093000", false),
        ("COMPLETED:20261204T170000Z\nCREATED:20260101T170000Z", true),
        ("COMPLETED:20261104T170000Z\nCREATED:20260101T170000Z", false),
        ("COMPLETED:20261204T170000Z", true),
        ("CREATED:20260101T000000Z", true),
        ("CREATED:20270201T000000Z", false),
        ("SUMMARY:Never", true),
        // A day begins in the person's zone, and so does a time without one.
        ("DUE;VALUE=DATE:20261201", false),
        ("DUE;VALUE=DATE:20261202", true),
        ("DTSTART:20270101T003000", true),
        ("DTSTART;TZID=America/New_York:20261231T230000", false),
        // One that repeats is in each range after its first time.
        ("DTSTART;VALUE=DATE:20250101\nDUE;VALUE=DATE:20250101\nRRULE:FREQ=WEEKLY", true),
        ("DTSTART;VALUE=DATE:20270601\nDUE;VALUE=DATE:20270601\nRRULE:FREQ=WEEKLY", false),
    ] {
        assert_eq!(allows(december, lines), expected, "{lines}");
    }
    // As programs write a range without an end.
    for (range, expected) in [
        ("start='20261201T000000Z' end='99991231T235959Z'", true),
        ("start='00010101T000000Z' end='20261201T000000Z'", false),
    ] {
        assert_eq!(allows(&format!("<time-range {range}/>"), "DUE:20261204T170000Z"), expected, "{range}");
    }
}

#[test]
fn properties_and_their_parameters_are_compared() {
    let lines =
        "SUMMARY;LANGUAGE=de:Milch KAUFEN\nCATEGORIES:home,Shop\nSTATUS:NEEDS-ACTION\nX-OWN:7\nPRIORITY:5";
    for (inner, expected) in [
        ("<prop-filter name='SUMMARY'/>", true),
        ("<prop-filter name='COMPLETED'/>", false),
        ("<prop-filter name='COMPLETED'><is-not-defined/></prop-filter>", true),
        ("<prop-filter name='SUMMARY'><is-not-defined/></prop-filter>", false),
        ("<prop-filter name='summary'><text-match>kaufen</text-match></prop-filter>", true),
        (
            "<prop-filter name='SUMMARY'><text-match collation='i;octet'>kaufen</text-match></prop-filter>",
            false,
        ),
        (
            "<prop-filter name='SUMMARY'><text-match negate-condition='yes'>kaufen</text-match></prop-filter>",
            false,
        ),
        (
            "<prop-filter name='STATUS'><text-match negate-condition='yes'>COMPLETED</text-match></prop-filter>",
            true,
        ),
        ("<prop-filter name='CATEGORIES'><text-match>shop</text-match></prop-filter>", true),
        ("<prop-filter name='X-OWN'><text-match>7</text-match></prop-filter>", true),
        ("<prop-filter name='PRIORITY'><text-match>5</text-match></prop-filter>", true),
        (
            "<prop-filter name='SUMMARY'><param-filter name='LANGUAGE'><text-match>DE</text-match></param-filter></prop-filter>",
            true,
        ),
        (
            "<prop-filter name='SUMMARY'><param-filter name='LANGUAGE'><is-not-defined/></param-filter></prop-filter>",
            false,
        ),
        ("<prop-filter name='SUMMARY'/><prop-filter name='COMPLETED'/>", false),
        ("<comp-filter name='VALARM'/>", false),
        ("<comp-filter name='VALARM'><is-not-defined/></comp-filter>", true),
    ] {
        assert_eq!(allows(inner, lines), expected, "{inner}");
    }
}

#[test]
fn a_property_that_stands_there_for_ever_is_looked_at_a_thousand_times() {
    let wanted = "<prop-filter name='COMMENT'><text-match>wanted</text-match></prop-filter>";
    for (before, expected) in [(SAME_MAX - 1, true), (SAME_MAX, false)] {
        let lines = "COMMENT:a\n".repeat(before) + "COMMENT:wanted";
        assert_eq!(allows(wanted, &lines), expected, "{before}");
    }
}

#[test]
fn it_is_clear_without_looking_how_many_a_simple_filter_lets_through() {
    for (inner, reach) in [
        ("", Reach::Everything),
        ("<comp-filter name='VTODO'/>", Reach::Everything),
        ("<comp-filter name='VEVENT'/>", Reach::Nothing),
        ("<comp-filter name='VTODO'><is-not-defined/></comp-filter>", Reach::Nothing),
        ("<comp-filter name='VTODO'><prop-filter name='DUE'/></comp-filter>", Reach::Some),
        ("<prop-filter name='METHOD'/>", Reach::Some),
        ("<is-not-defined/>", Reach::Nothing),
    ] {
        assert_eq!(filter(inner).reach(), reach, "{inner}");
    }
}
