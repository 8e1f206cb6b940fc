//! How long it takes to open a conversation of 10,000 messages.
//!
//!     cargo bench --no-default-features --features ssr --bench pages
//!
//! Runs on SQLite, and on PostgreSQL if TEST_POSTGRES_URL names a server. The program runs as a process of its own. The
//! times are those of whole requests, one after the other, on an open connection.

#![expect(clippy::disallowed_methods, reason = "it measures programs that run, so it needs the real time")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it cannot do"
)]

#[path = "../tests/support/database.rs"]
mod database;
#[path = "../tests/support/program.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod program;
#[path = "../tests/support/replica.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod replica;
#[path = "../tests/support/server.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod server;

use database::{Engine, TestDatabase};
use program::Program;
use replica::Replica;
use reqwest::RequestBuilder;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING};
use secrecy::ExposeSecret;
use serde_json::Value;
use server::{Browser, SECRET};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::env;
use std::time::{Duration, Instant};

/// Messages of the long conversation.
const LONG: i64 = 10_000;
const REQUESTS: usize = 200;

/// Adds `$1` messages to a conversation, similar to those that people and assistants write.
const FILL: &str = "insert into messages (conversation_id, user_id, role, content, created_at)
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < $1)
    select c.id, c.user_id, case n % 2 when 1 then 'user' else 'assistant' end,
        'Please note **task ' || n || '** about word' || (n * 7919 % 4999) || ' and word' || (n * 104729 % 997)
        || ' for part' || (n % 97) || ', and remind me of it when the week begins, together with the other things '
        || 'that have to be done before. It is not urgent, but it should not be forgotten either.',
        c.created_at
    from numbers cross join conversations c where c.id = $2";
/// Each message follows the one before.
const FOLLOW: &str = "update messages set parent_id = coalesce((
        select max(before.id) from messages before
        where before.conversation_id = messages.conversation_id and before.id < messages.id), 0)";

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        println!("{:>10}  {:<44}  {:>20}  {:>18}", "", "", "p50 / p99", "bytes (as brotli)");
        measure(Engine::Sqlite).await;
        match env::var_os("TEST_POSTGRES_URL") {
            Some(_) => measure(Engine::Postgres).await,
            None => println!("{:>10}  not measured: TEST_POSTGRES_URL is not set", "PostgreSQL"),
        }
    });
}

async fn measure(engine: Engine) {
    let database = TestDatabase::migrated(engine).await;
    let program = Program::new(&database.url)
        .with("BETTER_AUTH_SECRET", SECRET)
        .with("AI_MODEL_PROVIDER", "offline")
        .with("RUST_LOG", "error");
    let replica = Replica::start(&program).await;
    let ann = Browser::at(replica.url());
    ann.sign_up("ann").await;
    let events =
        ann.call("/rpc/chat/send", &[("text", "hello"), ("client_id", "one")]).await.text().await.unwrap();
    let started: Value = serde_json::from_str(events.lines().next().unwrap()).unwrap();
    let long = started["conversation"]["id"].as_i64().unwrap();

    execute(&database, FILL, &[LONG - 2, long]).await;
    execute(&database, FOLLOW, &[]).await;
    // A database does this by itself after some time.
    execute(&database, "analyze", &[]).await;
    let page = || ann.get_request(&format!("/chat/{long}")).header(ACCEPT, "text/html");
    show(engine, "a conversation of 10,000 messages, its page", page).await;
    let id = long.to_string();
    let newest = || call(&ann, "/rpc/chat/messages", &[("conversation", &id)]);
    show(engine, "its newest messages", newest).await;
    let oldest = oldest_shown(&ann, &id).await;
    let older = || call(&ann, "/rpc/chat/messages", &[("conversation", &id), ("before", &oldest)]);
    show(engine, "the messages before those", older).await;

    drop(replica);
}

/// The oldest message on the newest page of a conversation.
async fn oldest_shown(ann: &Browser, conversation: &str) -> String {
    let page = call(ann, "/rpc/chat/messages", &[("conversation", conversation)]).send().await.unwrap();
    let page: Value = page.json().await.unwrap();
    page["messages"][0]["id"].to_string()
}

fn call(ann: &Browser, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
    ann.request(path).header(ACCEPT, "application/json").form(fields)
}

async fn execute(database: &TestDatabase, sql: &'static str, numbers: &[i64]) {
    macro_rules! run {
        ($connection:ty) => {{
            let mut connection = <$connection>::connect(database.url.expose_secret()).await.unwrap();
            let query = numbers.iter().fold(sqlx::query(sql), |query, number| query.bind(number));
            query.execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }};
    }
    match database.db {
        docket::db::Db::Sqlite { .. } => run!(SqliteConnection),
        docket::db::Db::Postgres { .. } => run!(PgConnection),
    }
}

/// Sends the request many times and prints how long it took and how large the answer was.
async fn show(engine: Engine, what: &str, request: impl Fn() -> RequestBuilder) {
    let mut times = Vec::new();
    let mut bytes = 0;
    for _ in 0..REQUESTS {
        let began = Instant::now();
        let answer = request().send().await.unwrap().error_for_status().unwrap();
        bytes = answer.bytes().await.unwrap().len();
        times.push(began.elapsed());
    }
    let brotli = request().header(ACCEPT_ENCODING, "br").send().await.unwrap().bytes().await.unwrap().len();
    times.sort_unstable();
    let at = |share: f64| milliseconds(times[((times.len() - 1) as f64 * share) as usize]);
    let times = format!("{:.1} / {:.1} ms", at(0.5), at(0.99));
    println!("{:>10}  {what:<44}  {times:>20}  {:>18}", format!("{engine:?}"), format!("{bytes} ({brotli})"));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
