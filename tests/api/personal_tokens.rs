//! Personal access tokens, from the settings page to the doors.

use super::*;
use docket::clock::Clock;
use reqwest::Response;
use time::Duration;

async fn make(browser: &Browser, name: &str, permission: &str, days: &str, password: &str) -> Response {
    let fields =
        [("token_name", name), ("permission", permission), ("days", days), ("token_password", password)];
    browser.call("/rpc/auth/make_personal_token", &fields).await
}

async fn made(browser: &Browser, name: &str) -> String {
    let answer = make(browser, name, "read", "30", PASSWORD).await;
    assert_eq!(answer.status().as_u16(), 200);
    answer.json::<Value>().await.unwrap()["token"].as_str().unwrap().to_owned()
}

async fn list(browser: &Browser) -> Vec<Value> {
    let list: Value = browser.call("/rpc/auth/personal_tokens", &[]).await.json().await.unwrap();
    list["tokens"].as_array().unwrap().clone()
}

/// The status with which a door answers this token.
async fn knock(server: &TestServer, path: &str, token: &str) -> u16 {
    let request = server.browser().get_request(path).bearer_auth(token);
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_token_opens_the_doors_and_nothing_else() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let token = made(&ann, " Backup script ").await;
        let random = token.strip_prefix("docket_pat_").unwrap();
        assert!(random.len() == 40 && random.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(knock(&server, "/api/models", &token).await, 200);

        let listed = list(&ann).await;
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0]["name"], &listed[0]["permission"]), (&json!("Backup script"), &json!("read")));
        assert!(listed[0]["last_used_at"].is_string() && !listed[0].to_string().contains(random));

        // Not the settings, not the pages, not the functions of pages, not Better Auth.
        let program = server.browser();
        for path in ["/rpc/auth/personal_tokens", "/rpc/auth/devices", "/rpc/tasks/add", "/rpc/auth/token"] {
            let request = program.request(path).header("accept", "application/json").bearer_auth(&token);
            let answer = request.form(&[("title", "x")]).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 401, "{path}");
        }
        for path in ["/settings/export", "/api/auth/token", "/api/auth/list-sessions"] {
            assert_eq!(knock(&server, path, &token).await, 401, "{path}");
        }
        let settings = program.get_request("/settings").header("accept", "text/html").bearer_auth(&token);
        assert_eq!(settings.send().await.unwrap().status().as_u16(), 302);

        for wrong in
            ["docket_pat_", "docket_pat_x", &token[..50], &format!("{token}x"), &token.to_uppercase(), random]
        {
            assert_eq!(knock(&server, "/api/models", wrong).await, 401, "{wrong}");
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_token_ends_when_its_person_or_its_time_says_so() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, clock) = (TestDatabase::migrated(engine).await, Clock::adjustable());
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let (first, second, of_bob) =
            (made(&ann, "one").await, made(&ann, "two").await, made(&bob, "b").await);
        let id = list(&ann).await.iter().find(|token| token["name"] == "one").unwrap()["id"].clone();
        let id = [("personal_token", id.as_str().unwrap())];
        let stranger = bob.call("/rpc/auth/revoke_personal_token", &id).await;
        assert_eq!(stranger.status().as_u16(), 404);
        let odd = ann.call("/rpc/auth/revoke_personal_token", &[("personal_token", "a\0b")]).await;
        assert_eq!(odd.status().as_u16(), 404);
        assert_eq!(knock(&server, "/api/models", &first).await, 200);
        assert_eq!(ann.call("/rpc/auth/revoke_personal_token", &id).await.status().as_u16(), 200);
        let statuses = async |tokens: &[&str]| {
            let mut statuses = Vec::new();
            for token in tokens {
                statuses.push(knock(&server, "/api/models", token).await);
            }
            statuses
        };
        assert_eq!(statuses(&[&first, &second, &of_bob]).await, [401, 200, 200]);
        assert_eq!(ann.call("/rpc/auth/revoke_personal_token", &id).await.status().as_u16(), 404);

        clock.advance(Duration::days(30) - Duration::minutes(5));
        assert_eq!(statuses(&[&second, &of_bob]).await, [200, 200]);
        clock.advance(Duration::minutes(5));
        assert_eq!(statuses(&[&second, &of_bob]).await, [401, 401]);

        let again = server.browser();
        again.log_in("bob@example.com").await;
        let of_bob = made(&again, "c").await;
        assert_eq!(statuses(&[&of_bob]).await, [200]);
        let delete = [("confirmation", "bob@example.com"), ("password", PASSWORD)];
        assert_eq!(again.call("/rpc/auth/delete_account", &delete).await.status().as_u16(), 200);
        assert_eq!(statuses(&[&of_bob]).await, [401]);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_token_is_made_with_the_password_and_within_limits() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        let refused = async |name: &str, permission: &str, days: &str, password: &str| {
            let answer = make(&ann, name, permission, days, password).await;
            let status = answer.status().as_u16();
            let body: Value = answer.json().await.unwrap();
            (
                status,
                body["code"].as_str().unwrap().to_owned(),
                body["field"].as_str().unwrap_or("").to_owned(),
            )
        };
        let wrong = |code: &str, field: &str| (400, code.to_owned(), field.to_owned());
        assert_eq!(refused("x", "read", "30", "guess").await, wrong("INVALID_PASSWORD", "token_password"));
        let long = "x".repeat(101);
        for name in ["", " ", "a\nb", "a\0b", &long] {
            assert_eq!(
                refused(name, "read", "30", PASSWORD).await,
                wrong("INVALID_PARAMETER", "token_name"),
                "{name}"
            );
        }
        for (permission, days) in
            [("read", "36500"), ("read", "0"), ("read", "-1"), ("admin", "30"), ("read", "")]
        {
            assert_eq!(refused("x", permission, days, PASSWORD).await.0, 400, "{permission} {days}");
        }
        assert!(list(&ann).await.is_empty());
        for number in 0..50 {
            made(&ann, &number.to_string()).await;
        }
        assert_eq!(refused("x", "read", "30", PASSWORD).await, wrong("INVALID_PARAMETER", ""));
        assert_eq!(list(&ann).await.len(), 50);
        server.stop().await;
    }
}

#[tokio::test]
async fn a_plain_form_shows_the_token_once() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let fields =
        [("token_name", "Cron job"), ("permission", "write"), ("days", "365"), ("token_password", PASSWORD)];
    let answer = ann.form("/rpc/auth/make_personal_token", &fields).await;
    assert_eq!((answer.status().as_u16(), location(&answer)), (302, "/settings?done=token"));
    let cookie = answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let cookie = cookie.into_iter().find(|cookie| cookie.starts_with("docket.once=")).unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=60"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let page = ann.get("/settings?done=token").await;
    assert_eq!(page.headers()["cache-control"], "no-store");
    let page = page.text().await.unwrap();
    let (_, rest) = page.split_once("id=\"made-token\"").unwrap();
    let (_, rest) = rest.split_once("value=\"").unwrap();
    let token = rest.split_once('"').unwrap().0;
    assert_eq!(knock(&server, "/api/models", token).await, 200);
    for path in ["/settings?done=token", "/settings"] {
        let again = ann.get(path).await.text().await.unwrap();
        assert!(!again.contains(token) && again.contains("Cron job"), "{path}");
    }

    let id = list(&ann).await[0]["id"].as_str().unwrap().to_owned();
    let answer = ann.form("/rpc/auth/revoke_personal_token", &[("personal_token", &id)]).await;
    assert_eq!(location(&answer), "/settings?done=revoked");
    let page = ann.get("/settings?done=revoked").await.text().await.unwrap();
    assert!(page.contains("That token is revoked.") && !page.contains("Cron job"));
    assert_eq!(knock(&server, "/api/models", token).await, 401);

    let refused =
        [("token_name", "Again"), ("permission", "read"), ("days", "30"), ("token_password", "wrong")];
    let request = ann.request("/rpc/auth/make_personal_token").header("accept", "text/html");
    let request = request.header("referer", format!("{}/settings", server.url)).form(&refused);
    let answer = request.send().await.unwrap();
    let page = ann.get(location(&answer).strip_prefix(&server.url).unwrap()).await.text().await.unwrap();
    assert!(page.contains("id=\"token_password-error\"") && page.contains("value=\"Again\""));
    server.stop().await;
}
