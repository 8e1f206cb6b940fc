//! What a running server logs about accounts: everything an operator needs, and no secret.

use super::*;
use crate::served::{Served, client};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_mail_server_that_is_down_is_in_the_log_and_nowhere_else() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    // A port without a listener.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let program = Program::new(&database.url)
        .with("PORT", "0")
        .with("BETTER_AUTH_SECRET", server::SECRET)
        .with("SMTP_URL", &format!("smtp://docket:hunter2@{free}"))
        .with("SMTP_FROM", "Docket <docket@example.com>");
    let ann = ["user", "create", "ann@example.com", "--reset-link"];
    program.answer(&ann).await;
    let served = Served::start(&program);
    for email in ["ann@example.com", "nobody@example.com"] {
        let answer = served.form("/rpc/auth/forgot_password", &[("email", email)]).await;
        assert_eq!(answer, "/forgot-password?sent=1", "{email}");
    }
    let log = served.stop();
    let failures = log.lines().filter(|line| line.contains("mailing a link that resets a password failed"));
    assert_eq!(failures.filter(|line| line.contains("ERROR")).count(), 1, "{log}");
    assert!(!log.contains("hunter2"), "a secret is in the log: {log}");
}

#[tokio::test]
async fn a_nats_server_that_is_down_is_in_the_log_once_and_nowhere_else() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    // Ports without a listener.
    let (first, second) =
        (TcpListener::bind("127.0.0.1:0").await.unwrap(), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let ports = [first, second].map(|listener| listener.local_addr().unwrap());
    let url = format!("nats://docket:hunter2@{},nats://docket:hunter2@{}", ports[0], ports[1]);
    for (person, level) in [("ann", ""), ("bob", "info,docket=trace,async_nats=trace")] {
        let program = Program::new(&database.url)
            .with("PORT", "0")
            .with("BETTER_AUTH_SECRET", server::SECRET)
            .with("RUST_LOG", level)
            .with("NATS_URL", &url);
        let program = if level.is_empty() { program.without("RUST_LOG") } else { program };
        let served = Served::start(&program);
        let email = format!("{person}@example.com");
        let form = [("name", person), ("email", email.as_str()), ("password", PASSWORD)];
        assert_eq!(served.form("/rpc/auth/sign_up", &form).await, "/chat");
        for path in ["/health", "/ready"] {
            let answer = client().get(format!("{}{path}", served.url)).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200, "{path}");
        }
        let log = served.stop();
        assert_eq!(log.matches("NATS is away").count(), 1, "{log}");
        assert!(!log.contains("hunter2"), "a secret is in the log: {log}");
    }
}

#[tokio::test]
async fn a_link_is_not_in_the_log() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let program = Program::new(&database.url)
        .with("PORT", "0")
        .with("BETTER_AUTH_SECRET", server::SECRET)
        .with("RUST_LOG", "debug");
    let created = program.run(&["user", "create", "ann@example.com", "--reset-link", "--json"]).await;
    let created: serde_json::Value = serde_json::from_str(&created.output).unwrap();
    let link = created["reset_link"]["url"].as_str().unwrap();
    let token = link.split_once("token=").unwrap().1;
    let served = Served::start(&program);
    let page = client().get(format!("{}/reset-password?token={token}", served.url)).send().await.unwrap();
    assert!(page.text().await.unwrap().contains("Set the password"));
    let fields = [("token", token), ("password", "another horse")];
    assert_eq!(served.form("/rpc/auth/reset_password", &fields).await, "/login?reset=1");
    let log = served.stop();
    assert!(log.contains("reset the password") && log.contains("/reset-password"), "{log}");
    assert!(!log.contains(token) && !log.contains("another horse"), "{log}");
}

#[tokio::test]
async fn the_security_log_tells_who_did_what_from_where() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let program = Program::new(&database.url).with("PORT", "0").with("BETTER_AUTH_SECRET", server::SECRET);
    let ann = program
        .run_with_input(&["user", "create", "ann@example.com", "--password-stdin", "--json"], PASSWORD);
    let ann: serde_json::Value = serde_json::from_str(&ann.await.output).unwrap();
    let id = ann["id"].as_str().unwrap();
    let link = program.json(&["user", "reset-link", "ann@example.com"]).await;
    let token = link["url"].as_str().unwrap().split_once("token=").unwrap().1.to_owned();
    let served = Served::start(&program);
    let send = async |path: &str, from: &str, fields: &[(&str, &str)], header: (&str, &str)| {
        let request = client().post(format!("{}{path}", served.url)).header("accept", "application/json");
        let request = request.header("x-forwarded-for", from).header(header.0, header.1);
        let response = request.form(fields).send().await.unwrap();
        let cookie = response.headers().get("set-cookie").map(|cookie| cookie.to_str().unwrap().to_owned());
        cookie.map(|cookie| cookie.split(';').next().unwrap().to_owned()).unwrap_or_default()
    };
    let nothing = ("x-nothing", "");
    let log_in = async |from: &str, email: &str, password: &str| {
        send("/rpc/auth/log_in", from, &[("email", email), ("password", password)], nothing).await
    };
    for _ in 0..10 {
        log_in("192.0.2.1", "ann@example.com", "a wrong horse").await;
    }
    log_in("192.0.2.2", "nobody@example.com", "a wrong horse").await;
    let cookie = log_in("192.0.2.3", "ann@example.com", PASSWORD).await;
    let own = ("cookie", cookie.as_str());
    let change = [("current_password", PASSWORD), ("new_password", "another horse")];
    send("/rpc/auth/change_password", "192.0.2.4", &change, own).await;
    send("/rpc/auth/log_in", "192.0.2.5", &[], ("origin", "https://evil.example")).await;
    send(
        "/rpc/auth/reset_password",
        "192.0.2.6",
        &[("token", "made-up"), ("password", "third horse")],
        nothing,
    )
    .await;
    send("/rpc/auth/reset_password", "192.0.2.7", &[("token", &token), ("password", "third horse")], nothing)
        .await;
    let cookie = log_in("192.0.2.8", "ann@example.com", "third horse").await;
    let delete = [("confirmation", "ann@example.com"), ("password", "third horse")];
    send("/rpc/auth/delete_account", "192.0.2.9", &delete, ("cookie", &cookie)).await;
    let log = served.stop();
    for (address, person, what) in [
        ("192.0.2.1", id, "a log-in was refused"),
        ("192.0.2.1", "log-in-account-address", "a limit is reached"),
        ("192.0.2.2", "", "a log-in was refused"),
        ("192.0.2.3", id, "logged in"),
        ("192.0.2.4", id, "changed the password"),
        ("192.0.2.5", "/rpc/auth/log_in", "a request of another site's page was refused"),
        ("192.0.2.6", "", "a link that resets a password was refused"),
        ("192.0.2.7", id, "reset the password"),
        ("192.0.2.9", id, "deleted their account"),
    ] {
        let found = log.lines().any(|line| {
            line.contains("docket::security")
                && line.contains(what)
                && line.contains(address)
                && line.contains(person)
        });
        assert!(found, "{what} from {address}: {log}");
    }
    for secret in ["horse", &token, "nobody@", "ann@", &cookie] {
        assert!(!log.contains(secret), "{secret} was logged: {log}");
    }
}

/// Keys and passwords of other services, at the most verbose.
#[tokio::test]
async fn no_key_of_another_service_is_in_the_log() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let upstream = upstream::Upstream::start().await;
    let mut smtp = smtp::FakeSmtp::start().await;
    upstream.answer(upstream::Script::stream().role().say("Hello.").finish("stop").done());
    upstream.answer(upstream::Script::stream().role().say("A greeting").finish("stop").done());
    let program = Program::new(&database.url)
        .with("PORT", "0")
        .with("RUST_LOG", "trace")
        .with("BETTER_AUTH_SECRET", server::SECRET)
        .with("OPENAI_API_KEY", "sk-hunter2")
        .with("OPENAI_BASE_URL", upstream.url())
        .with("AI_MODEL_PROVIDER", "openai")
        .with("SMTP_URL", &format!("smtp://docket:hunter3@{}/?tls=none", smtp.address))
        .with("SMTP_FROM", "Docket <docket@example.com>");
    let served = Served::start(&program);
    let browser = server::Browser::at(&served.url);
    browser.sign_up("ann").await;
    browser.events("/rpc/chat/send", &[("text", "hello"), ("client_id", "a")]).await.rest().await;
    served.form("/rpc/auth/forgot_password", &[("email", "ann@example.com")]).await;
    let mail = smtp.next().await;
    let token = mail.text.split_once("token=").unwrap().1.split_whitespace().next().unwrap().to_owned();
    let log = served.stop();
    use base64::Engine as _;
    let plain = base64::engine::general_purpose::STANDARD.encode("\0docket\0hunter3");
    for secret in ["sk-hunter2", "hunter3", &plain, &token, server::SECRET] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} was logged: {line:?}");
    }
}
