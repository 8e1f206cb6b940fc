//! A bearer token is worth less than the session that made it, and proxies' headers beside the cookie are nobody's.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use docket::clock::Clock;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::{AUTHORIZATION, COOKIE};
use reqwest::{RequestBuilder, Response};
use sha2::Sha256;
use time::Duration;

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

fn cookies(response: &Response) -> usize {
    response.headers().get_all("set-cookie").iter().count()
}

#[tokio::test]
async fn a_token_gets_no_cookie_no_session_token_and_no_other_token() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let ann = server.person("ann").await;
        let token = ann.token().await;
        let program = server.browser();
        let post = |path: &str, body: Value| {
            program.request(&format!("/api/auth{path}")).bearer_auth(&token).json(&body)
        };
        let get = |path: &str| program.get_request(path).bearer_auth(&token);

        let updated = post("/update-user", json!({ "name": "Anna" })).send().await.unwrap();
        assert_eq!((updated.status().as_u16(), cookies(&updated)), (200, 0));
        let known = get("/api/auth/get-session").send().await.unwrap();
        assert_eq!((cookies(&known), known.headers().get("set-auth-jwt")), (0, None));
        let known: Value = known.json().await.unwrap();
        assert_eq!((&known["user"]["name"], &known["session"]["token"]), (&json!("Anna"), &json!("")));
        for path in ["/api/auth/token", "/api/auth/list-sessions", "/settings/export"] {
            assert!([401, 403].contains(&status(get(path)).await), "{path}");
        }
        let more = program.request("/rpc/auth/token").header("accept", "application/json");
        assert_eq!(status(more.bearer_auth(&token)).await, 403);
        for body in [json!({}), json!({ "password": "" })] {
            assert_eq!(status(post("/delete-user", body)).await, 400);
        }
        // A day later the session of a browser is prolonged. That of a program is not.
        clock.advance(Duration::hours(25));
        assert_eq!(cookies(&get("/api/auth/get-session").send().await.unwrap()), 0);
        let renewed = ann.get_request("/api/auth/get-session").send().await.unwrap();
        assert_eq!(cookies(&renewed), 1);

        let change = json!({
            "currentPassword": PASSWORD, "newPassword": "another horse", "revokeOtherSessions": true,
        });
        let changed = post("/change-password", change).send().await.unwrap();
        assert_eq!((changed.status().as_u16(), cookies(&changed)), (200, 0));
        assert_eq!(changed.json::<Value>().await.unwrap()["token"], Value::Null);
        assert_eq!(status(get("/api/me")).await, 401, "all sessions have ended, its own too");
        server.stop().await;
    }
}

#[tokio::test]
async fn all_data_is_for_whom_has_just_logged_in() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let clock = Clock::adjustable();
    let server = TestServer::start_with_clock(&database.url, &clock).await;
    let ann = server.person("ann").await;
    assert_eq!(ann.get("/settings/export").await.status().as_u16(), 200);
    clock.advance(Duration::hours(25));
    let stale = ann.get("/settings/export").await;
    assert_eq!(location(&stale), "/login?again=1&next=%2Fsettings");
    let page = ann.get(location(&stale)).await;
    assert_eq!(page.status().as_u16(), 200, "it does not lead away somebody who is logged in");
    assert!(page.text().await.unwrap().contains("Log in again to go on"));
    assert_eq!(status(ann.get_request("/settings/export")).await, 403);
    ann.log_in("ann@example.com").await;
    assert_eq!(ann.get("/settings/export").await.status().as_u16(), 200);
    server.stop().await;
}

#[tokio::test]
async fn only_a_bearer_token_takes_the_place_of_the_cookie() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, bob) = (server.person("ann").await, server.person("bob").await);
    let me = async |values: &[&str]| {
        let mut request = ann.request("/rpc/auth/me").header("accept", "application/json");
        for value in values {
            request = request.header(AUTHORIZATION, *value);
        }
        request.send().await.unwrap().json::<Value>().await.unwrap()["email"].clone()
    };
    // A proxy with a password of its own (nginx: auth_basic) sends it on.
    assert_eq!(me(&["Basic eDp4"]).await, "ann@example.com");
    assert_eq!(me(&["Bearer made-up"]).await, Value::Null);
    let token = format!("Bearer {}", bob.token().await);
    assert_eq!(me(&[&token]).await, "bob@example.com");
    assert_eq!(me(&["Basic eDp4", &token]).await, "bob@example.com");
    server.stop().await;
}

/// A site at a neighbouring name can plant a cookie with the same name.
#[tokio::test]
async fn two_sessions_at_once_are_none() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, eve) = (server.person("ann").await, server.person("eve").await);
    let me = async |cookie: String| {
        let request = server.browser().get_request("/api/auth/get-session").header(COOKIE, cookie);
        request.send().await.unwrap().json::<Value>().await.unwrap()["user"]["email"].clone()
    };
    let (own, planted) = (ann.session_cookie(), eve.session_cookie());
    assert_eq!(me(format!("{own}; {own}")).await, "ann@example.com");
    assert_eq!(me(format!("{planted}; {own}")).await, Value::Null);
    assert_eq!(me(format!("{own}; {planted}")).await, Value::Null);
    server.stop().await;
}

/// With HTTPS a browser has each session in two cookies. It takes one of them from this host alone.
#[tokio::test]
async fn a_cookie_that_a_neighbour_planted_is_no_session() {
    const ORIGIN: &str = "https://tasks.example.com";
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start_at(&database.url, offline(), Some(ORIGIN)).await;
        let sign_up = async |name: &str| {
            let email = format!("{name}@example.com");
            let form = [("name", name), ("email", email.as_str()), ("password", PASSWORD)];
            let answer = server.browser_at(ORIGIN).form("/rpc/auth/sign_up", &form).await;
            let cookies = answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
            let cookies: Vec<_> =
                cookies.map(|cookie| cookie.split(';').next().unwrap().to_owned()).collect();
            let find = |name: &str| cookies.iter().find(|cookie| cookie.starts_with(name)).unwrap().clone();
            (find("__Secure-better-auth.session_token="), find("__Host-docket.session="))
        };
        let me = async |cookie: String| {
            let request = server.browser().get_request("/api/auth/get-session").header(COOKIE, cookie);
            request.send().await.unwrap().json::<Value>().await.unwrap()["user"]["email"].clone()
        };
        let ((ann, ann_here), (eve, eve_here)) = (sign_up("ann").await, sign_up("eve").await);
        assert_eq!(me(format!("{ann}; {ann_here}")).await, "ann@example.com");
        assert_eq!(me(eve.clone()).await, Value::Null, "planted where nobody is logged in");
        assert_eq!(me(format!("{eve}; {ann_here}")).await, Value::Null, "planted in the place of Ann's");
        for planted in [format!("{eve}; {ann}; {ann_here}"), format!("{ann_here}; {ann}; {eve}")] {
            assert_eq!(me(planted).await, "ann@example.com", "planted beside Ann's");
        }
        assert_eq!(me(ann_here).await, Value::Null, "programs beside Docket end a session by the other one");
        assert_eq!(me(format!("{eve}; {eve_here}")).await, "eve@example.com");

        // Better Auth's sessions, and those of older versions of Docket, have shorter tokens and no second cookie.
        let sql = r#"update "session" set "token" = substr("token", 1, 32)"#;
        execute(&database.db, sql).await;
        let (name, value) = ann.split_once('=').unwrap();
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(&value.as_bytes()[..32]);
        let signature = STANDARD.encode(mac.finalize().into_bytes()).replace('+', "%2B").replace('/', "%2F");
        assert_eq!(me(format!("{name}={}.{signature}", &value[..32])).await, "ann@example.com");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_session_outlives_the_browser_only_if_it_was_made_so() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        server.person("ann").await;
        let ann = server.browser();
        let body = json!({ "email": "ann@example.com", "password": PASSWORD, "rememberMe": false });
        assert_eq!(status(ann.request("/api/auth/sign-in/email").json(&body)).await, 200);
        // A thief leaves out the cookie that says so.
        let cookie = ann.session_cookie();
        let thief = || server.browser().get_request("/api/auth/get-session").header(COOKIE, &cookie);
        clock.advance(Duration::hours(23));
        assert_eq!(cookies(&thief().send().await.unwrap()), 0);
        clock.advance(Duration::hours(2));
        assert_eq!(thief().send().await.unwrap().text().await.unwrap(), "null");
        server.stop().await;
    }
}

#[tokio::test]
async fn no_session_lives_for_ever() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let ann = server.person("ann").await;
        let mut days = 0;
        while ann.call("/rpc/auth/me", &[]).await.text().await.unwrap() != "null" {
            clock.advance(Duration::days(1) + Duration::MINUTE);
            days += 1;
        }
        assert_eq!(days, 30);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_new_secret_logs_nobody_out() {
    const NEW: &str = "another secret of thirty-two characters!";
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let before = TestServer::start(&database.url, offline()).await;
        let ann = before.person("ann").await;
        let (cookie, token) = (ann.session_cookie(), ann.token().await);
        before.stop().await;
        let by_cookie = async |server: &TestServer| {
            let request = server.browser().get_request("/api/auth/get-session").header(COOKIE, &cookie);
            request.send().await.unwrap().text().await.unwrap() != "null"
        };
        let by_token = async |server: &TestServer| {
            status(server.browser().get_request("/api/me").bearer_auth(&token)).await
        };

        let after = TestServer::start_with_secrets(&database.url, NEW, &[SECRET]).await;
        assert!(by_cookie(&after).await);
        assert_eq!(by_token(&after).await, 200);
        let bob = after.person("bob").await;
        after.stop().await;
        let without = TestServer::start_with_secrets(&database.url, NEW, &[]).await;
        assert!(!by_cookie(&without).await);
        assert_eq!(by_token(&without).await, 401);
        let request = without.browser().get_request("/api/auth/get-session");
        let bobs = request.header(COOKIE, bob.session_cookie()).send().await.unwrap();
        assert_ne!(bobs.text().await.unwrap(), "null", "the new one signs");
        without.stop().await;
    }
}
