//! Members who try to use up the server's memory, and what others notice.

use crate::ledger::{Ledger, memory};
use crate::replica::Replica;
use crate::server::{Browser, PASSWORD};
use crate::{at, log_in, sign_up};
use docket::chat::ChatEvent;
use futures::future::join_all;
use serde_json::json;
use std::time::Instant;
use tokio::task::JoinSet;

/// Log-ins of one account.
const LOG_INS: usize = 1000;
/// Streams that one person opens.
const STREAMS: usize = 1000;
/// People who export at the same time, and their tasks.
const EXPORTERS: usize = 8;
const TASKS: u32 = 10_000;

pub async fn run(replica: &Replica, ledger: &Ledger) {
    println!();
    images(replica, ledger).await;
    streams(replica, ledger).await;
    exports(replica, ledger).await;
}

fn print(what: &str, before: u64, during: u64, told: &str) {
    println!("{what:>34}  memory {} MB before, {} MB in it; {told}", before / 1024, during / 1024);
}

/// A large image, many sessions, and many requests for the list of them.
async fn images(replica: &Replica, ledger: &Ledger) {
    let greedy = sign_up(replica, "greedy").await;
    let before = memory(ledger.process);
    let image = async |length: usize| {
        let image = format!("https://example.com/{}", "x".repeat(length));
        let request = greedy.request("/api/auth/update-user").json(&json!({ "image": image }));
        request.send().await.unwrap().status().as_u16()
    };
    let (huge, large) = (image(120_000).await, image(1_900).await);
    // The first sessions end, because a person has at most 50.
    let (mut newest, mut made) = (greedy.clone(), 0);
    for _ in 0..LOG_INS {
        let browser = Browser::at(replica.url());
        if log_in(&browser, "203.0.113.1", "greedy@example.com", PASSWORD).await == 200 {
            (newest, made) = (browser, made + 1);
        }
    }
    let lists =
        join_all((0..50).map(async |_| newest.get("/api/auth/list-sessions").await.bytes().await.unwrap()));
    let bytes = lists.await.iter().map(|list| list.len()).max().unwrap();
    let told = format!(
        "an image of 120 KB: {huge}, of 1.9 KB: {large}; {made} of {LOG_INS} log-ins; a list of sessions has {bytes} bytes"
    );
    print("images and sessions", before, memory(ledger.process), &told);
}

/// A thousand streams of one running reply.
async fn streams(replica: &Replica, ledger: &Ledger) {
    let reader = sign_up(replica, "reader").await;
    let mut writing = reader.events("/rpc/chat/send", &[("text", "hello"), ("client_id", "storm")]).await;
    let reply = loop {
        if let Some(ChatEvent::Started { reply, .. }) = writing.next().await {
            break reply.id.to_string();
        }
    };
    let before = memory(ledger.process);
    let mut open = JoinSet::new();
    for _ in 0..STREAMS {
        let (reader, reply) = (reader.clone(), reply.clone());
        open.spawn(async move { reader.call("/rpc/chat/follow", &[("reply", &reply)]).await });
    }
    let mut answers = open.join_all().await;
    // A refusal is the first event of a stream.
    let first = join_all(answers.iter_mut().map(async |answer| answer.chunk().await.unwrap().unwrap())).await;
    let held = first.iter().filter(|event| event.windows(9).any(|part| part == b"\"started\"")).count();
    let told = format!(
        "{held} of {STREAMS} streams opened; the others say {}",
        String::from_utf8_lossy(&first[STREAMS - 1]).trim_end()
    );
    print("streams of one person", before, memory(ledger.process), &told);
    reader.call("/rpc/chat/stop", &[("reply", &reply)]).await;
}

/// Exports of people with as many tasks as there may be, read slowly.
async fn exports(replica: &Replica, ledger: &Ledger) {
    let mut people = Vec::new();
    for number in 0..EXPORTERS {
        let name = format!("exporter-{number}");
        people.push(sign_up(replica, &name).await);
        ledger.fill(&name, TASKS).await;
    }
    let alone = asked(&people[0]).await;
    let before = memory(ledger.process);
    // Nobody reads the answers: they wait in the server as far as it lets them.
    let exports = join_all(people.iter().map(async |person| person.get("/settings/export").await)).await;
    let second = people[0].get("/settings/export").await.status().as_u16();
    let within = asked(&people[1]).await;
    let during = memory(ledger.process);
    let began = Instant::now();
    let sizes = join_all(exports.into_iter().map(async |export| export.bytes().await.unwrap().len())).await;
    let told = format!(
        "{EXPORTERS} exports at once, {} MB in {:.1} s; a person's second one: {second}; others ask who they are within {:.1} ms, alone {:.1} ms (p50)",
        sizes.iter().sum::<usize>() / 1_000_000,
        began.elapsed().as_secs_f64(),
        at(&within, 0.5),
        at(&alone, 0.5),
    );
    print("exports that nobody reads", before, during, &told);
}

/// How long it takes to ask who one is.
async fn asked(person: &Browser) -> Vec<std::time::Duration> {
    let mut took = Vec::new();
    for _ in 0..50 {
        let began = Instant::now();
        assert_eq!(person.call("/rpc/auth/me", &[]).await.status().as_u16(), 200);
        took.push(began.elapsed());
    }
    took.sort_unstable();
    took
}
