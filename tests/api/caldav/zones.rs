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
        for (number, (described, due, moment)) in [
            (RULES, "20261204T170000", "20261204T160000Z"),
            (RULES, "20270704T170000", "20270704T150000Z"),
            (&by_days, "20261204T170000", "20261204T160000Z"),
            (fixed, "20261204T170000", "20261204T113000Z"),
            // What is no description leaves the person's zone.
            ("BEGIN:STANDARD\nEND:STANDARD", "20261204T170000", "20261204T220000Z"),
            (&RULES.replace("BYDAY", "BYNIGHT"), "20261205T170000", "20261205T220000Z"),
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
