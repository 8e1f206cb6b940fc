//! Two-factor log-in on Docket's own pages.

use super::code_app::CodeApp;
use super::smtp::FakeSmtp;
use super::*;
use docket::clock::Clock;
use time::Duration;

/// The `Cookie` header of a browser that has given the right password of somebody with two factors, and no code.
pub async fn half_logged_in(server: &TestServer) -> String {
    let zoe = server.person("zoe").await;
    turn_on(&zoe, &Clock::system()).await;
    let form = [("email", "zoe@example.com"), ("password", PASSWORD)];
    let begun = server.browser().form("/rpc/auth/log_in", &form).await;
    assert_eq!(location(&begun), "/login/two-factor");
    let cookies = begun.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let cookies =
        cookies.map(|cookie| cookie.split(';').next().unwrap()).filter(|cookie| !cookie.ends_with('='));
    cookies.collect::<Vec<_>>().join("; ")
}

/// Turns it on for a person. Returns their app and their recovery codes.
async fn turn_on(person: &Browser, clock: &Clock) -> (CodeApp, Vec<String>) {
    let made = person.call("/rpc/auth/set_up_two_factor", &[("two_factor_password", PASSWORD)]).await;
    let made: Value = made.json().await.unwrap();
    let app = CodeApp::scan(made["authenticator"]["link"].as_str().unwrap(), clock);
    let confirmed = person.call("/rpc/auth/confirm_two_factor", &[("two_factor_code", &app.code())]).await;
    assert_eq!(confirmed.status().as_u16(), 200);
    (app, made["recovery_codes"].as_str().unwrap().lines().map(str::to_owned).collect())
}

#[tokio::test]
async fn a_log_in_takes_a_code_and_leads_to_the_page_that_was_wanted() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = TestDatabase::migrated(engine).await;
        let clock = Clock::adjustable();
        let server = TestServer::start_with_clock(&database.url, &clock).await;
        let (app, codes) = turn_on(&server.person("ann").await, &clock).await;
        let browser = server.browser();
        let begin = async |next: &str| {
            let form = [("email", "ann@example.com"), ("password", PASSWORD), ("next", next)];
            location(&browser.form("/rpc/auth/log_in", &form).await).to_owned()
        };
        assert_eq!(begin("/tasks").await, "/login/two-factor?next=%2Ftasks");
        assert_eq!(location(&browser.get("/tasks").await), "/login?next=%2Ftasks");
        let page = browser.get("/login/two-factor?next=%2Ftasks").await.text().await.unwrap();
        assert!(
            page.contains("autocomplete=\"one-time-code\"") && page.contains("inputmode=\"numeric\""),
            "{page}"
        );
        assert_eq!(hidden(&page, "next"), "/tasks");
        let page = browser.get("/login/two-factor?recovery=1&next=%2Ftasks").await.text().await.unwrap();
        assert_eq!(hidden(&page, "recovery"), "true");

        let used = app.code();
        let refused = browser.form("/rpc/auth/second_step", &[("code", &used), ("next", "/tasks")]).await;
        assert!(location(&refused).contains("__err="), "the code that turned it on works no more");
        clock.advance(Duration::seconds(30));
        let code = app.code();
        let entered =
            browser.form("/rpc/auth/second_step", &[("code", &code), ("next", "//evil.example")]).await;
        assert_eq!(location(&entered), "/chat");
        assert_eq!(browser.get("/tasks").await.status().as_u16(), 200);
        browser.form("/rpc/auth/log_out", &[]).await;

        // An app of another program comes by the same page.
        let authorize = "/oauth/authorize?state=x";
        assert_eq!(begin(authorize).await, "/login/two-factor?next=%2Foauth%2Fauthorize%3Fstate%3Dx");
        let form = [("code", codes[0].as_str()), ("recovery", "true"), ("next", authorize)];
        assert_eq!(location(&browser.form("/rpc/auth/second_step", &form).await), authorize);
        let over = browser.call("/rpc/auth/second_step", &form).await;
        assert_eq!(over.status().as_u16(), 401);
        assert!(over.text().await.unwrap().contains("second_step_over"));
        server.stop().await;
    }
}

#[tokio::test]
async fn the_settings_show_secrets_once_without_a_script() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let server = TestServer::start(&database.url, offline()).await;
    let ann = server.person("ann").await;
    let wrong = [("two_factor_password", "wrong horse")];
    assert!(location(&ann.form("/rpc/auth/set_up_two_factor", &wrong).await).contains("__err="));
    let made = ann.form("/rpc/auth/set_up_two_factor", &[("two_factor_password", PASSWORD)]).await;
    assert_eq!(location(&made), "/settings?done=two_factor");
    let page = ann.get(location(&made)).await.text().await.unwrap();
    for shown in
        ["<svg", "otpauth://totp/Docket:ann", "docket-recovery-codes.txt", "name=\"two_factor_code\""]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let (_, link) = page.split_once("otpauth://").unwrap();
    let app = CodeApp::scan(link.split('"').next().unwrap(), &Clock::system());
    // Loaded again, the page shows the form for the code and no secret.
    let page = ann.get("/settings?done=two_factor").await.text().await.unwrap();
    assert!(!page.contains("otpauth") && page.contains("name=\"two_factor_code\""), "{page}");
    let on = ann.form("/rpc/auth/confirm_two_factor", &[("two_factor_code", &app.code())]).await;
    assert_eq!(location(&on), "/settings?done=two_factor_on");
    let page = ann.get(location(&on)).await.text().await.unwrap();
    assert!(page.contains("Two-factor log-in is on.") && page.contains("10"), "{page}");

    let change = |change| [("two_factor_password", PASSWORD), ("change", change)];
    let codes = ann.form("/rpc/auth/change_two_factor", &change("recovery_codes")).await;
    let page = ann.get(location(&codes)).await.text().await.unwrap();
    assert!(page.contains("docket-recovery-codes.txt") && !page.contains("otpauth"), "{page}");
    let off = ann.form("/rpc/auth/change_two_factor", &change("two_factor_off")).await;
    let page = ann.get(location(&off)).await.text().await.unwrap();
    assert!(page.contains("Two-factor log-in is off."), "{page}");
    server.browser().log_in("ann@example.com").await;
    server.stop().await;
}

#[tokio::test]
async fn a_person_is_told_by_mail() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let mut smtp = FakeSmtp::start().await;
    let server = TestServer::start_with_mail(&database.url, smtp.address).await;
    let ann = server.person("ann").await;
    let (_, codes) = turn_on(&ann, &Clock::system()).await;
    let mut subject = async || {
        let mail = smtp.next().await;
        assert!(codes.iter().all(|code| !mail.text.contains(code)), "{}", mail.text);
        let line = mail.head.lines().find_map(|line| line.strip_prefix("Subject: ")).map(str::to_owned);
        (line.unwrap(), mail.text)
    };
    assert_eq!(subject().await.0, "Two-factor log-in to Docket is on");
    // The same browser at the same place, so the place is no news.
    let form = [("email", "ann@example.com"), ("password", PASSWORD)];
    ann.form("/rpc/auth/log_in", &form).await;
    let form = [("code", codes[0].as_str()), ("recovery", "true")];
    assert_eq!(location(&ann.form("/rpc/auth/second_step", &form).await), "/chat");
    let (line, text) = subject().await;
    assert_eq!(line, "A Docket recovery code was used");
    assert!(text.contains("Codes that are left: 9"), "{text}");
    let change = |change| [("two_factor_password", PASSWORD), ("change", change)];
    ann.call("/rpc/auth/change_two_factor", &change("recovery_codes")).await;
    assert_eq!(subject().await.0, "New Docket recovery codes");
    ann.call("/rpc/auth/change_two_factor", &change("two_factor_off")).await;
    assert_eq!(subject().await.0, "Two-factor log-in to Docket is off");
    server.stop().await;
    assert!(smtp.is_empty(), "nothing else was mailed");
}
