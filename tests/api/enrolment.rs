//! A server that asks everybody for a second factor.

use super::authenticator::Authenticator;
use super::code_app::CodeApp;
use super::*;
use docket::clock::Clock;

const REFUSED: &str = r#""code":"SECOND_FACTOR_REQUIRED""#;

/// How the list of tasks is answered, as the hydrated page asks for it.
async fn status_of_tasks(browser: &Browser) -> u16 {
    browser.call("/rpc/tasks/list", &[("status", "all")]).await.status().as_u16()
}

/// Makes a passkey for the person who is logged in.
async fn add_passkey(browser: &Browser, passkey: &Authenticator) {
    let options: String = browser.call("/rpc/auth/start_passkey", &[]).await.json().await.unwrap();
    let answer = passkey.make(&serde_json::from_str(&options).unwrap()).to_string();
    let form = [("answer", answer.as_str()), ("passkey_name", "Phone")];
    assert_eq!(browser.call("/rpc/auth/add_passkey", &form).await.status().as_u16(), 200);
}

#[tokio::test]
async fn somebody_sets_up_two_factors_first_and_goes_on_without_a_script() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start_with_second_factors(&database.url).await;
        let ann = server.person("ann").await;
        for (page, next) in [
            ("/chat", ""),
            ("/tasks", "?next=%2Ftasks"),
            ("/settings/export", "?next=%2Fsettings%2Fexport"),
            ("/oauth/authorize?state=x", "?next=%2Foauth%2Fauthorize%3Fstate%3Dx"),
        ] {
            let led = ann.get(page).await;
            assert_eq!(led.status().as_u16(), 302, "{page}");
            assert_eq!(location(&led), format!("/second-factor{next}"));
            let way_on = ann.get(location(&led)).await.text().await.unwrap();
            assert!(way_on.contains(&format!("href=\"{page}\"")), "{page}: {way_on}");
        }
        let refused = ann.call("/rpc/tasks/add", &[("title", "Buy milk")]).await;
        assert_eq!(refused.status().as_u16(), 403);
        assert!(refused.text().await.unwrap().contains(REFUSED));
        let page = ann.get("/second-factor").await.text().await.unwrap();
        for shown in ["asks everybody", "two_factor_password", "Passkeys", "Log out"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }

        let made = ann.form("/rpc/auth/set_up_two_factor", &[("two_factor_password", PASSWORD)]).await;
        assert_eq!(location(&made), "/second-factor?done=two_factor");
        let page = ann.get(location(&made)).await.text().await.unwrap();
        let (_, link) = page.split_once("otpauth://").unwrap();
        let app = CodeApp::scan(link.split('"').next().unwrap(), &Clock::system());
        assert_eq!(status_of_tasks(&ann).await, 403, "a secret alone is no second factor");
        let on = ann.form("/rpc/auth/confirm_two_factor", &[("two_factor_code", &app.code())]).await;
        assert_eq!(location(&on), "/second-factor?done=two_factor_on");
        let led = ann.get(location(&on)).await;
        assert_eq!(location(&led), "/settings?done=two_factor_on");
        let page = ann.get(location(&led)).await.text().await.unwrap();
        assert!(page.contains("Two-factor log-in is on."), "{page}");
        assert_eq!(status_of_tasks(&ann).await, 200);

        let off = [("two_factor_password", PASSWORD), ("change", "two_factor_off")];
        assert_eq!(ann.call("/rpc/auth/change_two_factor", &off).await.status().as_u16(), 200);
        assert_eq!(status_of_tasks(&ann).await, 403, "who turns it off must set one up again");
        server.stop().await;
    }
}

#[tokio::test]
async fn with_a_passkey_the_password_alone_opens_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let server = TestServer::start_with_second_factors(&database.url).await;
        let origin = server.url.replace("127.0.0.1", "localhost");
        let ann = Browser::at(&origin);
        ann.sign_up("ann").await;
        let passkey = Authenticator::new(1, &origin);
        add_passkey(&ann, &passkey).await;
        assert_eq!(status_of_tasks(&ann).await, 200);

        let thief = Browser::at(&origin);
        let form = [("email", "ann@example.com"), ("password", PASSWORD)];
        let refused = thief.call("/rpc/auth/log_in", &form).await;
        assert_eq!(refused.status().as_u16(), 403);
        assert!(refused.text().await.unwrap().contains("passkey_required"));
        let body = json!({ "email": "ann@example.com", "password": PASSWORD });
        let refused = thief.request("/api/auth/sign-in/email").json(&body).send().await.unwrap();
        assert_eq!(refused.status().as_u16(), 403);
        assert!(refused.text().await.unwrap().contains("PASSKEY_REQUIRED"));
        let wrong = [("email", "ann@example.com"), ("password", "wrong horse")];
        let refused = thief.call("/rpc/auth/log_in", &wrong).await;
        assert_eq!(refused.status().as_u16(), 401, "a wrong password learns nothing of passkeys");
        assert_eq!(thief.call("/rpc/auth/me", &[]).await.text().await.unwrap(), "null");

        let options: String = thief.call("/rpc/auth/start_passkey_log_in", &[]).await.json().await.unwrap();
        let answer = passkey.sign(&serde_json::from_str(&options).unwrap()).to_string();
        let entered = thief.call("/rpc/auth/passkey_log_in", &[("answer", &answer)]).await;
        assert_eq!(entered.status().as_u16(), 200);
        assert_eq!(status_of_tasks(&thief).await, 200);
        server.stop().await;
    }
}

#[tokio::test]
async fn programs_wait_until_their_person_has_a_second_factor() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let before = TestServer::start(&database.url, offline()).await;
    let ann = before.person("ann").await;
    let new = [("token_name", "x"), ("permission", "write"), ("days", "30"), ("token_password", PASSWORD)];
    let made: Value = ann.call("/rpc/auth/make_personal_token", &new).await.json().await.unwrap();
    let tokens = [made["token"].as_str().unwrap().to_owned(), ann.token().await];
    before.stop().await;

    let server = TestServer::start_with_second_factors(&database.url).await;
    let ann = ann.moved(&server.url);
    let ask = async |token: &str| {
        let program = server.browser();
        let me = program.get_request("/api/me").bearer_auth(token).send().await.unwrap();
        let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {} });
        let call =
            program.request("/mcp").header("accept", "application/json, text/event-stream").json(&call);
        (me.status().as_u16(), call.bearer_auth(token).send().await.unwrap().status().as_u16())
    };
    for token in &tokens {
        assert_eq!(ask(token).await, (403, 403));
    }
    let made: Value = ann
        .call("/rpc/auth/set_up_two_factor", &[("two_factor_password", PASSWORD)])
        .await
        .json()
        .await
        .unwrap();
    let app = CodeApp::scan(made["authenticator"]["link"].as_str().unwrap(), &Clock::system());
    ann.call("/rpc/auth/confirm_two_factor", &[("two_factor_code", &app.code())]).await;
    for token in &tokens {
        let (me, tools) = ask(token).await;
        assert!(me == 200 && tools != 403, "{me} {tools}");
    }
    server.stop().await;
}
