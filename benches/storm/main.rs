//! What attackers take from others. For each kind of storm at the log-in page it prints how long the log-ins of others
//! take, without and within the storm, and how many rows the storm leaves in the database. Then members try to use up
//! the server's memory. One run prints both sides of each ratio, so that it means something on any machine.
//!
//!     cargo bench --no-default-features --features ssr --bench storm
//!
//! The program runs as a process of its own, because its memory is measured. The attacker sends at most 66 requests a
//! second: their sheer number must not need all of this machine's cores, which no server can help.

#![expect(clippy::disallowed_methods, reason = "it measures programs that run, so it needs the real time")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it cannot do"
)]

#[path = "../../tests/support/program.rs"]
#[expect(dead_code, reason = "the tests of the commands use the rest")]
mod program;
#[path = "../../tests/support/replica.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod replica;
#[path = "../../tests/support/server.rs"]
#[expect(dead_code, reason = "the tests of the server use the rest")]
mod server;
#[path = "../../tests/support/smtp.rs"]
#[expect(dead_code, reason = "the tests read the mails")]
mod smtp;
#[path = "../../tests/support/upstream.rs"]
#[expect(dead_code, unused_imports, reason = "the tests of the model's client use the rest")]
mod upstream;

mod attack;
mod hunger;
mod ledger;

use attack::{Attack, Kind};
use ledger::{Ledger, memory};
use program::Program;
use replica::Replica;
use secrecy::SecretString;
use server::{Browser, PASSWORD, SECRET};
use smtp::FakeSmtp;
use std::time::{Duration, Instant};
use upstream::{Script, Talk, Upstream};

/// Log-ins of others that are measured, without a storm and in it.
const LOG_INS: usize = 60;
/// The people who log in, each at an address of their own.
const PEOPLE: usize = 8;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("bench.db").display());
        let (upstream, talk) = (Upstream::start().await, Talk::endless(Duration::from_millis(100)));
        upstream.otherwise(Script::talk(&talk));
        let smtp = FakeSmtp::start().await;
        let program = Program::new(&SecretString::from(url.as_str()))
            .with("BETTER_AUTH_SECRET", SECRET)
            .with("AI_MODEL_PROVIDER", "openai")
            .with("OPENAI_BASE_URL", upstream.url())
            .with("SMTP_URL", &format!("smtp://{}", smtp.address))
            .with("SMTP_FROM", "Docket <docket@example.com>")
            .with("RUST_LOG", "off");
        let replica = Replica::start(&program).await;
        let ledger = Ledger { url, process: replica.id() };
        for number in 0..PEOPLE {
            sign_up(&replica, &format!("person-{number}")).await;
        }
        attack::prepare(&replica).await;
        println!(
            "{:>34}  {:>17}  {:>17}  {:>11}  rows that it left",
            "", "alone p50 / p99", "in it p50 / p99", "ratio"
        );
        for kind in Kind::ALL {
            storm(&replica, &ledger, kind).await;
        }
        hunger::run(&replica, &ledger).await;
    });
}

async fn storm(replica: &Replica, ledger: &Ledger, kind: Kind) {
    let before = ledger.rows().await;
    let alone = others(replica).await;
    let attack = Attack::begin(replica, kind);
    attack.is_under_way().await;
    let within = others(replica).await;
    let answers = attack.end().await;
    let after = ledger.rows().await;
    let ratio = |share: f64| at(&within, share) / at(&alone, share);
    println!(
        "{:>34}  {:>5.0} / {:>4.0} ms  {:>6.0} / {:>4.0} ms  {:>4.2} / {:>4.2}  {}",
        kind.name(),
        at(&alone, 0.5),
        at(&alone, 0.99),
        at(&within, 0.5),
        at(&within, 0.99),
        ratio(0.5),
        ratio(0.99),
        ledger::more(&before, &after),
    );
    println!("{:>34}  answers to it: {answers}; memory {} MB", "", memory(ledger.process) / 1024);
}

/// How long log-ins of several people take, one after another.
async fn others(replica: &Replica) -> Vec<Duration> {
    let browser = Browser::at(replica.url());
    let mut took = Vec::new();
    for number in 0..LOG_INS {
        let person = number % PEOPLE;
        let (address, email) = (format!("198.51.100.{}", person + 1), format!("person-{person}@example.com"));
        let began = Instant::now();
        assert_eq!(log_in(&browser, &address, &email, PASSWORD).await, 200);
        took.push(began.elapsed());
    }
    took.sort_unstable();
    took
}

fn at(sorted: &[Duration], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1000.0
}

/// Logs in as the hydrated page does, from this address. Returns the answer's status.
async fn log_in(browser: &Browser, address: &str, email: &str, password: &str) -> u16 {
    post(browser, "/rpc/auth/log_in", address, &[("email", email), ("password", password)]).await
}

async fn post(browser: &Browser, path: &str, address: &str, form: &[(&str, &str)]) -> u16 {
    let request = browser.request(path).header("accept", "application/json");
    let request = request.header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0");
    request.header("x-forwarded-for", address).form(form).send().await.unwrap().status().as_u16()
}

async fn sign_up(replica: &Replica, name: &str) -> Browser {
    let browser = Browser::at(replica.url());
    browser.sign_up(name).await;
    browser
}
