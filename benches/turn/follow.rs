//! How far a reader at another replica is behind one at the writer's.

use crate::database::Engine;
use crate::door::{Door, Way, between};
use crate::figures::both_micros;
use crate::model::{self, Answer, clock};
use crate::nats_server::NatsServer;
use crate::people::{self, Person};
use crate::program::Program;
use crate::reader::{Reader, Word};
use crate::replica::Replica;
use crate::stage::{Database, program};
use crate::wanted::Wanted;
use futures::future::join_all;
use reqwest::{Client, Response};
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::sleep;

const LEVELS: [usize; 2] = [1, 50];
const WORDS: usize = 100;
const PACE: Duration = Duration::from_millis(100);
/// Turns at the lowest level, so that there are enough words.
const TURNS: usize = 3;

/// What two readers of one reply heard.
#[derive(Default)]
struct Pair {
    beside: Vec<Word>,
    elsewhere: Vec<Word>,
    /// Words that were said before count for nothing: the reader elsewhere was not there yet.
    followed: u64,
}

pub async fn run(wanted: &Wanted) {
    model::set_answer(Answer::Words { words: WORDS, pace: PACE, bytes: 20 });
    let (model, database) = (model::serve().await, Database::new(Engine::Postgres).await);
    let program = program(&database.url(), &model).without("NATS_URL");
    measure(wanted, "NOTIFY", &program, &database).await;
    if NatsServer::is_there() {
        let nats = NatsServer::start(&[]);
        measure(wanted, "NATS", &program.with("NATS_URL", &nats.url("")), &database).await;
    } else {
        println!("follow: NATS is left out, because nats-server is not installed");
    }
}

/// Starts two replicas that tell each other what happens by this carrier.
async fn measure(wanted: &Wanted, carrier: &str, program: &Program, database: &Database) {
    let replicas = [Replica::start(program).await, Replica::start(program).await];
    let client = Client::new();
    let [here, there] = replicas.each_ref().map(|replica| Way {
        client: client.clone(),
        url: replica.url().to_owned(),
        accept_encoding: "identity",
    });
    println!("\nPostgres and {carrier}, two replicas, {WORDS} words at {PACE:?} (times in ms, p50 / p99)");
    println!(
        "{:>7}  {:>18}  {:>18}  {:>18}  {:>13}",
        "replies", "at the writer's", "at the other", "behind", "words missing"
    );
    for replies in wanted.levels(&LEVELS) {
        let people = people::settle(Engine::Postgres, &database.url(), replies).await;
        let turn = PACE * u32::try_from(WORDS).unwrap();
        let turns = if replies == 1 { TURNS } else { 1 };
        let pairs = join_all(people.iter().enumerate().map(async |(number, person)| {
            sleep(turn.mul_f64(number as f64 / replies as f64)).await;
            let mut pairs = Vec::new();
            for turn in 0..turns {
                let client_id = format!("follow-{carrier}-{number}-{turn}");
                pairs.push(pair(&here, &there, person, &client_id).await);
            }
            pairs
        }))
        .await;
        print(replies, &pairs.into_iter().flatten().collect::<Vec<_>>());
    }
}

async fn pair(here: &Way, there: &Way, person: &Person, client_id: &str) -> Pair {
    let (name, named) = oneshot::channel();
    let request = here.message(Door::Page, person, None, client_id);
    let beside = async {
        let (mut words, mut name) = (Vec::new(), Some(name));
        read(request.send().await.unwrap(), &mut words, |line| {
            if let Some(reply) = between(line, r#""reply":{"id":"#, ",")
                && let Some(name) = name.take()
            {
                name.send(reply.to_owned()).unwrap();
            }
        })
        .await;
        words
    };
    let elsewhere = async {
        let reply = named.await.unwrap();
        let response = there.call("/rpc/chat/follow", person, &[("reply", &reply)]).send().await.unwrap();
        let (followed, mut words) = (clock(), Vec::new());
        read(response, &mut words, |_| {}).await;
        (followed, words)
    };
    let (beside, (followed, elsewhere)) = tokio::join!(beside, elsewhere);
    Pair { beside, elsewhere, followed }
}

async fn read(response: Response, words: &mut Vec<Word>, mut line: impl FnMut(&str)) {
    let mut reader = Reader::new(Door::Page, response, &None).unwrap();
    while reader.next(|word| words.push(word), &mut line).await {}
}

fn print(replies: usize, pairs: &[Pair]) {
    let late = |word: &Word| word.here.saturating_sub(word.said);
    let (mut beside, mut elsewhere, mut behind, mut missing) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for pair in pairs {
        let came: HashMap<_, _> = pair.beside.iter().map(|word| (word.said, word.here)).collect();
        missing += 2 * WORDS - pair.beside.len() - pair.elsewhere.len();
        beside.extend(pair.beside.iter().map(late));
        for word in pair.elsewhere.iter().filter(|word| word.said > pair.followed) {
            elsewhere.push(late(word));
            behind.extend(came.get(&word.said).map(|first| word.here.saturating_sub(*first)));
        }
    }
    for times in [&mut beside, &mut elsewhere, &mut behind] {
        times.sort_unstable();
    }
    println!(
        "{replies:>7}  {:>18}  {:>18}  {:>18}  {missing:>13}",
        both_micros(&beside),
        both_micros(&elsewhere),
        both_micros(&behind)
    );
}
