//! How much time Docket adds to a model's answer: how long the first word and each further word take from the model to
//! the reader, with everything stored: to a page, to a ChatKit client and to a program that uses the REST API. A bare relay
//! of the same stream runs beside them for comparison. Also how much processor time a word takes, and how much memory a
//! thousand replies at once need.
//!
//!     cargo bench --no-default-features --features ssr --bench turn
//!
//! Docket (SQLite) and the relay are processes of their own. The model and the people share this process. All share the
//! machine's cores, so at the highest level the numbers show the machine as much as the servers.

#![expect(clippy::disallowed_methods, reason = "it measures programs that run, so it needs the real time")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it cannot do"
)]

mod door;
mod load;
mod model;
mod process;
#[path = "../../tests/support/program.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod program;
mod relay;
#[path = "../../tests/support/replica.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod replica;
#[path = "../../tests/support/server.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod server;

use door::{DOORS, Door, Visitor};
use futures::future::join_all;
use load::{Figures, Target};
use process::Usage;
use program::Program;
use replica::Replica;
use reqwest::Client;
use secrecy::SecretString;
use server::SECRET;
use std::time::Duration;

/// Few enough to sign up quickly, and enough to share a thousand conversations.
const PEOPLE: usize = 50;

/// A level of load: so many people at once, each with some turns one after the other.
#[derive(Clone, Copy)]
struct Level {
    at_once: usize,
    turns: usize,
    words: usize,
    pace: Duration,
}

const LEVELS: [Level; 4] = [
    Level { at_once: 1, turns: 100, words: 10, pace: Duration::from_millis(20) },
    Level { at_once: 50, turns: 10, words: 40, pace: Duration::from_millis(50) },
    Level { at_once: 200, turns: 4, words: 100, pace: Duration::from_millis(50) },
    Level { at_once: 1000, turns: 3, words: 100, pace: Duration::from_millis(100) },
];

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match relay::asked_for() {
        Some(model) => runtime.block_on(relay::serve(model)),
        None if process::raise_file_limit() => {}
        None => runtime.block_on(compare()),
    }
}

async fn compare() {
    let model = model::serve().await;
    let folder = tempfile::tempdir().unwrap();
    let database = SecretString::from(format!("sqlite:{}", folder.path().join("bench.db").display()));
    let program = Program::new(&database)
        .with("BETTER_AUTH_SECRET", SECRET)
        .with("AI_MODEL_PROVIDER", "openai")
        .with("OPENAI_BASE_URL", &model)
        .with("QUOTA_CONCURRENT_RUNS", "1000")
        .with("QUOTA_REQUESTS_PER_MINUTE", "1000000")
        .with("QUOTA_OPEN_STREAMS", "1000")
        .with("RUST_LOG", "error");
    let docket = Replica::start(&program).await;
    let idle = Usage::of(docket.id());
    let relay = relay::Relay::start(&model);
    let people = (0..PEOPLE).map(async |number| Visitor::new(docket.url(), &format!("person{number}")).await);
    let people = join_all(people).await;

    println!("Docket by each door, and a bare relay of the same stream; {} cores shared by all", cores());
    println!(
        "{:>7}  {:>6}  {:>7}  {:>5}  {:>18}  {:>18}  {:>8}  {:>6}  {:>18}  {:>18}  {:>5}",
        "at once",
        "pace",
        "",
        "turns",
        "first p50 / p99",
        "word p50 / p99",
        "CPU/word",
        "errors",
        "added to first",
        "added to word",
        "CPU"
    );
    let bare = Target::Relay(Client::new(), relay.url().to_owned());
    for level in LEVELS {
        model::set_answer(level.words, level.pace);
        let bare = load::run(&bare, level, relay.id()).await;
        println!("{}", row(level, Door::Relay, &bare));
        for door in DOORS {
            let ours = load::run(&Target::Docket(&people, door), level, docket.id()).await;
            let (first, word) = (added(&ours.first, &bare.first), added(&ours.words, &bare.words));
            println!("{}  {first:>18}  {word:>18}  {:>5}", row(level, door, &ours), ratio(&ours, &bare));
        }
    }
    let (now, relay) = (Usage::of(docket.id()), Usage::of(relay.id()));
    println!(
        "resident memory: Docket {} MB idle, {} MB at most; relay {} MB at most",
        idle.peak_megabytes, now.peak_megabytes, relay.peak_megabytes
    );
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn row(level: Level, door: Door, figures: &Figures) -> String {
    format!(
        "{:>7}  {:>3} ms  {:>7}  {:>5}  {:>18}  {:>18}  {:>5.1} µs  {:>6}",
        level.at_once,
        level.pace.as_millis(),
        door.name(),
        figures.first.len(),
        load::show(load::at(&figures.first, 0.5), load::at(&figures.first, 0.99)),
        load::show(load::at(&figures.words, 0.5), load::at(&figures.words, 0.99)),
        figures.cpu_per_word.as_secs_f64() * 1e6,
        figures.errors,
    )
}

fn added(ours: &[Duration], bare: &[Duration]) -> String {
    let at = |share| load::at(ours, share).saturating_sub(load::at(bare, share));
    load::show(at(0.5), at(0.99))
}

fn ratio(ours: &Figures, bare: &Figures) -> String {
    format!("{:.1} x", ours.cpu_per_word.as_secs_f64() / bare.cpu_per_word.as_secs_f64())
}
