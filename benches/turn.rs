//! What a turn costs: from sending a message to the first word of the reply, with everything stored, beside the
//! same words straight from the model. One run prints both, so that the ratio means something on any machine.
//!
//!     cargo bench --no-default-features --features ssr

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it cannot do"
)]

use docket::auth::server::{Auth, NewAccount};
use docket::chat::ChatEvent;
use docket::chat::server::Chat;
use docket::db::Db;
use docket::id::UserId;
use docket::model::{FinishReason, Model, ModelEvent, ModelStream, Prompt};
use docket::tasks::server::Tasks;
use futures::StreamExt;
use futures::future::join_all;
use futures::stream;
use secrecy::SecretString;
use std::sync::Arc;
use std::time::{Duration, Instant};

const TURNS: usize = 2_000;
const WORDS: usize = 50;

/// Says fifty words at once.
struct Talker;

impl Model for Talker {
    fn name(&self) -> &str {
        "talker"
    }

    fn stream(&self, _: Prompt) -> ModelStream {
        let words = (0..WORDS).map(|_| Ok(ModelEvent::Text("word ".to_owned())));
        stream::iter(words.chain([Ok(ModelEvent::Finish(FinishReason::Stop))])).boxed()
    }
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let url = SecretString::from(format!("sqlite:{}", folder.path().join("bench.db").display()));
        let mut db = Db::connect(&url).await.unwrap();
        db.migrate().await.unwrap();
        let auth = Auth::new(db.clone(), SecretString::from("a secret of thirty-two characters"), false);
        let account = NewAccount {
            name: "Ann".into(),
            email: "ann@example.com".into(),
            password: "correct horse".into(),
            image: None,
        };
        let ann = auth.create_account(account).await.unwrap();
        let chat = Chat::new(db.clone(), Tasks::new(db), Arc::new(Talker));
        println!(
            "{:>10}  {:>22}  {:>22}  {:>14}",
            "at once", "model p50 / p99", "Docket p50 / p99", "turns a second"
        );
        for at_once in [1, 10, 50] {
            let bare = measure(at_once, |_| bare()).await.0;
            let (turns, elapsed) = measure(at_once, |number| turn(&chat, &ann.id, number)).await;
            let rate = turns.len() as f64 / elapsed.as_secs_f64();
            println!("{at_once:>10}  {:>22}  {:>22}  {rate:>14.0}", show(&bare), show(&turns));
        }
    });
}

/// Does `TURNS` of them, so many at once; gives the sorted times to the first word, and how long all took.
async fn measure<F: Future<Output = Duration>>(
    at_once: usize,
    one: impl Fn(usize) -> F,
) -> (Vec<Duration>, Duration) {
    let began = Instant::now();
    let one = &one;
    let lines = (0..at_once).map(|line| async move {
        let mut times = Vec::new();
        for number in (line..TURNS).step_by(at_once) {
            times.push(one(number + at_once * TURNS).await);
        }
        times
    });
    let mut times: Vec<_> = join_all(lines).await.concat();
    times.sort_unstable();
    (times, began.elapsed())
}

async fn bare() -> Duration {
    let began = Instant::now();
    let prompt = Prompt { system: String::new(), history: Vec::new(), tools: Vec::new() };
    let mut words = Talker.stream(prompt);
    words.next().await.unwrap().unwrap();
    let first = began.elapsed();
    words.count().await;
    first
}

async fn turn(chat: &Chat, user: &UserId, number: usize) -> Duration {
    let began = Instant::now();
    let turn = chat.send(user, None, "hello", &format!("bench-{number}")).await.unwrap();
    let mut events = Box::pin(turn.events());
    let mut first = None;
    while let Some(event) = events.next().await {
        let has_text = match event {
            ChatEvent::Text { .. } | ChatEvent::Done { .. } => true,
            ChatEvent::Started { tail, .. } => !tail.is_empty(),
            _ => false,
        };
        if has_text {
            first.get_or_insert_with(|| began.elapsed());
        }
    }
    first.unwrap()
}

fn show(times: &[Duration]) -> String {
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    format!("{:.3} / {:.3} ms", at(0.5), at(0.99))
}
