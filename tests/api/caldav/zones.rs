//! Time zones under the names that programs have for them.

use super::*;

const CALENDAR: &str = "/dav/calendars/tasks/";

/// The rules of Berlin without its name, as Outlook writes them.
const RULES: &str = "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
                     RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\n\
                     TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT";

/// A task of this zone with the description of the zone.
fn zoned(uid: &str, name: &str, described: &str, lines: &str) -> String {
    let zone = match described {
        "" => String::new(),
        inner => format!("BEGIN:VTIMEZONE\nTZID:{name}\n{inner}\nEND:VTIMEZONE\n").replace('\n', "\r\n"),
    };
    todo(uid, &lines.replace("ZONE", name)).replace("BEGIN:VTODO", &format!("{zone}BEGIN:VTODO"))
}

/// A query for tasks that are due in the ten minutes after a moment.
async fn due_at(program: &Program, moment: &str) -> Vec<String> {
    let until = moment.replace("00Z", "10Z");
    let query = format!(
        "<CAL:calendar-query {DAVX5}><prop><getetag/></prop><CAL:filter><CAL:comp-filter name=\"VCALENDAR\">\
         <CAL:comp-filter name=\"VTODO\"><CAL:prop-filter name=\"DUE\"><CAL:time-range start=\"{moment}\" end=\"{until}\"/>\
         </CAL:prop-filter></CAL:comp-filter></CAL:comp-filter></CAL:filter></CAL:calendar-query>"
    );
    let answer = program.report(CALENDAR, &query).await;
    assert_eq!(answer.status, 207, "{}", answer.text);
    answer.responses().into_iter().map(|(href, _)| href).collect()
}

#[tokio::test]
async fn a_zone_is_known_by_each_of_its_names() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/time-zone", &[("time_zone", "America/New_York")]).await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        for (number, (name, described)) in [
            ("Europe/Berlin", ""),
            ("/freeassociation.sourceforge.net/Europe/Berlin", ""),
            ("/mozilla.org/20050126_1/Europe/Berlin", ""),
            ("/softwarestudio.org/Olson_20011030_5/Europe/Berlin", ""),
            ("W. Europe Standard Time", ""),
            ("(UTC+01:00) Amsterdam\\, Berlin\\, Bern\\, Rome\\, Stockholm\\, Vienna", ""),
            ("My own", "X-LIC-LOCATION:Europe/Berlin"),
            ("My own", "X-MICROSOFT-CDO-TZID:4"),
        ]
        .into_iter()
        .enumerate()
        {
            let (path, title) = (format!("{CALENDAR}{number}.ics"), format!("Task {number}"));
            let lines = format!(
                "SUMMARY:{title}\nDTSTART;TZID=\"ZONE\":20261204T170000\nDUE;TZID=\"ZONE\":20261204T170000\nRRULE:FREQ=DAILY"
            )
            .replace("\\,", ",");
            let text = zoned(&format!("uid-{number}"), &name.replace("\\,", ","), described, &lines);
            let put = program.put(&path, &[], &text).await;
            assert_eq!(put.status, 201, "{name}: {}", put.text);
            let task = task(&ann, &title).await;
            // The page tells it on the clock of the person.
            let stored = (task["due"].as_str(), task["time_zone"].as_str());
            assert_eq!(stored, (Some("2026-12-04T11:00:00-05:00"), Some("Europe/Berlin")), "{name}");
            assert!(due_at(&program, "20261204T160000Z").await.contains(&path), "{name}");
            // The program's own text stays.
            assert_eq!(program.get(&path).await.text, text, "{name}");
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_zone_with_a_name_of_its_own_goes_by_its_description() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/time-zone", &[("time_zone", "America/New_York")]).await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        let fixed =
            "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD";
        let by_days =
            RULES.replace("BYDAY=-1SU;BYMONTH=10", "BYMONTH=10;BYMONTHDAY=22,23,24,25,26,27,28;BYDAY=SU");
        let by_last_days =
            { RULES.replace("BYDAY=-1SU;BYMONTH=10", "BYMONTH=10;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=SU") }
                .replace("BYDAY=-1SU;BYMONTH=3", "BYMONTH=3;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=SU");
        let exchange = "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\n\
                        BEGIN:DAYLIGHT\nDTSTART:16010101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:DAYLIGHT";
        let abolished = "BEGIN:DAYLIGHT\nDTSTART:19930328T020000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\n\
                         RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20160327T000000Z\nEND:DAYLIGHT\n\
                         BEGIN:STANDARD\nDTSTART:19961027T030000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\n\
                         RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20151025T000000Z\nEND:STANDARD\n\
                         BEGIN:STANDARD\nDTSTART:20160907T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD";
        for (number, (described, due, moment)) in [
            (RULES, "20261204T170000", "20261204T160000Z"),
            (RULES, "20270704T170000", "20270704T150000Z"),
            (&by_days, "20261204T170000", "20261204T160000Z"),
            (fixed, "20261204T170000", "20261204T113000Z"),
            // The last week of a month, by its days.
            (&by_last_days, "20270704T170000", "20270704T150000Z"),
            // Without rules that go on, the last offset counts; of two at once, that of winter.
            (exchange, "20261204T180000", "20261204T123000Z"),
            (abolished, "20270704T170000", "20270704T140000Z"),
            // A rule that cannot be told leaves the time of winter.
            (&RULES.replace("BYDAY", "BYNIGHT"), "20261205T170000", "20261205T160000Z"),
            // What is no description leaves the person's zone.
            ("BEGIN:STANDARD\nEND:STANDARD", "20261204T170000", "20261204T220000Z"),
        ]
        .into_iter()
        .enumerate()
        {
            let path = format!("{CALENDAR}{number}.ics");
            let text = zoned(
                &format!("uid-{number}"),
                "Customized Time Zone",
                described,
                &format!("SUMMARY:Task {number}\nDUE;TZID=ZONE:{due}"),
            );
            assert_eq!(program.put(&path, &[], &text).await.status, 201);
            assert!(due_at(&program, moment).await.contains(&path), "{number}");
            let stored = task(&ann, &format!("Task {number}")).await;
            let stored: jiff::Timestamp = stored["due"].as_str().unwrap().parse().unwrap();
            assert_eq!(stored.strftime("%Y%m%dT%H%M%SZ").to_string(), moment, "{number}");
        }
        // With the rules of the person's zone it is that zone, so a task that repeats keeps its time in summer.
        ann.call("/rpc/tasks/time-zone", &[("time_zone", "Europe/Berlin")]).await;
        let lines = "SUMMARY:Rent\nDTSTART;TZID=ZONE:20261204T170000\nDUE;TZID=ZONE:20261204T170000\nRRULE:FREQ=MONTHLY";
        let text = zoned("rent", "Customized Time Zone", RULES, lines);
        assert_eq!(program.put(&format!("{CALENDAR}rent.ics"), &[], &text).await.status, 201);
        let rent = task(&ann, "Rent").await;
        let stored = (rent["due"].as_str(), rent["time_zone"].as_str());
        assert_eq!(stored, (Some("2026-12-04T17:00:00+01:00"), Some("Europe/Berlin")));
        server.stop().await;
    }
}

/// The description of an object says what its names mean, and an offset before a name all that it says.
#[tokio::test]
async fn names_that_others_use_otherwise_go_by_the_description() {
    const US: &str = "BEGIN:STANDARD\nDTSTART:20001029T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\n\
                      RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20000402T020000\n\
                      TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT";
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    ann.call("/rpc/tasks/time-zone", &[("time_zone", "Asia/Tokyo")]).await;
    let program = Program::of(&server, &ann, "ann", "write").await;
    for (number, (name, described, due, moment)) in [
        ("EST", US, "20270704T170000", "20270704T210000Z"),
        ("EST", "", "20270704T170000", "20270704T220000Z"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "", "20261204T170000", "20261204T113000Z"),
        ("(UTC-03:30) Nowhere", "", "20261204T170000", "20261204T203000Z"),
        (
            "(UTC+00:00) Dublin, Edinburgh, Lisbon, London",
            &RULES.replace("+0200", "+0130").replace("+0100", "+0030"),
            "20270704T170000",
            "20270704T153000Z",
        ),
        ("(UTC+99:99) Nowhere", "", "20261204T170000", "20261204T080000Z"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = format!("{CALENDAR}{number}.ics");
        let lines = format!("SUMMARY:Task {number}\nDUE;TZID=\"ZONE\":{due}");
        let put = program.put(&path, &[], &zoned(&format!("uid-{number}"), name, described, &lines)).await;
        assert_eq!(put.status, 201, "{name}: {}", put.text);
        assert!(due_at(&program, moment).await.contains(&path), "{name} {described}");
    }
    server.stop().await;
}

/// Friday at 1 o'clock of UTC is Thursday in New York. The task comes again on Friday all the same.
#[tokio::test]
async fn a_rule_of_utc_counts_the_days_of_utc() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    ann.call("/rpc/tasks/time-zone", &[("time_zone", "America/New_York")]).await;
    let program = Program::of(&server, &ann, "ann", "write").await;
    let lines = "SUMMARY:Bins\nDTSTART:20261204T010000Z\nDUE:20261204T010000Z\nRRULE:FREQ=WEEKLY;BYDAY=FR";
    assert_eq!(program.put(&format!("{CALENDAR}bins.ics"), &[], &todo("bins", lines)).await.status, 201);
    let bins = task(&ann, "Bins").await;
    let of_utc = |task: &serde_json::Value| {
        let due: jiff::Timestamp = task["due"].as_str().unwrap().parse().unwrap();
        due.strftime("%Y%m%dT%H%M%SZ").to_string()
    };
    assert_eq!((of_utc(&bins).as_str(), bins["time_zone"].as_str()), ("20261204T010000Z", Some("UTC")));
    let text = program.get(&format!("{CALENDAR}bins.ics")).await.text;
    let done = text.replace("END:VTODO", "STATUS:COMPLETED\r\nEND:VTODO");
    assert_eq!(program.put(&format!("{CALENDAR}bins.ics"), &[], &done).await.status, 204);
    assert_eq!(of_utc(&task(&ann, "Bins").await), "20261211T010000Z");
    server.stop().await;
}
