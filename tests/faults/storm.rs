//! Two hundred turns of a few people, while servers are killed at random.

use crate::database::Engine;
use crate::program::Program;
use crate::reader::{Page, send};
use crate::replica::Replica;
use crate::report;
use crate::server::Browser;
use crate::upstream::{Script, Talk};
use crate::world::{Stored, World, person};
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

const PEOPLE: usize = 4;
/// How many conversations each person has at once.
const LINES: usize = 3;
const TURNS: usize = 200;
const WORDS: usize = 15;
const PACE: Duration = Duration::from_millis(15);
/// How many turns are taken between two kills.
const BETWEEN_KILLS: std::ops::Range<usize> = 10..25;
/// The longest time that a client waits before it tries again.
const AGAIN: Duration = Duration::from_millis(100);
/// Longer than a dead reply, and the queued ones behind it, take to end.
const SETTLED_WITHIN: Duration = Duration::from_secs(60);

/// What all clients share.
struct Storm {
    seed: u64,
    /// The addresses of the current replicas.
    urls: watch::Receiver<Vec<String>>,
    next: AtomicUsize,
    taken: watch::Sender<usize>,
    sends: AtomicUsize,
    cuts: AtomicUsize,
}

/// The outcome of sending a message once.
enum Sent {
    /// It is stored, in this conversation.
    Stored(String),
    /// It is stored, and then the stream broke.
    Cut(String),
    /// Unknown, because no answer came.
    Unknown,
}

impl Storm {
    /// Holds one conversation of a person after the other, until all turns are taken.
    async fn line(&self, person: &Browser, line: usize) {
        let mut random = StdRng::seed_from_u64(self.seed ^ (line as u64 + 1));
        let mut urls = self.urls.clone();
        let mut conversation: Option<String> = None;
        loop {
            let turn = self.next.fetch_add(1, Ordering::Relaxed);
            if turn >= TURNS {
                return;
            }
            let mut taken = false;
            loop {
                // Some people do not wait for the reply.
                let patient = random.random_bool(0.8);
                urls.mark_unchanged();
                let sent = self.send(person, conversation.as_deref(), turn, patient, &mut random).await;
                let id = match sent {
                    Sent::Unknown => {
                        // Tries again when there is another replica, or a little later if the refusal had another
                        // reason.
                        timeout(AGAIN, urls.changed()).await.ok();
                        continue;
                    }
                    Sent::Cut(id) => {
                        self.cuts.fetch_add(1, Ordering::Relaxed);
                        id
                    }
                    Sent::Stored(id) => id,
                };
                if !taken {
                    self.taken.send_modify(|taken| *taken += 1);
                    taken = true;
                }
                conversation = Some(id);
                // Some send a stored message again, some go on, some begin a new conversation.
                match random.random_range(0..4) {
                    0 => continue,
                    1 => conversation = None,
                    _ => {}
                }
                break;
            }
        }
    }

    async fn send(
        &self,
        person: &Browser,
        conversation: Option<&str>,
        turn: usize,
        patient: bool,
        random: &mut StdRng,
    ) -> Sent {
        let urls = self.urls.borrow().clone();
        let browser = person.moved(&urls[random.random_range(0..urls.len())]);
        self.sends.fetch_add(1, Ordering::Relaxed);
        let (text, client_id) = (text(turn), client_id(turn));
        let Some(mut stream) = send(&browser, conversation, &text, &client_id).await else {
            return Sent::Unknown;
        };
        let mut page = Page::default();
        while let Some(event) = stream.next().await {
            page.apply(&event);
            if !patient && !page.conversation.is_empty() {
                return Sent::Stored(page.conversation);
            }
        }
        match (page.conversation.is_empty(), page.ended) {
            (true, _) => Sent::Unknown,
            (false, true) => Sent::Stored(page.conversation),
            (false, false) => Sent::Cut(page.conversation),
        }
    }
}

/// Kills a replica now and then and starts another in its place, until all turns are taken. Returns how often it did.
async fn kill(
    program: &Program,
    mut replicas: Vec<Replica>,
    urls: &watch::Sender<Vec<String>>,
    storm: &Storm,
) -> (usize, Vec<Replica>) {
    let (mut random, mut taken) = (StdRng::seed_from_u64(storm.seed), storm.taken.subscribe());
    let mut kills = 0;
    loop {
        let next = *taken.borrow() + random.random_range(BETWEEN_KILLS);
        taken.wait_for(|taken| *taken >= next.min(TURNS)).await.unwrap();
        if *taken.borrow() >= TURNS {
            return (kills, replicas);
        }
        let unlucky = random.random_range(0..replicas.len());
        replicas.remove(unlucky).kill();
        kills += 1;
        replicas.push(Replica::start(program).await);
        urls.send_replace(replicas.iter().map(|replica| replica.url().to_owned()).collect());
    }
}

async fn storm(engine: Engine, replicas: usize) {
    let world = World::new(engine).await;
    world.upstream.otherwise(Script::talk(&Talk::new(WORDS, PACE)));
    let program = world.program();
    let replicas = join_all((0..replicas).map(|_| Replica::start(&program))).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let name = format!("person{number}");
        people.push((name.clone(), person(&replicas[0], &name).await));
    }
    let urls = watch::Sender::new(replicas.iter().map(|replica| replica.url().to_owned()).collect());
    let storm = Storm {
        seed: crate::seed(),
        urls: urls.subscribe(),
        next: AtomicUsize::default(),
        taken: watch::Sender::default(),
        sends: AtomicUsize::default(),
        cuts: AtomicUsize::default(),
    };
    let lines = join_all((0..PEOPLE * LINES).map(|line| storm.line(&people[line % PEOPLE].1, line)));
    let all = async { tokio::join!(lines, kill(&program, replicas, &urls, &storm)) };
    let began = Instant::now();
    let (_, (kills, replicas)) =
        timeout(Duration::from_secs(200), all).await.unwrap_or_else(|_| panic!("seed {}", storm.seed));
    let here = replicas[0].url();
    let people = people.into_iter().map(|(name, browser)| (name, browser.moved(here))).collect();
    let (messages, settled) = settled(&world, &people).await;
    let (lost, doubled) = count(&messages);
    let statuses = replies(&messages);
    report(&format!(
        "{TURNS} turns of {PEOPLE} people, {engine:?}, {} replicas (seed {}): {kills} kills, {} sends, {} cut streams \
         in {:.0} s; user messages lost {lost}, doubled {doubled}; stuck {}; replies {statuses:?}, settled after {:.1} s",
        replicas.len(),
        storm.seed,
        storm.sends.load(Ordering::Relaxed),
        storm.cuts.load(Ordering::Relaxed),
        (began.elapsed() - settled).as_secs_f64(),
        messages.iter().filter(|message| is_open(message)).count(),
        settled.as_secs_f64(),
    ));
    assert_eq!((lost, doubled), (0, 0));
    assert!(!messages.iter().any(is_open), "{messages:?}");
    assert!(
        statuses.keys().all(|status| ["complete", "interrupted"].contains(&status.as_str())),
        "{statuses:?}"
    );
    assert_eq!(statuses.values().sum::<usize>(), TURNS, "one reply to each question");
    whole_or_interrupted(&messages);
    assert!(kills > 0);
    drop(replicas);
}

/// The messages once every reply has ended or the time is up, and how long that took. Each person follows their open
/// replies to the end.
pub async fn settled(world: &World, people: &BTreeMap<String, Browser>) -> (Vec<Stored>, Duration) {
    let began = Instant::now();
    let open = world.messages().await.into_iter().filter(is_open);
    let ends = join_all(open.map(|message| async move {
        Page::of(&message.id.to_string()).follow_to_end(&people[&message.person]).await;
    }));
    // A reply without an end is still open in the messages read next, and is counted there.
    timeout(SETTLED_WITHIN, ends).await.ok();
    (world.messages().await, began.elapsed())
}

pub fn is_open(message: &Stored) -> bool {
    ["streaming", "queued"].contains(&message.status.as_str())
}

/// How many of the sent messages are missing, and how many are stored more than once, by text and by id.
fn count(messages: &[Stored]) -> (usize, usize) {
    let (mut lost, mut doubled) = (0, 0);
    for turn in 0..TURNS {
        let by_text = messages.iter().filter(|message| message.content == text(turn)).count();
        let by_id =
            messages.iter().filter(|message| message.client_id.as_ref() == Some(&client_id(turn))).count();
        lost += usize::from(by_text.min(by_id) == 0);
        doubled += usize::from(by_text.max(by_id) > 1);
    }
    (lost, doubled)
}

/// How many replies ended in each status.
fn replies(messages: &[Stored]) -> BTreeMap<String, usize> {
    let mut statuses = BTreeMap::new();
    for reply in messages.iter().filter(|message| message.role == "assistant") {
        *statuses.entry(reply.status.clone()).or_default() += 1;
    }
    statuses
}

/// Complete replies have the whole text, all others a beginning of it. Each conversation has as many replies as
/// questions.
fn whole_or_interrupted(messages: &[Stored]) {
    let whole = Talk::text(WORDS);
    let mut balance: BTreeMap<i64, i32> = BTreeMap::new();
    for message in messages {
        let reply = message.role == "assistant";
        *balance.entry(message.conversation).or_default() += if reply { 1 } else { -1 };
        match message.status.as_str() {
            "complete" if reply => assert_eq!(message.content.trim_end(), whole.trim_end(), "{message:?}"),
            "interrupted" => assert!(whole.starts_with(&message.content), "{message:?}"),
            _ => {}
        }
    }
    assert!(balance.values().all(|balance| *balance == 0), "{balance:?}");
}

fn text(turn: usize) -> String {
    format!("question number {turn}")
}

fn client_id(turn: usize) -> String {
    format!("storm-{turn}")
}

#[tokio::test]
async fn two_hundred_turns_with_random_kills_on_sqlite() {
    storm(Engine::Sqlite, 1).await;
}

#[tokio::test]
async fn two_hundred_turns_with_random_kills_on_two_replicas() {
    storm(Engine::Postgres, 2).await;
}
