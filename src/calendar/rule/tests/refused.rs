use super::*;

fn refused(text: &str) -> RuleError {
    match Rule::parse(text, &TimeZone::UTC) {
        Ok(rule) => panic!("{text} was taken as {rule}"),
        Err(error) => error,
    }
}

#[test]
fn a_refusal_says_which_part_and_what_is_allowed() {
    for (text, sentence) in [
        ("", "a rule of repetition needs FREQ, for example FREQ=WEEKLY;BYDAY=TU"),
        ("every day", "EVERY DAY is no part of a rule of repetition (RFC 5545)"),
        (
            "FREQ=FORTNIGHTLY",
            "FREQ=FORTNIGHTLY is not possible: expected HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
        ),
        ("FREQ=MINUTELY", "FREQ=MINUTELY is not possible: a task repeats at most once an hour"),
        ("FREQ=SECONDLY;INTERVAL=3600", "FREQ=SECONDLY is not possible: a task repeats at most once an hour"),
        (
            "FREQ=HOURLY;BYMINUTE=0,30",
            "several of BYMINUTE is not possible: a task repeats at most once an hour",
        ),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0 is not possible: expected 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1 is not possible: expected 1 to 1000"),
        ("FREQ=DAILY;COUNT=0", "COUNT=0 is not possible: expected 1 to 10000"),
        (
            "FREQ=DAILY;COUNT=99999999999999999999",
            "COUNT=99999999999999999999 is not possible: expected 1 to 10000",
        ),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "COUNT is not possible with UNTIL"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32 is not possible: expected 1 to 31 or -31 to -1"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,0", "BYMONTHDAY=0 is not possible: expected 1 to 31 or -31 to -1"),
        ("FREQ=MONTHLY;BYMONTHDAY=", "BYMONTHDAY= is not possible: expected 1 to 31 or -31 to -1"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13 is not possible: expected 1 to 12"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR=24 is not possible: expected 0 to 23"),
        ("FREQ=WEEKLY;WKST=1MO", "WKST=1MO is not possible: expected MO, TU, WE, TH, FR, SA or SU"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY is not possible with FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO is not possible with FREQ=MONTHLY"),
        ("FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY is not possible with FREQ=DAILY"),
        ("FREQ=DAILY;BYMONTH=1;BYDAY=5MO", "a number in BYDAY is not possible with FREQ=DAILY"),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "a number in BYDAY is not possible with BYWEEKNO"),
        ("FREQ=MONTHLY;BYDAY=1MO,TU", "a number in BYDAY is not possible with a day without one"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another part, such as BYDAY, to choose from"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no month of this rule has such a day"),
        ("FREQ=MONTHLY;BYMONTH=4,6;BYMONTHDAY=31,-31", "no month of this rule has such a day"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ may stand in a rule only once"),
        ("FREQ=DAILY;SKIP=BACKWARD", "SKIP=BACKWARD is no part of a rule of repetition (RFC 5545)"),
        (
            "FREQ=DAILY\nRRULE:FREQ=DAILY",
            "FREQ=DAILY\nRRULE:FREQ=DAILY is not possible: expected HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
        ),
    ] {
        let told = refused(text).to_string();
        assert_eq!(told, sentence, "{text}");
    }
    for until in [
        "20270229",
        "20271301",
        "2027",
        "20270101Z",
        "20270101T2500",
        "20270101T250000",
        "00000101",
        "99991231",
        "+2270101",
        "20270101T1e0000",
    ] {
        let told = refused(&format!("FREQ=DAILY;UNTIL={until}"));
        assert!(matches!(told, RuleError::Value { part: "UNTIL", .. }), "{until}: {told}");
    }
    for day in ["XX", "0MO", "6MO", "-5MO", "M", "", "MOTU", "1 MO", "ÄMO", "99999MO"] {
        let told = refused(&format!("FREQ=MONTHLY;BYDAY={day}"));
        assert!(matches!(told, RuleError::Value { part: "BYDAY", .. }), "{day}: {told}");
    }
}

#[test]
fn long_texts_are_refused() {
    let list = (0..400).map(|_| "1").collect::<Vec<_>>().join(",");
    assert_eq!(refused(&format!("FREQ=MONTHLY;BYMONTHDAY={list}")), RuleError::TooLong);
    let told = refused(&format!("FREQ={}", "X".repeat(400))).to_string();
    assert!(told.len() < 120, "{told}");
}
