//! How a storm of log-ins slows down running chats. The benchmark measures how long a word takes from the model to the
//! browser, on a running server, without log-ins and with a hundred at once. One run prints both, so that the ratio means
//! something on any machine.
//!
//!     cargo bench --no-default-features --features ssr --bench logins

#![expect(clippy::disallowed_methods, reason = "it measures programs that run, so it needs the real time")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it cannot do"
)]

#[path = "../tests/support/server.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod server;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::post;
use docket::chat::ChatEvent;
use futures::future::join_all;
use futures::{StreamExt, stream};
use secrecy::SecretString;
use serde_json::json;
use server::{Browser, TestServer, openai};
use std::io;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::time::sleep;

const CHATS: usize = 10;
const WORDS: u32 = 300;
const LOG_INS: usize = 100;
/// How fast the model speaks.
const PACE: Duration = Duration::from_millis(10);

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let model = serve_model().await;
        let folder = tempfile::tempdir().unwrap();
        let database = SecretString::from(format!("sqlite:{}", folder.path().join("bench.db").display()));
        let server = TestServer::start(&database, openai(&model)).await;
        let ann = server.person("ann").await;
        println!("{:>12}  {:>9}  {:>9}  {:>9}  {:>26}", "", "p50", "p99", "most", "log-ins");
        print("alone", chats(&ann, 0).await, None);
        // Made beforehand, because that takes longer than logging in.
        let mut browsers = Vec::new();
        for number in 0..LOG_INS {
            browsers.push(server.person(&format!("person-{number}")).await);
        }
        for round in 1..=2 {
            let (words, took) = tokio::join!(chats(&ann, round), log_ins(&browsers));
            print("with log-ins", words, Some(took));
        }
        print("alone", chats(&ann, 3).await, None);
        server.stop().await;
    });
}

/// Runs several chats at once. Returns how late each word of the model arrived.
async fn chats(ann: &Browser, round: usize) -> Vec<Duration> {
    let chats = (0..CHATS).map(|chat| {
        let (ann, client_id) = (ann.clone(), format!("bench-{round}-{chat}"));
        // Each chat has a task of its own, as if in its own browser.
        tokio::spawn(async move { chat_with(&ann, &client_id).await })
    });
    join_all(chats).await.into_iter().flat_map(Result::unwrap).collect()
}

async fn chat_with(ann: &Browser, client_id: &str) -> Vec<Duration> {
    let mut events = ann.events("/rpc/chat/send", &[("text", "hello"), ("client_id", client_id)]).await;
    let mut late = Vec::new();
    while let Some(event) = events.next().await {
        if let ChatEvent::Text { delta } = event {
            let now = START.elapsed();
            let said = delta.split_whitespace().map(|word| Duration::from_micros(word.parse().unwrap()));
            late.extend(said.map(|said| now.saturating_sub(said)));
        }
    }
    late
}

/// Logs in with all browsers at once. Returns how long it took until the last one was logged in.
async fn log_ins(browsers: &[Browser]) -> Duration {
    // The chats have begun by then.
    sleep(Duration::from_millis(300)).await;
    let began = Instant::now();
    let log_in = async |number: usize| {
        browsers[number].log_in(&format!("person-{number}@example.com")).await;
    };
    join_all((0..browsers.len()).map(log_in)).await;
    began.elapsed()
}

fn print(name: &str, mut late: Vec<Duration>, log_ins: Option<Duration>) {
    late.sort_unstable();
    let at = |share: f64| late[((late.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    let log_ins = log_ins.map_or(String::new(), |took| format!("{LOG_INS} in {:.2} s", took.as_secs_f64()));
    println!("{name:>12}  {:>6.2} ms  {:>6.2} ms  {:>6.2} ms  {log_ins:>26}", at(0.5), at(0.99), at(1.0));
}

/// A model that says what time it is, at an even pace.
async fn serve_model() -> String {
    let answer = async || {
        let words = stream::iter(0..WORDS).then(async |_| {
            sleep(PACE).await;
            let delta = json!({ "content": format!("{} ", START.elapsed().as_micros()) });
            chunk(json!([{ "index": 0, "delta": delta, "finish_reason": null }]))
        });
        let end = chunk(json!([{ "index": 0, "delta": {}, "finish_reason": "stop" }]));
        let end = [end, Ok(Bytes::from_static(b"data: [DONE]\n\n"))];
        ([("content-type", "text/event-stream")], Body::from_stream(words.chain(stream::iter(end))))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/chat/completions", post(answer));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}

fn chunk(choices: serde_json::Value) -> io::Result<Bytes> {
    let chunk = json!({ "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "clock", "choices": choices });
    Ok(Bytes::from(format!("data: {chunk}\n\n")))
}
