//! A network to PostgreSQL that swallows everything for a while, and then lets new connections through.

mod ledger;
mod probe;
mod sender;

use crate::database::Engine;
use crate::door::Way;
use crate::model::{self, Answer};
use crate::network::Network;
use crate::people;
use crate::replica::Replica;
use crate::stage::{Database, program};
use futures::future::join_all;
use ledger::Ledger;
use probe::Probe;
use reqwest::Client;
use sender::Sender;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

const PEOPLE: usize = 20;
const WORDS: usize = 40;
const PACE: Duration = Duration::from_millis(50);
/// Long enough for turns in every state.
const BEFORE: Duration = Duration::from_secs(5);
const HOLE: Duration = Duration::from_secs(30);
/// How long the process has, after the return, to serve again.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long people go on once it serves.
const AFTER: Duration = Duration::from_secs(10);

pub async fn run() {
    model::set_answer(Answer::Words { words: WORDS, pace: PACE, bytes: 20 });
    let (model, database) = (model::serve().await, Database::new(Engine::Postgres).await);
    let network = Network::to(&database.url()).await;
    // It says much of what it cannot do meanwhile.
    let docket = Replica::start(&program(network.url(), &model).with("RUST_LOG", "off")).await;
    let mut people = people::settle(Engine::Postgres, &database.url(), PEOPLE + 1).await;
    let way = Way {
        client: Client::new(),
        url: docket.url().to_owned(),
        // Only what is said counts here, so that a compressed stream is no failure.
        accept_encoding: "identity",
    };
    let visitor = people.pop().unwrap();
    let leave = watch::Sender::new(false);
    let senders = people.into_iter().enumerate().map(|(number, person)| {
        let sender = Arc::new(Sender::new(number, person, way.clone()));
        let talking = tokio::spawn({
            let (sender, leave) = (sender.clone(), leave.subscribe());
            async move { sender.talk(leave).await }
        });
        (sender, talking)
    });
    let (senders, talking): (Vec<_>, Vec<_>) = senders.unzip();
    let (health, ready) = (Probe::start(&way, "/health", None), Probe::start(&way, "/ready", None));
    let page = Probe::start(&way, "/chat", Some(visitor));

    sleep(BEFORE).await;
    let gone = Instant::now();
    network.swallow();
    sleep(HOLE).await;
    let back = Instant::now();
    network.recover();
    let serves = async {
        page.works_after(back).await;
        sender::first_turn_after(&senders, back).await
    };
    let turn = timeout(PATIENCE, serves).await.ok();
    if turn.is_some() {
        sleep(AFTER).await;
    }
    leave.send_replace(true);
    let finished = timeout(PATIENCE, join_all(talking)).await.is_ok();
    let ended = Instant::now();

    println!("\nPostgres, a network that swallows everything for {} s", HOLE.as_secs());
    let since = |moment: Option<Instant>| match moment {
        Some(moment) => format!("{:.1} s", moment.saturating_duration_since(back).as_secs_f64()),
        None => format!("not within {:.0} s", ended.duration_since(back).as_secs_f64()),
    };
    println!("  after the return, the first word of a turn begun then: {}", since(turn));
    for (name, probe) in [("/health", &health), ("/ready", &ready), ("a page of a session", &page)] {
        let no = match probe.first_failure_after(gone) {
            Some(moment) if moment < back => format!("{:.1} s", moment.duration_since(gone).as_secs_f64()),
            _ => "-".to_owned(),
        };
        println!(
            "  {name}: first no after {no}, first yes after the return {}",
            since(probe.first_success_after(back))
        );
        println!("    meanwhile {}; afterwards {}", probe.shares(gone, back), probe.shares(back, ended));
    }
    println!("  people whose last reply ended: {}", if finished { "all" } else { "not all" });
    Ledger::read(&database.url()).await.report(&senders, WORDS);
}
