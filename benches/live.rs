//! How long it takes until an open page shows a task that an MCP client adds.
//!
//!     TEST_POSTGRES_URL=... cargo bench --no-default-features --features ssr --bench live
//!
//! The page's stream is open on the replica that the client asks, or on another one. The time runs from the client's
//! request to the event that carries the task.

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
use docket::live::LiveEvent;
use program::Program;
use replica::Replica;
use serde_json::{Value, json};
use server::{Browser, SECRET};
use std::time::{Duration, Instant};

/// Tasks to add.
const TASKS: usize = 100;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        println!("{:>24}  {:>10}  {:>10}  {:>10}", "", "p50", "p99", "longest");
        measure("SQLite", Engine::Sqlite, 1).await;
        measure("PostgreSQL, one replica", Engine::Postgres, 1).await;
        measure("PostgreSQL, another", Engine::Postgres, 2).await;
    });
}

async fn measure(name: &str, engine: Engine, replicas: usize) {
    let database = TestDatabase::migrated(engine).await;
    let program = Program::new(&database.url)
        .with("BETTER_AUTH_SECRET", SECRET)
        .with("AI_MODEL_PROVIDER", "offline")
        .with("RUST_LOG", "error");
    let mut running = Vec::new();
    for _ in 0..replicas {
        running.push(Replica::start(&program).await);
    }
    let (first, last) = (running[0].url(), running[replicas - 1].url());
    let ann = Browser::at(first);
    ann.sign_up("ann").await;
    let token = ann.token().await;
    let mut page = ann.moved(last).stream("/rpc/live/events", &[]).await;
    while page.next().await != Some(LiveEvent::TasksChanged) {}
    let mut times = Vec::new();
    for number in 0..TASKS {
        let title = format!("Task {number}");
        let began = Instant::now();
        let add = add_task(&ann, first, &token, &title);
        let shown = async {
            loop {
                if page.next().await == Some(LiveEvent::TasksChanged) {
                    return began.elapsed();
                }
            }
        };
        let ((), time) = tokio::join!(add, shown);
        times.push(time);
    }
    times.sort();
    let show = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
    println!(
        "{name:>24}  {:>10}  {:>10}  {:>10}",
        show(times[TASKS / 2]),
        show(times[TASKS * 99 / 100 - 1]),
        show(times[TASKS - 1])
    );
}

/// Adds a task as an MCP client of the newest revision does.
async fn add_task(ann: &Browser, url: &str, token: &str, title: &str) {
    let body = json!({
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {
            "name": "add_task",
            "arguments": { "title": title },
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {},
            },
        },
    });
    let request = ann.client().post(format!("{url}/mcp")).bearer_auth(token).json(&body);
    let request = request
        .header("accept", "application/json, text/event-stream")
        .header("mcp-protocol-version", "2026-07-28")
        .header("mcp-method", "tools/call")
        .header("mcp-name", "add_task");
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["result"]["isError"], false, "{answer}");
}
