//! People whose neighbours behind the same address guess passwords.

use super::*;
use docket::clock::Clock;
use time::Duration;

const HERE: &str = "192.0.2.1";

async fn log_in(browser: &Browser, email: &str, password: &str) -> u16 {
    let request = browser.request("/rpc/auth/log_in").header("accept", "application/json");
    let form = [("email", email), ("password", password)];
    request.header("x-forwarded-for", HERE).form(&form).send().await.unwrap().status().as_u16()
}

/// The address has used up all its wrong passwords, for this account and for any.
async fn neighbours_guess(server: &TestServer, email: &str) {
    for _ in 0..10 {
        assert_eq!(log_in(&server.browser(), email, "wrong horse").await, 401);
    }
    for number in 0..90 {
        assert_eq!(log_in(&server.browser(), &format!("{number}@example.com"), "short").await, 401);
    }
    assert_eq!(log_in(&server.browser(), email, PASSWORD).await, 429);
}

#[tokio::test]
async fn a_browser_that_was_logged_in_before_is_not_kept_out_by_its_neighbours() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        neighbours_guess(&server, "ann@example.com").await;
        assert_eq!(ann.form("/rpc/auth/log_out", &[]).await.status().as_u16(), 302);
        assert_eq!(log_in(&ann, "ann@example.com", "wrong horse").await, 401);
        assert_eq!(log_in(&ann, "ann@example.com", PASSWORD).await, 200);
        // It is her browser, and nobody else's.
        assert_eq!(log_in(&bob, "ann@example.com", PASSWORD).await, 429);
        assert_eq!(log_in(&ann, "bob@example.com", PASSWORD).await, 429);
        // A browser is known for 90 days after its log-in.
        assert_eq!(log_in(&ann, "ann@example.com", PASSWORD).await, 200);
        clock.advance(Duration::days(91));
        neighbours_guess(&server, "ann@example.com").await;
        assert_eq!(log_in(&ann, "ann@example.com", PASSWORD).await, 429);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_known_browser_has_a_small_limit_and_counts_as_any_other_after_it() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        for _ in 0..20 {
            assert_eq!(log_in(&ann, "ann@example.com", "wrong horse").await, 401);
        }
        assert_eq!(log_in(&ann, "ann@example.com", PASSWORD).await, 429);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_browser_is_known_however_its_person_came_in() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let body = json!({ "name": "Ann", "email": "ann@example.com", "password": PASSWORD });
    for route in ["/api/auth/sign-up/email", "/api/auth/sign-in/email"] {
        let ann = server.browser();
        let entered = ann.request(route).json(&body).send().await.unwrap();
        assert_eq!(entered.status().as_u16(), 200, "{route}");
        assert!(ann.cookie("docket.device").starts_with("device."), "{route}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_made_up_device_is_none() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    neighbours_guess(&server, "ann@example.com").await;
    let known = ann.cookie("docket.device");
    let token = ann.session_cookie().split_once('=').unwrap().1.to_owned();
    for made_up in
        [known.replacen("device.", "devise.", 1), known.replace('%', "A"), token, "device...".into()]
    {
        let request = server.browser().request("/rpc/auth/log_in").header("accept", "application/json");
        let form = [("email", "ann@example.com"), ("password", PASSWORD)];
        let request =
            request.header("x-forwarded-for", HERE).header("cookie", format!("docket.device={made_up}"));
        assert_eq!(request.form(&form).send().await.unwrap().status().as_u16(), 429, "{made_up}");
    }
    server.stop().await;
}
