//! Objects: a task made, changed, done and deleted, by a program and on the page.

use super::*;

const CALENDAR: &str = "/dav/calendars/tasks/";

/// DAVx5 with Tasks.org: a list by calendar-query, texts by calendar-multiget, changes by their tags.
#[tokio::test]
async fn a_task_goes_both_ways() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/time-zone", &[("time_zone", "Europe/Berlin")]).await;
        ann.call("/rpc/tasks/add", &[("title", "Of the page"), ("plan[due]", "2026-12-04T17:00")]).await;
        let program = Program::of(&server, &ann, "ann", "write").await;

        // There.
        let path = format!("{CALENDAR}5a2f.ics");
        let text = todo(
            "5a2f",
            "SUMMARY:Of the phone\nDUE;VALUE=DATE:20261205\nPRIORITY:1\nX-PHONE-COLOR:7\nSTATUS:NEEDS-ACTION",
        );
        let made = program.put(&path, &[("if-none-match", "*")], &text).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let of_page = task(&ann, "Of the phone").await;
        assert_eq!((&of_page["due"], &of_page["priority"]), (&json!("2026-12-05"), &json!(1)));
        let again = program.put(&path, &[("if-none-match", "*")], &text).await;
        assert_eq!(again.status, 412);

        // And back.
        let query = format!(
            "<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-query {DAVX5}><prop><getetag /></prop><CAL:filter>\
             <CAL:comp-filter name=\"VCALENDAR\"><CAL:comp-filter name=\"VTODO\" /></CAL:comp-filter></CAL:filter></CAL:calendar-query>"
        );
        let listed = program.report(CALENDAR, &query).await;
        assert_eq!(listed.status, 207, "{}", listed.text);
        let entries = program.entries(CALENDAR).await;
        assert_eq!((listed.responses().len(), entries.len()), (2, 2));
        let hrefs: String = entries.iter().map(|(href, _)| format!("<href>{href}</href>")).collect();
        let multiget = format!(
            "<CAL:calendar-multiget {DAVX5}><prop><getcontenttype /><getetag /><CAL:schedule-tag /><CAL:calendar-data version=\"2.0\" />\
             </prop>{hrefs}<href>{CALENDAR}none.ics</href></CAL:calendar-multiget>"
        );
        let read = program.report(CALENDAR, &multiget).await;
        assert_eq!(read.responses().len(), 3, "{}", read.text);
        assert_eq!(
            value(&read.of_href(&format!("{CALENDAR}none.ics")), "D:status"),
            "HTTP/1.1 404 Not Found"
        );
        for (href, tag) in &entries {
            let told = read.of_href(href);
            assert_eq!(&value(&told, "D:getetag"), tag);
            let alone = program.get(href).await;
            assert_eq!((alone.header("etag"), &alone.text), (tag.as_str(), &value(&told, "C:calendar-data")));
            assert!(alone.header("content-type").starts_with("text/calendar"));
            assert!(alone.text.contains("\r\nUID:"), "{}", alone.text);
            let known = program.ask("GET", href, &[("if-none-match", tag)], "").await;
            assert_eq!((known.status, known.text.as_str()), (304, ""));
            let head = program.ask("HEAD", href, &[], "").await;
            assert_eq!((head.status, head.header("etag"), head.text.as_str()), (200, tag.as_str(), ""));
        }
        assert!(
            program.get(&path).await.text.contains("X-PHONE-COLOR:7\r\n"),
            "what Docket does not know is kept"
        );

        // A change on the page changes the tag; a program that does not know of it changes nothing.
        let (_, tag) = entries.into_iter().find(|(href, _)| *href == path).unwrap();
        ann.call(
            "/rpc/tasks/update",
            &[("id", &of_page["id"].to_string()), ("title", "Of both"), ("description", "")],
        )
        .await;
        let stale = text.replace("Of the phone", "Too late");
        assert_eq!(program.put(&path, &[("if-match", &tag)], &stale).await.status, 412);
        assert_eq!(program.ask("DELETE", &path, &[("if-match", &tag)], "").await.status, 412);
        let now = program.get(&path).await;
        assert!(
            now.text.contains("SUMMARY:Of both\r\n") && now.text.contains("X-PHONE-COLOR:7\r\n"),
            "{}",
            now.text
        );
        assert_ne!(now.header("etag"), tag);
        // A proxy that compresses makes the tag weak.
        let weak = format!("W/{}", now.header("etag"));
        let done = now.text.replace(
            "STATUS:NEEDS-ACTION",
            "STATUS:COMPLETED\r\nCOMPLETED:20261129T030000Z\r\nPERCENT-COMPLETE:100",
        );
        assert!(done.contains("COMPLETED:20261129T030000Z"), "{done}");
        let put = program.put(&path, &[("if-match", &weak)], &done).await;
        assert_eq!(put.status, 204, "{}", put.text);
        assert_eq!(task(&ann, "Of both").await["completed"], true);

        let deleted = program.ask("DELETE", &path, &[], "").await;
        assert_eq!(deleted.status, 204);
        assert_eq!(program.get(&path).await.status, 404);
        assert_eq!(program.ask("DELETE", &path, &[], "").await.status, 404);
        assert_eq!(tasks(&ann).await.len(), 1);
        server.stop().await;
    }
}

#[tokio::test]
async fn what_is_no_task_is_refused_with_the_condition_that_says_so() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let program = Program::of(&server, &ann, "ann", "write").await;
    let path = format!("{CALENDAR}x.ics");
    let event = todo("x", "SUMMARY:Party\nDTSTART:20261204T160000Z").replace("VTODO", "VEVENT");
    let large = todo("x", &format!("SUMMARY:Milk\nX-LONG:{}", "x".repeat(260 * 1024)));
    for (text, condition) in [
        ("hello", "<C:valid-calendar-data/>"),
        ("", "<C:valid-calendar-data/>"),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "<C:"),
        (&event, "<C:supported-calendar-component/>"),
        (&large, "<C:max-resource-size/>"),
    ] {
        let refused = program.put(&path, &[], text).await;
        assert!(
            refused.status == 403 && refused.text.contains(condition),
            "{}: {}",
            refused.status,
            refused.text
        );
    }
    let json = program.ask("PUT", &path, &[("content-type", "application/json")], "{}").await;
    assert!(json.status == 403 && json.text.contains("<C:supported-calendar-data/>"), "{}", json.text);
    let wrong =
        program.request("PUT", &path).header("content-type", "text/calendar").body(b"BEGIN:\xff".to_vec());
    assert_eq!(wrong.send().await.unwrap().status().as_u16(), 403);
    // Where no calendar is, none can hold it.
    assert_eq!(program.put("/dav/calendars/none/x.ics", &[], &todo("x", "SUMMARY:Milk")).await.status, 409);
    assert_eq!(program.put(&path, &[("if-match", "*")], &todo("x", "SUMMARY:Milk")).await.status, 412);
    assert_eq!(program.put(&path, &[("if", "(<urn:lock>)")], &todo("x", "SUMMARY:Milk")).await.status, 412);
    assert_eq!(program.put(&path, &[], &todo("x", "SUMMARY:Milk")).await.status, 201);
    let twin = program.put(&format!("{CALENDAR}y.ics"), &[], &todo("x", "SUMMARY:Milk")).await;
    assert!(
        twin.status == 409 && twin.text.contains(&format!("<C:no-uid-conflict><D:href>{path}</D:href>")),
        "{}",
        twin.text
    );
    let to = [("destination", "/dav/calendars/tasks/z.ics")];
    for condition in [("if-match", "\"other\""), ("if-none-match", "*")] {
        let refused = program.ask("MOVE", &path, &[to[0], condition], "").await;
        assert_eq!(refused.status, 412, "{condition:?}");
    }
    let long =
        program.put(&format!("{CALENDAR}long.ics"), &[], &todo(&"x".repeat(3000), "SUMMARY:Milk")).await;
    assert!(long.status == 403 && long.text.contains("<C:valid-calendar-data/>"), "{}", long.text);
    for (method, status) in
        [("COPY", 405), ("LOCK", 405), ("POST", 405), ("MKCALENDAR", 405), ("PROPPATCH", 405)]
    {
        let refused = program.ask(method, &path, &[], "").await;
        assert_eq!((refused.status, refused.header("allow").contains("PUT")), (status, true), "{method}");
    }
    assert_eq!(tasks(&ann).await.len(), 1);
    server.stop().await;
}

/// What Apple Reminders, Thunderbird and the Python client ask for.
#[tokio::test]
async fn a_query_gets_what_its_filter_lets_through() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let program = Program::of(&server, &ann, "ann", "write").await;
        for (name, lines) in [
            ("open", "SUMMARY:Open\nDUE:20261204T160000Z\nSTATUS:NEEDS-ACTION"),
            (
                "done",
                "SUMMARY:Done\nDUE:20261001T160000Z\nSTATUS:COMPLETED\nCOMPLETED:20261001T170000Z\nPERCENT-COMPLETE:100",
            ),
            ("never", "SUMMARY:Never due\nCATEGORIES:home"),
        ] {
            let put = program.put(&format!("{CALENDAR}{name}.ics"), &[], &todo(name, lines)).await;
            assert_eq!(put.status, 201, "{}", put.text);
        }
        let ask = async |filter: &str| {
            let body = format!(
                "<B:calendar-query {APPLE}><A:prop><A:getetag/></A:prop><B:filter><B:comp-filter name=\"VCALENDAR\">{filter}\
                 </B:comp-filter></B:filter></B:calendar-query>"
            );
            let answer = program.report(CALENDAR, &body).await;
            assert_eq!(answer.status, 207, "{}", answer.text);
            let names = answer
                .responses()
                .into_iter()
                .map(|(href, _)| href.trim_start_matches(CALENDAR).trim_end_matches(".ics").to_owned());
            let mut names: Vec<_> = names.collect();
            names.sort();
            names
        };
        let todo = |inner: &str| format!("<B:comp-filter name=\"VTODO\">{inner}</B:comp-filter>");
        let open = "<B:prop-filter name=\"COMPLETED\"><B:is-not-defined/></B:prop-filter>";
        assert_eq!(ask(&todo("")).await, ["done", "never", "open"]);
        assert_eq!(ask("").await, ["done", "never", "open"]);
        assert_eq!(ask(&todo(open)).await, ["never", "open"]);
        let status = "<B:prop-filter name=\"STATUS\"><B:text-match negate-condition=\"yes\">completed</B:text-match></B:prop-filter>";
        assert!(!ask(&todo(status)).await.contains(&"done".to_owned()));
        let range = "<B:time-range start=\"20261201T000000Z\" end=\"20270101T000000Z\"/>";
        assert!(ask(&todo(range)).await.contains(&"open".to_owned()));
        assert!(!ask(&todo(range)).await.contains(&"done".to_owned()));
        let completed =
            "<B:prop-filter name=\"COMPLETED\"><B:time-range start=\"20260901T000000Z\"/></B:prop-filter>";
        assert_eq!(ask(&todo(completed)).await, ["done"]);
        let words = "<B:prop-filter name=\"SUMMARY\"><B:text-match collation=\"i;unicode-casemap\">NEVER</B:text-match></B:prop-filter>";
        assert_eq!(ask(&todo(words)).await, ["never"]);
        assert_eq!(ask("<B:comp-filter name=\"VEVENT\"/>").await, Vec::<String>::new());
        for (filter, condition) in [
            ("<B:filter/>", "C:valid-filter"),
            ("", "C:valid-filter"),
            (
                "<B:filter><B:comp-filter name=\"VCALENDAR\"><B:comp-filter name=\"VTODO\"><B:time-range/></B:comp-filter></B:comp-filter></B:filter>",
                "C:valid-filter",
            ),
            (
                "<B:filter><B:comp-filter name=\"VCALENDAR\"><B:prop-filter name=\"X\"><B:text-match collation=\"i;klingon\">x</B:text-match></B:prop-filter></B:comp-filter></B:filter>",
                "C:supported-collation",
            ),
            (
                "<B:filter><B:comp-filter name=\"VCALENDAR\"><B:dream/></B:comp-filter></B:filter>",
                "C:supported-filter",
            ),
        ] {
            let refused = program
                .report(CALENDAR, &format!("<B:calendar-query {APPLE}><A:prop/>{filter}</B:calendar-query>"))
                .await;
            assert!(refused.status == 403 && refused.text.contains(condition), "{filter}: {}", refused.text);
        }
        server.stop().await;
    }
}
