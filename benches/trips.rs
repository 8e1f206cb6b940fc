//! How many round trips to PostgreSQL one turn needs, and for what.
//!
//!     TEST_POSTGRES_URL=... cargo bench --no-default-features --features ssr --bench trips
//!
//! A proxy between the program and the database counts them. They are printed in order. Of turns whose replies take ten
//! seconds, each statement is printed once, with how often it came. Most of those belong to the process: it stores what is
//! new of all its replies with one statement, shows that it lives, and asks for all open streams whether their sessions
//! live. So the bench also runs ten such turns at once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it cannot do"
)]

#[path = "../tests/support/database.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod database;
#[path = "../tests/support/program.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod program;
#[path = "../tests/support/proxy.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod proxy;
#[path = "../tests/support/replica.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod replica;
#[path = "../tests/support/server.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod server;
#[path = "../tests/support/upstream.rs"]
#[expect(dead_code, unused_imports, reason = "the tests use the rest")]
mod upstream;

use database::{Engine, TestDatabase};
use futures::future::join_all;
use program::Program;
use proxy::{Proxy, Trip};
use replica::Replica;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use server::{Browser, SECRET};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::sleep;
use upstream::{Script, Talk, Upstream};

/// Turns before those that count, so that connections are open and statements prepared.
const WARM_UP: usize = 20;
/// Turns of the short kinds.
const TURNS: usize = 5;
/// Turns with long replies at the same time.
const AT_ONCE: usize = 10;
/// The words of a long reply, and the time between them.
const LONG_WORDS: usize = 100;
const PACE: Duration = Duration::from_millis(100);
/// Characters to show of a statement.
const SHOWN: usize = 110;
/// Longer than the work that a turn leaves behind: returned connections are tested.
const QUIET: Duration = Duration::from_millis(500);

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = TestDatabase::migrated(Engine::Postgres).await;
        let proxy = Proxy::start(database.url.expose_secret()).await;
        let upstream = Upstream::start().await;
        let program = Program::new(&SecretString::from(proxy.url()))
            .with("BETTER_AUTH_SECRET", SECRET)
            .with("AI_MODEL_PROVIDER", "openai")
            .with("OPENAI_BASE_URL", upstream.url())
            .with("QUOTA_CONCURRENT_RUNS", "20")
            .with("RUST_LOG", "error");
        let replica = Replica::start(&program).await;
        let ann = Browser::at(replica.url());
        ann.sign_up("ann").await;
        let mut conversation = None;
        for number in 0..WARM_UP {
            let kind = if number % 2 == 0 { Kind::Tool } else { Kind::Plain };
            turn(&ann, &upstream, &mut conversation, &format!("warm-{number}"), kind).await;
        }
        for kind in [Kind::Plain, Kind::Tool, Kind::Long] {
            let mut measured = Vec::new();
            for number in 0..kind.turns() {
                sleep(QUIET).await;
                proxy.take_trips();
                turn(&ann, &upstream, &mut conversation, &format!("{kind:?}-{number}"), kind).await;
                sleep(QUIET).await;
                measured.push(proxy.take_trips());
            }
            // Some of them include other work of the server.
            print(kind, 1, &measured.into_iter().min_by_key(Vec::len).unwrap());
        }
        let mut conversations = vec![None; AT_ONCE];
        for (number, conversation) in conversations.iter_mut().enumerate() {
            turn(&ann, &upstream, conversation, &format!("first-{number}"), Kind::Plain).await;
        }
        // The titles of new conversations come now.
        sleep(QUIET).await;
        proxy.take_trips();
        let turns = conversations.iter_mut().enumerate().map(async |(number, conversation)| {
            turn(&ann, &upstream, conversation, &format!("beside-{number}"), Kind::Long).await;
        });
        join_all(turns).await;
        sleep(QUIET).await;
        print(Kind::Long, AT_ONCE, &proxy.take_trips());
        drop(replica);
    });
}

/// A kind of turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Tool,
    /// With a reply that takes ten seconds.
    Long,
}

impl Kind {
    /// How many are measured. The one with the fewest round trips is shown.
    fn turns(self) -> usize {
        if self == Self::Long { 2 } else { TURNS }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Plain => "without a tool",
            Self::Tool => "with one tool call",
            Self::Long => "with a reply of ten seconds",
        }
    }
}

/// One turn, from the message to the end of the reply.
async fn turn(ann: &Browser, upstream: &Upstream, conversation: &mut Option<String>, id: &str, kind: Kind) {
    if kind == Kind::Tool {
        upstream.answer(Script::calls(&[("call", "add_task", json!({ "title": "Buy milk" }))]));
    }
    upstream.otherwise(match kind {
        Kind::Long => Script::talk(&Talk::new(LONG_WORDS, PACE)),
        Kind::Plain | Kind::Tool => Script::text(&["There ", "you ", "are."]),
    });
    let mut fields = vec![("text", "Buy milk, please"), ("client_id", id)];
    fields.extend(conversation.as_deref().map(|id| ("conversation", id)));
    let events = ann.call("/rpc/chat/send", &fields).await.text().await.unwrap();
    let event = |line: Option<&str>| -> Value { serde_json::from_str(line.unwrap()).unwrap() };
    assert_eq!(event(events.lines().last())["reply"]["status"], "complete", "{events}");
    *conversation = Some(event(events.lines().next())["conversation"]["id"].to_string());
}

/// How the statements begin that a process needs no matter how many replies it writes: the journal, its lease, the looks at
/// what dead processes left, the sessions of its streams, what it tells the others, and tests of connections.
const OF_PROCESS: [&str; 8] = [
    "with given as",
    "with beaten as",
    "select id, user_id, writer from messages",
    "select distinct user_id, conversation_id from messages",
    "select given.value from json_array_elements_text",
    "select pg_notify",
    "select 1",
    "(ping)",
];

fn is_of_process(trip: &Trip) -> bool {
    trip.iter().all(|request| {
        let request = request.trim_start_matches("(prepare) ");
        OF_PROCESS.iter().any(|beginning| request.starts_with(beginning))
    })
}

/// Prints the round trips of some turns.
fn print(kind: Kind, turns: usize, trips: &[Trip]) {
    let own = trips.iter().filter(|trip| !is_of_process(trip)).count();
    let all = trips.len();
    match turns {
        1 => println!("a turn {}: {all} round trips, {own} of its own", kind.name()),
        _ => println!(
            "{turns} turns at once, each {}: {all} round trips, {} a turn; {own} of their own",
            kind.name(),
            all.div_ceil(turns)
        ),
    }
    let lines = trips.iter().map(|trip| trip.join(" + ").chars().take(SHOWN).collect::<String>());
    if kind == Kind::Long {
        let mut counts = BTreeMap::<String, usize>::new();
        for line in lines {
            *counts.entry(line).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        for (line, count) in counts {
            println!("{count:>4} x {line}");
        }
    } else {
        for (number, line) in lines.enumerate() {
            println!("{:>4}  {line}", number + 1);
        }
    }
}
