//! People who talk to a server, and what they measure.

use crate::Level;
use crate::door::{self, Door, Visitor};
use crate::model::clock;
use crate::process::Usage;
use futures::future::join_all;
use reqwest::{Client, RequestBuilder};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// The server to talk to.
pub enum Target<'a> {
    /// A relay at this address.
    Relay(Client, String),
    /// Docket, with these people, by this door.
    Docket(&'a [Visitor], Door),
}

impl Target<'_> {
    pub fn door(&self) -> Door {
        match self {
            Self::Relay(..) => Door::Relay,
            Self::Docket(_, door) => *door,
        }
    }
}

/// The measurements. The times are sorted.
#[derive(Default)]
pub struct Figures {
    /// From the request to the first word of each turn.
    pub first: Vec<Duration>,
    /// From the model to the reader, for each further word.
    pub words: Vec<Duration>,
    pub cpu_per_word: Duration,
    /// Turns that did not end well with all of their words.
    pub errors: usize,
}

/// Puts a level of load on a target, whose process has this id.
pub async fn run(target: &Target<'_>, level: Level, process: u32) -> Figures {
    let before = Usage::of(process);
    // All begin within the time of one turn, one after the other, and then keep going.
    let turn = level.pace * u32::try_from(level.words).unwrap();
    let lines = join_all((0..level.at_once).map(async |line| {
        sleep(turn.mul_f64(line as f64 / level.at_once as f64)).await;
        let mut person = Person::new(target, line);
        for number in 0..level.turns {
            person
                .turn(&format!("{}-{}-{line}-{number}", target.door().name(), level.at_once), level.words)
                .await;
        }
        person.figures
    }))
    .await;
    let mut figures = Figures::default();
    for line in lines {
        figures.first.extend(line.first);
        figures.words.extend(line.words);
        figures.errors += line.errors;
    }
    let words = figures.first.len() + figures.words.len();
    figures.cpu_per_word = (Usage::of(process).cpu - before.cpu) / u32::try_from(words.max(1)).unwrap();
    figures.first.sort_unstable();
    figures.words.sort_unstable();
    figures
}

/// The time that this share of the times does not exceed.
pub fn at(times: &[Duration], share: f64) -> Duration {
    times.get((times.len().saturating_sub(1) as f64 * share) as usize).copied().unwrap_or_default()
}

pub fn show(p50: Duration, p99: Duration) -> String {
    format!("{:.2} / {:.2} ms", p50.as_secs_f64() * 1000.0, p99.as_secs_f64() * 1000.0)
}

/// A person in one conversation.
struct Person<'a> {
    target: &'a Target<'a>,
    number: usize,
    conversation: Option<String>,
    figures: Figures,
}

impl<'a> Person<'a> {
    fn new(target: &'a Target<'a>, number: usize) -> Self {
        Self { target, number, conversation: None, figures: Figures::default() }
    }

    fn request(&self, client_id: &str) -> RequestBuilder {
        match self.target {
            Target::Relay(client, url) => door::relayed(client, url),
            Target::Docket(visitors, door) => {
                let visitor = &visitors[self.number % visitors.len()];
                visitor.request(*door, self.conversation.as_deref(), client_id)
            }
        }
    }

    async fn turn(&mut self, client_id: &str, words: usize) {
        let (door, began) = (self.target.door(), Instant::now());
        let (mut heard, mut ended, mut pending) = (0, false, Vec::new());
        if let Ok(mut response) = self.request(client_id).send().await {
            while let Ok(Some(bytes)) = response.chunk().await {
                let now = clock();
                pending.extend_from_slice(&bytes);
                let Some(end) = pending.iter().rposition(|byte| *byte == b'\n') else { continue };
                let lines: Vec<_> = pending.drain(..=end).collect();
                for line in String::from_utf8_lossy(&lines).lines() {
                    if let Some(conversation) = door.conversation(line) {
                        self.conversation = Some(conversation.to_owned());
                    }
                    for said in door.said(line) {
                        match heard {
                            0 => self.figures.first.push(began.elapsed()),
                            _ => self.figures.words.push(micros(now.saturating_sub(said))),
                        }
                        heard += 1;
                    }
                    ended |= door.is_end(line);
                }
            }
        }
        self.figures.errors += usize::from(!ended || heard != words);
    }
}

fn micros(micros: u128) -> Duration {
    Duration::from_micros(micros.try_into().unwrap_or(u64::MAX))
}
