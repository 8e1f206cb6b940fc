//! What a running server says about resets: what an operator needs, and no secret.

use super::process::Process;
use super::*;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use tokio::net::TcpListener;

/// The program, serving. It is stopped as a service manager does it.
struct Served {
    process: Process,
    url: String,
}

impl Served {
    fn start(program: &Program) -> Self {
        let mut command = program.command(&["serve"]);
        let mut process = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("Docket is at ").unwrap().to_owned();
        Self { process, url }
    }

    /// Posts a form, and gives where it redirects to.
    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let request = client().post(format!("{}{path}", self.url)).header("accept", "text/html");
        let response = request.header("origin", &self.url).form(fields).send().await.unwrap();
        location(&response).to_owned()
    }

    /// Stops it and gives all that it has logged.
    fn stop(mut self) -> String {
        let stopped = std::process::Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        assert!(stopped.success());
        let mut log = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.process.wait().unwrap().success(), "{log}");
        log
    }
}

fn client() -> reqwest::Client {
    // Only the first in a process is taken, which is fine: they are all the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_in_the_log_and_nowhere_else() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    // A port that nobody listens on.
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
