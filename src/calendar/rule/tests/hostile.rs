use super::*;
use crate::calendar::rule::expand::PERIODS_MAX;
use proptest::prelude::*;

/// Each of them makes simple programs look for ever.
#[test]
fn rules_without_a_day_end() {
    for text in [
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=2;BYDAY=MO",
        "FREQ=DAILY;BYMONTH=1;BYSETPOS=2;BYDAY=MO",
        "FREQ=HOURLY;BYSETPOS=3;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=4",
        "FREQ=WEEKLY;BYSETPOS=9;BYDAY=MO,TU",
        "FREQ=MONTHLY;BYMONTHDAY=-31;BYDAY=SU;BYSETPOS=2",
        "FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29;UNTIL=20991231",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;BYSETPOS=-2;COUNT=10000",
    ] {
        assert_eq!(rule(text).first(time("2025-01-01T09:00")), None, "{text}");
        assert_eq!(rule(text).next(time("1925-01-01T09:00"), time("2026-01-01T09:00")), None, "{text}");
    }
}

/// Counting ends, however far apart the occurrences are and however many COUNT allows.
#[test]
fn a_rule_is_counted_through_so_many_periods_and_no_more() {
    // Each of them would be counted through 80 million hours or 3 million days.
    for (text, start, unit) in [
        ("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0;COUNT=10000", "0004-02-29T00:00", 1),
        ("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=0", "0004-02-29T00:00", 1),
        ("FREQ=HOURLY;INTERVAL=7;BYMONTH=1;BYDAY=MO;BYHOUR=3;COUNT=10000", "1000-01-06T03:00", 7),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=10000", "0004-02-29T00:00", 24),
    ] {
        let (rule, start) = (rule(text), time(start));
        let most = start + (PERIODS_MAX * unit).hours();
        let told: Vec<DateTime> = rule.occurrences(start).collect();
        let last = *told.last().unwrap();
        assert!(last <= most && last > start + (PERIODS_MAX * unit / 2).hours(), "{text}: {last}");
        if text.contains("COUNT") {
            assert_eq!(rule.next(start, most), None, "{text}");
        }
    }
    // Those that people have are far from the limit: each hour since 2000, each workday of a century.
    for (text, start, next) in [
        ("FREQ=HOURLY", "2000-01-01T00:00", "2026-11-29T13:00"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "1926-01-01T09:00", "2026-11-30T09:00"),
        ("FREQ=DAILY;BYDAY=SU;COUNT=10000", "1926-01-03T09:00", "2026-12-06T09:00"),
        ("FREQ=HOURLY;BYHOUR=9;COUNT=10000", "2000-01-01T09:00", "2026-11-30T09:00"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "2024-01-01T09:00", "2044-02-29T09:00"),
    ] {
        assert_eq!(rule(text).next(time(start), time("2026-11-29T12:30")), Some(time(next)), "{text}");
    }
}

#[test]
fn the_ends_of_time_are_no_trouble() {
    for text in
        ["FREQ=HOURLY", "FREQ=DAILY", "FREQ=WEEKLY;WKST=TH", "FREQ=MONTHLY", "FREQ=YEARLY;INTERVAL=1000"]
    {
        for start in ["0001-01-01T00:00", "9998-12-31T23:59", "-9999-01-01T00:00", "9999-12-31T23:59"] {
            let start: DateTime = start.replace("-9999", "-009999").parse().unwrap();
            let _ = rule(text).first(start);
            let _ = rule(text).next(start, time("2026-01-01"));
            let _ = rule(text).next(start, time("9999-12-31T23:59:59"));
            assert!(rule(text).occurrences(start).all(|time| time.year() <= 9998));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each text gives an error or a rule, and never a panic. What is stored is read back as the same rule.
    #[test]
    fn any_text_is_refused_or_counted(
        frequency in prop::sample::select(vec!["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        parts in prop::collection::vec(
            (
                prop::sample::select(vec![
                    "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
                    "BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS",
                ]),
                prop_oneof![
                    "-?[0-9]{1,3}(,-?[0-9]{1,2}){0,3}",
                    "(-?[1-5])?(MO|TU|SU)(,(-?[1-5])?(WE|FR|SA)){0,2}",
                    "20[0-9]{6}(T[0-2][0-9][0-5][0-9]00Z?)?",
                    "\\PC{0,10}",
                ],
            ),
            0..4,
        ),
        start in 0_i64..4_000_000_000,
    ) {
        let parts: String = parts.iter().map(|(name, value)| format!(";{name}={value}")).collect();
        if let Ok(rule) = Rule::parse(&format!("FREQ={frequency}{parts}"), &TimeZone::UTC) {
            let start = TimeZone::UTC.to_datetime(jiff::Timestamp::from_second(start).unwrap());
            let found: Vec<_> = rule.occurrences(start).take(5).collect();
            prop_assert!(found.is_sorted_by(|earlier, later| earlier < later) && found.iter().all(|found| *found >= start));
            prop_assert_eq!(Rule::parse(&rule.to_string(), &TimeZone::UTC), Ok(rule.clone()));
            prop_assert!(!rule.in_words().is_empty());
        }
    }
}
