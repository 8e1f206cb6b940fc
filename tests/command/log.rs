//! What a running server logs about resets: everything an operator needs, and no secret.

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
    let ann = ["user", "create", "ann@example.com", "--random-password"];
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
