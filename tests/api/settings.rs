//! What people do with their own account, by server function and by plain form.

use super::*;
use docket::clock::Clock;
use reqwest::Response;

const NEW: &str = "another horse";

async fn sessions(browser: &Browser) -> Vec<Value> {
    browser.call("/rpc/auth/devices", &[]).await.json().await.unwrap()
}

async fn email(browser: &Browser) -> Value {
    browser.call("/rpc/auth/me", &[]).await.json::<Value>().await.unwrap()["email"].clone()
}

/// The status, the code and the field of a refusal.
async fn refusal(response: Response) -> (u16, String, String) {
    let status = response.status().as_u16();
    let error: Value = response.json().await.unwrap();
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (status, text("code"), text("field"))
}

fn refused(status: u16, code: &str, field: &str) -> (u16, String, String) {
    (status, code.to_owned(), field.to_owned())
}

async fn log_in(browser: &Browser, password: &str) -> u16 {
    let fields = [("email", "ann@example.com"), ("password", password)];
    browser.call("/rpc/auth/log_in", &fields).await.status().as_u16()
}

#[tokio::test]
async fn a_name_is_changed() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let change = async |name: &str| ann.call("/rpc/auth/update_profile", &[("name", name)]).await;
        let changed: Value = change(" Ann B. ").await.json().await.unwrap();
        assert_eq!((&changed["name"], &changed["email"]), (&json!("Ann B."), &json!("ann@example.com")));
        let page = ann.get("/settings").await.text().await.unwrap();
        assert!(page.contains("value=\"Ann B.\""));
        let long = "x".repeat(201);
        for name in [long.as_str(), "two\nlines"] {
            assert_eq!(refusal(change(name).await).await, refused(400, "INVALID_PARAMETER", "name"));
        }
        let bob: Value = bob.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        assert_eq!(bob["name"], "bob");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_password_is_changed_and_other_devices_logged_out_if_asked() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, phone) = (server.person("ann").await, server.browser());
        phone.log_in("ann@example.com").await;
        let change = async |current: &str, new: &str, end: &[(&str, &str)]| {
            let fields = [&[("current_password", current), ("new_password", new)], end].concat();
            ann.call("/rpc/auth/change_password", &fields).await
        };
        let wrong = refusal(change("not this one", NEW, &[]).await).await;
        assert_eq!(wrong, refused(400, "INVALID_PASSWORD", "current_password"));
        let short = refusal(change(PASSWORD, "short", &[]).await).await;
        assert_eq!(short, refused(400, "PASSWORD_TOO_SHORT", "new_password"));
        let long = refusal(change(PASSWORD, &"x".repeat(129), &[]).await).await;
        assert_eq!(long, refused(400, "PASSWORD_TOO_LONG", "new_password"));
        assert_eq!(log_in(&server.browser(), PASSWORD).await, 200);

        // Browsers do not send a box that is not ticked.
        let changed = change(PASSWORD, NEW, &[]).await;
        assert_eq!((changed.status().as_u16(), changed.headers().get("set-cookie")), (200, None));
        assert_eq!(email(&phone).await, "ann@example.com");
        assert_eq!(
            (log_in(&server.browser(), PASSWORD).await, log_in(&server.browser(), NEW).await),
            (401, 200)
        );

        let before = ann.session_cookie();
        assert_eq!(change(NEW, "third horse", &[("end_sessions", "true")]).await.status().as_u16(), 200);
        assert_ne!(ann.session_cookie(), before, "a stolen cookie is worth nothing");
        assert_eq!((email(&ann).await, email(&phone).await), (json!("ann@example.com"), Value::Null));
        assert_eq!(sessions(&ann).await.len(), 1);
        server.stop().await;
    }
}

#[tokio::test]
async fn devices_are_listed_and_logged_out_by_their_person_alone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let (phone, tablet) = (server.browser(), server.browser());
        phone.log_in("ann@example.com").await;
        tablet.log_in("ann@example.com").await;
        let devices = sessions(&phone).await;
        assert_eq!(devices.len(), 3);
        assert_eq!(devices.iter().filter(|device| device["current"] == true).count(), 1);
        assert!(
            devices.iter().all(|device| device["address"] == "127.0.0.1" && device.get("token").is_none())
        );
        let id = sessions(&ann).await.iter().find(|device| device["current"] == true).unwrap()["id"].clone();
        let session = [("session", id.as_str().unwrap())];

        let stranger = refusal(bob.call("/rpc/auth/end_session", &session).await).await;
        assert_eq!(stranger, refused(404, "SESSION_NOT_FOUND", ""));
        assert_eq!(email(&ann).await, "ann@example.com");
        assert_eq!(phone.call("/rpc/auth/end_session", &session).await.status().as_u16(), 200);
        assert_eq!(email(&ann).await, Value::Null);
        let again = refusal(phone.call("/rpc/auth/end_session", &session).await).await;
        assert_eq!(again, refused(404, "SESSION_NOT_FOUND", ""));

        assert_eq!(phone.call("/rpc/auth/end_other_sessions", &[]).await.status().as_u16(), 200);
        assert_eq!((email(&tablet).await, sessions(&phone).await.len()), (Value::Null, 1));
        assert_eq!(email(&bob).await, "bob@example.com");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_log_in_ends_the_session_that_the_browser_had() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let ann = server.person("ann").await;
        server.person("bob").await;
        let lives = async |cookie: &str| {
            let request = server.browser().get_request("/api/auth/get-session").header("cookie", cookie);
            request.send().await.unwrap().json::<Value>().await.unwrap() != Value::Null
        };
        let json = |email: &str| json!({ "email": email, "password": PASSWORD, "name": "Cid" });
        for log_in in ["ann", "bob", "ann by the protocol", "cid", "dee by the protocol"] {
            let before = ann.session_cookie();
            assert!(lives(&before).await, "{log_in}");
            match log_in {
                "ann by the protocol" => {
                    let request = ann.request("/api/auth/sign-in/email").json(&json("ann@example.com"));
                    assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
                }
                "cid" => ann.sign_up("cid").await,
                "dee by the protocol" => {
                    let request = ann.request("/api/auth/sign-up/email").json(&json("dee@example.com"));
                    assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
                }
                name => ann.log_in(&format!("{name}@example.com")).await,
            }
            assert_ne!(ann.session_cookie(), before, "{log_in}");
            assert!(lives(&ann.session_cookie()).await, "{log_in}");
            assert!(!lives(&before).await, "{log_in}");
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn other_devices_are_logged_out_after_a_fresh_log_in_alone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (database, clock) = (TestDatabase::migrated(engine).await, Clock::adjustable());
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (ann, phone) = (server.person("ann").await, server.browser());
        phone.log_in("ann@example.com").await;
        clock.advance(time::Duration::hours(25));
        let devices = sessions(&ann).await;
        let id = |current: bool| {
            let device = devices.iter().find(|device| device["current"] == current).unwrap();
            device["id"].as_str().unwrap().to_owned()
        };
        let (other, this) = (id(false), id(true));
        let other = [("session", other.as_str())];
        for (path, fields) in [("/rpc/auth/end_session", &other[..]), ("/rpc/auth/end_other_sessions", &[])] {
            let old = refusal(ann.call(path, fields).await).await;
            assert_eq!(old, refused(403, "SESSION_NOT_FRESH", ""), "{path}");
            let answer = ann.form(path, fields).await;
            assert_eq!(location(&answer), "/login?again=1&next=%2Fsettings", "{path}");
        }
        for path in ["revoke-sessions", "revoke-other-sessions"] {
            let answer = ann.request(&format!("/api/auth/{path}")).json(&json!({})).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 403, "{path}");
        }
        assert_eq!(email(&phone).await, "ann@example.com");

        ann.log_in("ann@example.com").await;
        assert_eq!(ann.call("/rpc/auth/end_session", &other).await.status().as_u16(), 200);
        assert_eq!(email(&phone).await, Value::Null);
        // A session may always end itself.
        assert_eq!(ann.call("/rpc/auth/end_other_sessions", &[]).await.status().as_u16(), 200);
        assert_ne!(sessions(&ann).await[0]["id"], this);
        clock.advance(time::Duration::hours(25));
        let this = sessions(&ann).await[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(ann.call("/rpc/auth/end_session", &[("session", &this)]).await.status().as_u16(), 200);
        assert_eq!(email(&ann).await, Value::Null);
        server.stop().await;
    }
}

#[tokio::test]
async fn an_account_is_deleted_with_its_address_and_its_password() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start(&database.url, offline()).await;
        let (ann, bob) = (server.person("ann").await, server.person("bob").await);
        let delete = async |confirmation: &str, password: &str| {
            let fields = [("confirmation", confirmation), ("password", password)];
            ann.call("/rpc/auth/delete_account", &fields).await
        };
        for typed in ["", "bob@example.com", "ann"] {
            let unconfirmed = refusal(delete(typed, PASSWORD).await).await;
            assert_eq!(unconfirmed, refused(400, "INVALID_PARAMETER", "confirmation"), "{typed}");
        }
        for password in ["", "not this one"] {
            let wrong = refusal(delete("ann@example.com", password).await).await;
            assert_eq!(wrong, refused(400, "INVALID_PASSWORD", "password"), "{password}");
        }
        assert_eq!(email(&ann).await, "ann@example.com");
        let deleted = delete(" Ann@Example.com", PASSWORD).await;
        assert_eq!((deleted.status().as_u16(), location(&deleted)), (200, "/"));
        assert_eq!(ann.session_cookie(), "");
        assert_eq!(log_in(&ann, PASSWORD).await, 401);
        assert_eq!(email(&bob).await, "bob@example.com");
        server.stop().await;
    }
}

#[tokio::test]
async fn all_of_it_works_by_plain_forms() {
    let database = TestDatabase::empty(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let (ann, phone) = (server.person("ann").await, server.browser());
    let send = async |path: &str, fields: &[(&str, &str)]| {
        let request = ann.request(path).header("accept", "text/html");
        let request = request.header("referer", format!("{}/settings?done=device", server.url)).form(fields);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 302);
        let back = location(&answer);
        back.strip_prefix(&server.url).unwrap_or(back).to_owned()
    };
    let page = async |path: &str| ann.get(path).await.text().await.unwrap();
    let passwords =
        |current, new| [("current_password", current), ("new_password", new), ("end_sessions", "true")];

    phone.log_in("ann@example.com").await;
    let devices = sessions(&phone).await;
    let id = devices.iter().find(|device| device["current"] == true).unwrap()["id"].clone();
    let session = [("session", id.as_str().unwrap())];
    for (path, fields, back, words) in [
        ("/rpc/auth/update_profile", &[("name", "Ann B.")][..], "/settings?done=profile", "Saved."),
        ("/rpc/auth/end_session", &session, "/settings?done=device", "That device is logged out."),
        ("/rpc/auth/end_other_sessions", &[], "/settings?done=devices", "All other devices are logged out."),
        (
            "/rpc/auth/change_password",
            &passwords(PASSWORD, NEW),
            "/settings?done=password",
            "Your password is changed.",
        ),
    ] {
        assert_eq!(send(path, fields).await, back);
        let shown = page(back).await;
        for other in ["Saved.", "That device is", "All other devices are", "Your password is"] {
            assert_eq!(shown.contains(other), words.starts_with(other), "{back}: {other}");
        }
    }

    // An error is shown at its field. The page gives back what the person typed, except passwords.
    let name = "x".repeat(201);
    let shown = page(&send("/rpc/auth/update_profile", &[("name", &name)]).await).await;
    assert!(shown.contains(&name) && shown.contains("id=\"name-error\"") && !shown.contains("That device"));
    let wrong = [("current_password", "hunter2 hunter2"), ("new_password", "hunter3 hunter3")];
    let shown = page(&send("/rpc/auth/change_password", &wrong).await).await;
    assert!(shown.contains("id=\"current_password-error\"") && !shown.contains("hunter"));
    let (_, ticked) = shown.split_once("id=\"end-sessions\"").unwrap();
    assert!(!ticked.split_once('>').unwrap().0.contains("checked"), "the tick was taken away");
    let shown = page(&send("/rpc/auth/change_password", &passwords(NEW, "short")).await).await;
    assert!(shown.contains("id=\"new_password-error\""));
    let wrong = [("confirmation", "who@example.com"), ("password", NEW)];
    let shown = page(&send("/rpc/auth/delete_account", &wrong).await).await;
    assert!(shown.contains("id=\"confirmation-error\"") && shown.contains("value=\"who@example.com\""));

    assert!(page("/settings").await.contains("href=\"/settings/export\""));
    let right = [("confirmation", "ann@example.com"), ("password", NEW)];
    assert_eq!(send("/rpc/auth/delete_account", &right).await, "/");
    assert_eq!(location(&ann.get("/settings").await), "/login?next=%2Fsettings");
    server.stop().await;
}
