//! Clients that leave while a slow database stores their messages: at random moments, and exactly when the database has
//! committed and its answer is under way.

use crate::database::Engine;
use crate::network::Network;
use crate::reader::{Page, send};
use crate::replica::Replica;
use crate::report;
use crate::server::Browser;
use crate::storm::settled;
use crate::tally::Tally;
use crate::upstream::Script;
use crate::world::{Stored, World, person};
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::header::ACCEPT;
use sqlx::{Connection, Executor, SqliteConnection};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

const PEOPLE: usize = 4;
/// How many messages are sent at once.
const LINES: usize = 8;
const MESSAGES: usize = 160;
/// How long everything takes to PostgreSQL, and back again.
const DELAY: Duration = Duration::from_millis(2);
/// How many clients leave exactly in the commit, beside those that leave at random.
const EXACTLY: usize = 10;
/// Less than the time after which a process finds a reply of its own that nobody writes.
const FOUND: Duration = Duration::from_secs(2);
/// How long somebody else holds SQLite's lock, and how long it is free then.
const LOCKED: Duration = Duration::from_millis(60);
/// The longest that a client waits on PostgreSQL and on SQLite, in milliseconds.
const PATIENCE: [u64; 2] = [600, 300];

fn id(number: usize) -> String {
    format!("gone-{number}")
}

/// Sends a message and leaves after this time. Returns whether the client heard before that it is stored.
async fn send_and_leave(browser: &Browser, id: &str, after: Duration) -> bool {
    let request = browser.request("/rpc/chat/send").header(ACCEPT, "application/json");
    let request = request.form(&[("text", id), ("client_id", id)]);
    let heard = async {
        let event = request.send().await.unwrap().chunk().await.unwrap().unwrap_or_default();
        String::from_utf8_lossy(&event).contains(r#""type":"started""#)
    };
    timeout(after, heard).await.unwrap_or(false)
}

/// Sends messages whose clients leave when the database has stored them and the server does not know it yet. Each reply is
/// begun at once.
async fn leave_exactly(network: &Network, browser: &Browser) -> Vec<String> {
    let (mut sent, mut took) = (Vec::new(), Vec::new());
    for number in 0..EXACTLY {
        let id = format!("exactly-{number}");
        let stored = format!("select exists (select from messages where client_id = '{id}')");
        network.hold_answer_to_change(&stored).await;
        tokio::select! {
            heard = send_and_leave(browser, &id, Duration::MAX) => panic!("an answer came though it is held up: {heard}"),
            () = network.answered() => {}
        }
        network.let_through();
        let (mut page, back) = (Page::default(), Instant::now());
        page.read(send(browser, None, &id, &id).await.unwrap()).await;
        assert_eq!(page.status, "complete", "{page:?}");
        took.push(back.elapsed());
        sent.push(id);
    }
    took.sort_unstable();
    let median = took[EXACTLY / 2];
    report(&format!(
        "client gone exactly in the commit, PostgreSQL: {EXACTLY} replies complete within {} ms of the commit (median)",
        median.as_millis()
    ));
    assert!(median < FOUND, "nobody began the replies until they were found: {took:?}");
    sent
}

/// Sends messages whose clients leave at random. Everybody then sends these and the `others` again.
async fn leave(world: &World, people: &BTreeMap<String, Browser>, others: Vec<String>) {
    let (seed, browsers) = (crate::seed(), people.values().collect::<Vec<_>>());
    let [on_postgres, on_sqlite] = PATIENCE;
    let patience = if world.engine == Engine::Postgres { on_postgres } else { on_sqlite };
    let lines = join_all((0..LINES).map(async |line| {
        let mut random = StdRng::seed_from_u64(seed ^ line as u64);
        let mut heard = Vec::new();
        for number in (line..MESSAGES).step_by(LINES) {
            let after = Duration::from_millis(random.random_range(0..patience));
            if send_and_leave(browsers[number % PEOPLE], &id(number), after).await {
                heard.push(id(number));
            }
        }
        heard
    }));
    let heard: Vec<_> = lines.await.concat();
    // What waits for the lock may still be stored after this.
    let (messages, _) = settled(world, people).await;
    let stored: Vec<_> = messages.iter().filter_map(|message| message.client_id.clone()).collect();
    let lost: Vec<_> = heard.iter().filter(|id| !stored.contains(id)).collect();
    assert!(lost.is_empty(), "{lost:?} were confirmed and are lost (seed {seed})");
    assert!(stored.len() > heard.len(), "nobody left in the middle (seed {seed})");

    // Everybody comes back and sends everything again.
    let mut sent: Vec<_> = (0..MESSAGES).map(|number| (browsers[number % PEOPLE], id(number))).collect();
    sent.extend(others.into_iter().map(|id| (browsers[0], id)));
    join_all((0..LINES).map(async |line| {
        for (browser, id) in sent.iter().skip(line).step_by(LINES) {
            let mut page = Page::default();
            page.read(send(browser, None, id, id).await.unwrap()).await;
            assert_eq!(page.status, "complete", "{page:?}");
        }
    }))
    .await;
    let (messages, _) = settled(world, people).await;
    let sent: Vec<_> = sent.into_iter().map(|(_, id)| id).collect();
    let tally = Tally::of(&messages, &sent);
    report(&format!(
        "client gone in the commit, {:?} (seed {seed}): {} messages, {} stored though their client had left, \
         {} while it waited; {tally}",
        world.engine,
        sent.len(),
        stored.len() - heard.len(),
        heard.len(),
    ));
    assert_eq!(tally, Tally::default());
    assert!(messages.iter().all(|message: &Stored| message.status == "complete"), "{messages:?}");
}

async fn people(replica: &Replica) -> BTreeMap<String, Browser> {
    let mut people = BTreeMap::new();
    for number in 0..PEOPLE {
        let name = format!("person{number}");
        people.insert(name.clone(), person(replica, &name).await);
    }
    people
}

#[tokio::test]
async fn a_client_that_leaves_during_the_commit_leaves_a_whole_turn_on_postgres() {
    let world = World::new(Engine::Postgres).await;
    world.upstream.otherwise(Script::text(&["w1 ", "w2 ", "w3 "]));
    let network = Network::start(&world.url()).await;
    let replica = Replica::start(&world.program_at(network.url())).await;
    let people = people(&replica).await;
    let exactly = leave_exactly(&network, &people["person0"]).await;
    network.delay(DELAY);
    leave(&world, &people, exactly).await;
    drop(replica);
}

#[tokio::test]
async fn a_client_that_leaves_during_the_commit_leaves_a_whole_turn_on_sqlite() {
    let world = World::new(Engine::Sqlite).await;
    world.upstream.otherwise(Script::text(&["w1 ", "w2 ", "w3 "]));
    let replica = Replica::start(&world.program()).await;
    let people = people(&replica).await;
    let mut other = SqliteConnection::connect(&world.url()).await.unwrap();
    let locking = tokio::spawn(async move {
        // The fault is the length of the lock, so this waits for time and not for an event.
        loop {
            other.execute("begin immediate").await.unwrap();
            sleep(LOCKED).await;
            other.execute("rollback").await.unwrap();
            sleep(LOCKED).await;
        }
    });
    leave(&world, &people, Vec::new()).await;
    locking.abort();
    drop(replica);
}
