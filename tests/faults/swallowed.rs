//! A network that swallows everything between a server and PostgreSQL, and tells neither.

use crate::database::Engine;
use crate::proxy::Proxy;
use crate::replica::Replica;
use crate::report;
use crate::server::Browser;
use crate::storm::{is_open, settled};
use crate::upstream::Script;
use crate::world::{World, person};
use futures::future::join_all;
use reqwest::header::ACCEPT;
use sqlx::{Connection, PgConnection};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::time::timeout;

const PEOPLE: usize = 4;
/// More than the connections of a replica, so that the network swallows some of each kind of work.
const WRITERS: usize = 32;
/// Messages before the network swallows them.
const BEFORE: usize = 60;
/// How soon the server serves everybody again after the network's return.
const SERVES_WITHIN: Duration = Duration::from_secs(30);
/// The longest that a request waits for a connection and then for the answer to a statement, and some more for the
/// machine.
const REFUSES_WITHIN: Duration = Duration::from_secs(30);

/// Sends a message. `Err` has the answer if it is refused. A reply goes on without a reader.
async fn tell(browser: &Browser, text: &str) -> Result<(), String> {
    let request = browser.request("/rpc/chat/send").header(ACCEPT, "application/json");
    let mut response = request.form(&[("text", text), ("client_id", text)]).send().await.unwrap();
    if !response.status().is_success() {
        return Err(response.text().await.unwrap());
    }
    let event = response.chunk().await.unwrap().unwrap_or_default();
    let event = String::from_utf8_lossy(&event).into_owned();
    if event.contains(r#""type":"started""#) { Ok(()) } else { Err(event) }
}

/// Sends messages until one is refused, and returns its number.
async fn write(browser: &Browser, writer: usize, sent: &watch::Sender<usize>) -> usize {
    for number in 0.. {
        let began = Instant::now();
        if let Err(answer) = tell(browser, &text(writer, number)).await {
            assert!(began.elapsed() < REFUSES_WITHIN, "refused only after {:?}", began.elapsed());
            assert!(answer.contains("DATABASE_ERROR"), "{answer}");
            return number;
        }
        sent.send_modify(|sent| *sent += 1);
    }
    unreachable!()
}

fn text(writer: usize, number: usize) -> String {
    format!("writer-{writer}-message-{number}")
}

async fn until(browser: &Browser, path: &str, status: u16) {
    let told = async { while browser.get(path).await.status().as_u16() != status {} };
    timeout(Duration::from_secs(60), told).await.unwrap_or_else(|_| panic!("{path} never answered {status}"));
}

#[tokio::test]
async fn a_swallowed_network_holds_no_connection_for_good() {
    let world = World::new(Engine::Postgres).await;
    world.upstream.otherwise(Script::text(&["w1 ", "w2 ", "w3 "]));
    let network = Proxy::start(&world.url()).await;
    let program = world.program_at(network.url()).with("QUOTA_MESSAGES_PER_DAY", "100000");
    let replica = Replica::start(&program).await;
    let mut people = BTreeMap::new();
    for number in 0..PEOPLE {
        let name = format!("person{number}");
        people.insert(name.clone(), person(&replica, &name).await);
    }
    let browsers: Vec<_> = people.values().collect();
    let (sent, anybody) = (watch::Sender::new(0), Browser::at(replica.url()));

    let writers = join_all((0..WRITERS).map(|writer| write(browsers[writer % PEOPLE], writer, &sent)));
    let breakdown = async {
        sent.subscribe().wait_for(|sent| *sent >= BEFORE).await.unwrap();
        network.swallow();
        until(&anybody, "/ready", 503).await;
        // Every replica would be restarted again and again.
        assert_eq!(anybody.get("/health").await.status().as_u16(), 200);
    };
    let (refused, ()) = timeout(Duration::from_secs(120), async { tokio::join!(writers, breakdown) })
        .await
        .expect("the writers wait for ever");

    assert_eq!(anybody.get("/health").await.status().as_u16(), 200);

    network.come_back();
    let back = Instant::now();
    until(&anybody, "/ready", 200).await;
    let ready = back.elapsed();
    let again = join_all(refused.iter().enumerate().map(async |(writer, number)| {
        let (browser, text) = (browsers[writer % PEOPLE], text(writer, *number));
        while tell(browser, &text).await.is_err() {}
    }));
    timeout(SERVES_WITHIN, again).await.expect("not everybody is served again");
    let served = back.elapsed();
    let (messages, _) = settled(&world, &people).await;
    let count = |text: &str| messages.iter().filter(|message| message.content == text).count();
    let (mut lost, mut doubled, mut all) = (0, 0, 0);
    for (writer, last) in refused.iter().enumerate() {
        for number in 0..=*last {
            let count = count(&text(writer, number));
            (lost, doubled, all) =
                (lost + usize::from(count == 0), doubled + usize::from(count > 1), all + 1);
        }
    }
    let open = messages.iter().filter(|message| is_open(message)).count();
    report(&format!(
        "a network that swallowed all between {WRITERS} writers and PostgreSQL: ready {:.1} s and everybody served \
         {:.1} s after its return; {all} messages, lost {lost}, doubled {doubled}, stuck {open}",
        ready.as_secs_f64(),
        served.as_secs_f64(),
    ));
    assert_eq!((lost, doubled, open), (0, 0, 0));
    drop(replica);
}

/// A lock that somebody else holds.
#[tokio::test]
async fn a_lock_of_somebody_else_ends_in_a_clear_error() {
    let world = World::new(Engine::Postgres).await;
    world.upstream.otherwise(Script::text(&["w1 "]));
    let replica = Replica::start(&world.program()).await;
    let ann = person(&replica, "ann").await;
    let mut other = PgConnection::connect(&world.url()).await.unwrap();
    let mut lock = other.begin().await.unwrap();
    sqlx::query("lock table conversations in access exclusive mode").execute(&mut *lock).await.unwrap();
    let began = Instant::now();
    let answer = tell(&ann, "hello").await.unwrap_err();
    assert!(began.elapsed() < REFUSES_WITHIN);
    assert!(answer.contains("DATABASE_ERROR"), "{answer}");
    lock.rollback().await.unwrap();
    tell(&ann, "hello").await.unwrap();
    drop(replica);
}
