//! sync-collection: what has changed since the program last looked.

use super::*;

const CALENDAR: &str = "/dav/calendars/tasks/";

#[tokio::test]
async fn a_program_hears_of_each_change_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        for title in ["One", "Two", "Three"] {
            ann.call("/rpc/tasks/add", &[("title", title)]).await;
        }
        let program = Program::of(&server, &ann, "ann", "write").await;
        let (all, token) = program.sync(CALENDAR, "").await;
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|(_, status)| status == "200 OK"), "{all:?}");
        assert_eq!(program.sync_token(CALENDAR).await, token);
        let (none, same) = program.sync(CALENDAR, &token).await;
        assert_eq!((none, &same), (Vec::new(), &token));

        let (two, three) =
            (task(&ann, "Two").await["id"].to_string(), task(&ann, "Three").await["id"].to_string());
        ann.call("/rpc/tasks/complete", &[("id", &two), ("completed", "true")]).await;
        let deleted: Value = ann.call("/rpc/tasks/delete", &[("id", &three)]).await.json().await.unwrap();
        ann.call("/rpc/tasks/add", &[("title", "Four")]).await;
        let (changes, next) = program.sync(CALENDAR, &token).await;
        let mut statuses: Vec<_> = changes.iter().map(|(_, status)| status.as_str()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, ["200 OK", "200 OK", "404 Not Found"], "{changes:?}");
        assert_ne!(next, token);
        // The old token still tells the same; the first question tells of no removed one.
        assert_eq!(program.sync(CALENDAR, &token).await.0.len(), 3);
        assert_eq!(program.sync(CALENDAR, "").await.0.len(), 3);
        let put = program.put(&format!("{CALENDAR}five.ics"), &[], &todo("five", "SUMMARY:Five")).await;
        assert_eq!(put.status, 201);
        let (own, last) = program.sync(CALENDAR, &next).await;
        assert_eq!(own, [(format!("{CALENDAR}five.ics"), "200 OK".to_owned())]);
        // What is undone is there again, as the same object.
        let (gone, _) = changes.iter().find(|(_, status)| status.starts_with("404")).unwrap();
        let undone = ann.call("/rpc/tasks/take-back", &[("changes", &deleted["change"].to_string())]).await;
        assert_eq!(undone.status(), 200);
        assert_eq!(program.sync(CALENDAR, &last).await.0, [(gone.clone(), "200 OK".to_owned())]);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_long_answer_comes_in_parts_if_the_program_wants_that() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        for number in 0..7 {
            ann.call("/rpc/tasks/add", &[("title", &format!("Task {number}"))]).await;
        }
        let program = Program::of(&server, &ann, "ann", "read").await;
        let (mut token, mut found, mut parts) = (String::new(), Vec::new(), 0);
        loop {
            let body = format!(
                "<A:sync-collection {APPLE}><A:sync-token>{token}</A:sync-token><A:sync-level>1</A:sync-level>\
                 <A:limit><A:nresults>3</A:nresults></A:limit><A:prop><A:getetag/><B:calendar-data/></A:prop></A:sync-collection>"
            );
            let answer = program.report(CALENDAR, &body).await;
            assert_eq!(answer.status, 207, "{}", answer.text);
            token = value(&answer.text, "D:sync-token");
            parts += 1;
            let responses = answer.responses();
            let has_more = responses.iter().any(|(href, text)| {
                href == CALENDAR
                    && text.contains("507 Insufficient Storage")
                    && text.contains("<D:number-of-matches-within-limits/>")
            });
            let objects = responses.into_iter().filter(|(href, _)| href != CALENDAR);
            found.extend(
                objects.inspect(|(_, text)| assert!(text.contains("BEGIN:VTODO"))).map(|(href, _)| href),
            );
            if !has_more {
                break;
            }
        }
        found.sort();
        found.dedup();
        assert_eq!((found.len(), parts), (7, 3));
        server.stop().await;
    }
}

#[tokio::test]
async fn a_token_that_is_not_of_this_calendar_begins_again() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    ann.call("/rpc/tasks/add", &[("title", "Milk"), ("plan[list]", "Shop")]).await;
    let program = Program::of(&server, &ann, "ann", "read").await;
    let home = program.propfind("/dav/calendars/", "1", "", "<X:prop><X:sync-token/></X:prop>").await;
    let of_shop = value(&home.responses()[2].1, "D:sync-token");
    let own = program.sync_token(CALENDAR).await;
    let future = own.trim_end_matches(|character: char| character.is_ascii_digit()).to_owned() + "999999";
    for token in [
        "nonsense",
        "data:,",
        "data:,/dav/calendars/tasks/x",
        "data:,/dav/calendars/tasks/-5",
        "data:,/dav/calendars/tasks/0-",
        "data:,/dav/calendars/tasks/0-999999",
        "data:,/dav/calendars/tasks/+0",
        &of_shop,
        &future,
    ] {
        let body = format!(
            "<sync-collection {DAVX5}><sync-token>{token}</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"
        );
        let refused = program.report(CALENDAR, &body).await;
        assert!(
            refused.status == 403 && refused.text.contains("<D:valid-sync-token/>"),
            "{token}: {}",
            refused.text
        );
    }
    server.stop().await;
}

/// What was removed long ago is forgotten, also before the program has come.
#[tokio::test]
async fn a_first_look_at_an_old_calendar_ends() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        for number in 0..7 {
            ann.call("/rpc/tasks/add", &[("title", &format!("Task {number}"))]).await;
        }
        let program = Program::of(&server, &ann, "ann", "read").await;
        assert_eq!(program.entries(CALENDAR).await.len(), 7);
        execute(&database.db, "update calendars set forgotten = revision").await;
        let (mut token, mut found) = (String::new(), Vec::new());
        loop {
            let body = format!(
                "<A:sync-collection {APPLE}><A:sync-token>{token}</A:sync-token><A:sync-level>1</A:sync-level>\
                 <A:limit><A:nresults>3</A:nresults></A:limit><A:prop><A:getetag/></A:prop></A:sync-collection>"
            );
            let answer = program.report(CALENDAR, &body).await;
            assert_eq!(answer.status, 207, "{}", answer.text);
            token = value(&answer.text, "D:sync-token");
            let hrefs: Vec<_> = answer.responses().into_iter().map(|(href, _)| href).collect();
            let has_more = hrefs.iter().any(|href| href == CALENDAR);
            found.extend(hrefs.into_iter().filter(|href| href != CALENDAR));
            if !has_more {
                break;
            }
        }
        assert_eq!(found.len(), 7);
        assert_eq!(token, program.sync_token(CALENDAR).await);
        server.stop().await;
    }
}

/// Many objects are read and told in pieces.
#[tokio::test]
async fn a_calendar_of_thousands_is_told_whole() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let me: Value = ann.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let ann_id = me["id"].as_str().unwrap();
        let rows: Vec<_> = (0..2500)
            .map(|number| format!("('{ann_id}', 'Task {number}', false, '2026-11-29T01:00:00.000Z', '2026-11-29T01:00:00.000Z')"))
            .collect();
        let insert = format!(
            "insert into tasks_phaseiii (user_id, title, completed, created_at, updated_at) values {}",
            rows.join(", ")
        );
        execute(&database.db, sqlx::AssertSqlSafe(insert)).await;
        let program = Program::of(&server, &ann, "ann", "read").await;
        let entries = program.entries(CALENDAR).await;
        assert_eq!(entries.len(), 2500);
        assert_eq!(program.sync(CALENDAR, "").await.0.len(), 2500);
        let data = format!(
            "<calendar-query xmlns=\"urn:ietf:params:xml:ns:caldav\" {}><X:prop><calendar-data/></X:prop><filter>\
             <comp-filter name=\"VCALENDAR\"><comp-filter name=\"VTODO\"/></comp-filter></filter></calendar-query>",
            "xmlns:X=\"DAV:\""
        );
        let all = program.report(CALENDAR, &data).await;
        assert_eq!(all.text.matches("BEGIN:VTODO").count(), 2500);
        assert!(all.text.ends_with("</D:multistatus>\n"));
        let hrefs: String =
            entries.iter().map(|(href, _)| format!("<href>{href}</href><href>{href}</href>")).collect();
        let multiget =
            format!("<CAL:calendar-multiget {DAVX5}><prop><getetag/></prop>{hrefs}</CAL:calendar-multiget>");
        let read = program.report(CALENDAR, &multiget).await;
        assert_eq!((read.status, read.responses().len()), (207, 2500));
        server.stop().await;
    }
}
