//! The secret link by which calendars read tasks.

use super::*;
use docket::clock::Clock;
use reqwest::Response;
use reqwest::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    SET_COOKIE,
};

/// Makes a link by the plain form, and gives its path.
async fn link(browser: &Browser) -> String {
    let made = browser.form("/rpc/feed/make", &[]).await;
    assert_eq!(location(&made), "/settings?done=calendar-link");
    let page = browser.get("/settings?done=calendar-link").await.text().await.unwrap();
    let (_, rest) = page.split_once("/calendar/docket_cal_").expect("the page shows the link");
    let secret: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    assert_eq!(secret.len(), 40);
    let again = browser.get("/settings?done=calendar-link").await.text().await.unwrap();
    assert!(!again.contains("/calendar/docket_cal_"), "it is shown once");
    format!("/calendar/docket_cal_{secret}.ics")
}

async fn ask(server: &TestServer, path: &str, headers: &[(HeaderName, &str)]) -> Response {
    let mut request = server.browser().get_request(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_calendar_reads_the_tasks_to_do() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/time-zone", &[("time_zone", "Europe/Berlin")]).await;
        for (title, due, repeat) in [
            ("Call mom", "2026-12-04T17:00", ""),
            ("Feed the cat", "2026-12-05T08:00", "FREQ=DAILY"),
            ("Pay rent", "2026-12-01", "FREQ=MONTHLY"),
            ("Milk", "", ""),
        ] {
            ann.call("/rpc/tasks/add", &[("title", title), ("plan[due]", due), ("plan[repeat]", repeat)])
                .await;
        }
        assert_eq!(ann.export().await["calendar_link"], Value::Null);
        let path = link(&ann).await;
        let exported = ann.export().await["calendar_link"].clone();
        let names: Vec<&String> = exported.as_object().unwrap().keys().collect();
        assert_eq!(names, ["created_at", "last_used_at"], "the export tells of it, and not how to use it");
        assert_eq!(exported["last_used_at"], Value::Null);
        let response = ask(&server, &path, &[]).await;
        assert!(ann.export().await["calendar_link"]["last_used_at"].is_string());
        assert_eq!(response.headers()[CACHE_CONTROL], "private, no-cache");
        assert!(response.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/calendar"));
        assert_eq!(response.headers().get(SET_COOKIE), None);
        let text = response.text().await.unwrap();
        let count = |text: &str, part: &str| text.matches(part).count();
        assert_eq!((count(&text, "BEGIN:VTODO"), count(&text, "BEGIN:VEVENT")), (4, 2), "{text}");
        for line in [
            "DTSTART:20261204T160000Z",
            "DTSTART;TZID=Europe/Berlin:20261205T080000",
            "DURATION:PT30M",
            "BEGIN:VTIMEZONE",
            "SUMMARY:Milk",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}\n{text}");
        }
        let all = ask(&server, &format!("{path}?events=all"), &[]).await.text().await.unwrap();
        assert_eq!(count(&all, "BEGIN:VEVENT"), 3);
        assert!(all.contains("DTSTART;VALUE=DATE:20261201\r\n"), "{all}");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_calendar_that_did_not_change_is_not_sent_again() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let ann = server.person("ann").await;
        let task: Value = ann.call("/rpc/tasks/add", &[("title", "Milk")]).await.json().await.unwrap();
        let path = link(&ann).await;
        let first = ask(&server, &path, &[]).await;
        let head =
            |response: &Response, name: HeaderName| response.headers()[&name].to_str().unwrap().to_owned();
        let (tag, changed) = (head(&first, ETAG), head(&first, LAST_MODIFIED));
        clock.advance(time::Duration::hours(1));
        for known in
            [(IF_NONE_MATCH, tag.as_str()), (IF_NONE_MATCH, "\"x\", *"), (IF_MODIFIED_SINCE, &changed)]
        {
            let again = ask(&server, &path, std::slice::from_ref(&known)).await;
            assert_eq!((again.status().as_u16(), head(&again, ETAG)), (304, tag.clone()), "{known:?}");
            assert_eq!(again.text().await.unwrap(), "");
        }
        let other = ask(&server, &format!("{path}?events=all"), &[(IF_NONE_MATCH, &tag)]).await;
        assert_eq!(other.status(), 200);
        // A task less is a change, though no other one changed.
        ann.call("/rpc/tasks/delete", &[("id", &task["id"].to_string())]).await;
        for known in [(IF_NONE_MATCH, tag.as_str()), (IF_MODIFIED_SINCE, &changed)] {
            let changed = ask(&server, &path, &[known]).await;
            assert_eq!(changed.status(), 200);
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_link_that_is_wrong_old_or_revoked_gives_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        ann.call("/rpc/tasks/add", &[("title", "Milk")]).await;
        let first = link(&ann).await;
        let second = link(&ann).await;
        assert_eq!(ask(&server, &second, &[]).await.status(), 200);
        let mut answers = Vec::new();
        let wrong = format!("/calendar/docket_cal_{}.ics", "x".repeat(40));
        for path in [first.as_str(), &wrong, "/calendar/x.ics", "/calendar/x", &second.replace(".ics", "")] {
            let response = ask(&server, path, &[]).await;
            assert_eq!(response.status(), 404, "{path}");
            let mut headers: Vec<String> =
                response.headers().keys().map(|name| name.as_str().to_owned()).collect();
            headers.sort();
            answers.push((headers, response.text().await.unwrap()));
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        // It opens nothing else.
        let secret = second.trim_start_matches("/calendar/").trim_end_matches(".ics");
        let api = server.browser().get_request("/api/me").bearer_auth(secret).send().await.unwrap();
        assert!(api.status().is_client_error());
        ann.form("/rpc/feed/revoke", &[]).await;
        assert_eq!(ask(&server, &second, &[]).await.status(), 404);
        let third = link(&ann).await;
        execute(&database.db, r#"update "user" set "banned" = true"#).await;
        assert_eq!(ask(&server, &third, &[]).await.status(), 404);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_calendar_that_asks_without_end_is_refused_for_a_while() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let path = link(&server.person("ann").await).await;
    let mut refused = 0;
    for _ in 0..40 {
        let response = ask(&server, &path, &[]).await;
        if response.status() == 429 {
            assert!(response.headers().contains_key("retry-after"));
            refused += 1;
        }
    }
    assert_eq!(refused, 10);
    server.stop().await;
}

#[tokio::test]
async fn a_link_takes_a_fresh_session() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let clock = Clock::adjustable();
    let server = TestServer::start_with_clock(&database.url, &clock).await;
    let ann = server.person("ann").await;
    clock.advance(time::Duration::hours(25));
    let refused: Value = ann.call("/rpc/feed/make", &[]).await.json().await.unwrap();
    assert_eq!(refused["code"], "SESSION_NOT_FRESH");
    server.stop().await;
}
