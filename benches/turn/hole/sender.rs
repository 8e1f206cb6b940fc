//! People who send messages and do not give up: a message goes again, with the same id, until its reply has ended.

use crate::door::{Door, Way};
use crate::people::Person;
use crate::reader::Reader;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// How long somebody waits for an answer or for the next event. Streams say at least every 15 s that they live.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long they wait before they try again.
const AGAIN: Duration = Duration::from_millis(250);

/// Somebody who sends.
pub struct Sender {
    number: usize,
    person: Person,
    way: Way,
    sent: Mutex<Vec<Sent>>,
}

/// A message that somebody sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub client_id: String,
    /// When it was sent first, and when the first word of its reply came.
    pub at: Instant,
    pub first: Option<Instant>,
    /// Whether the server has said that it has it.
    pub accepted: bool,
    /// Whether the end of its reply came, complete or not.
    pub ended: bool,
    /// Tries after the first one.
    pub again: usize,
}

impl Sender {
    pub fn new(number: usize, person: Person, way: Way) -> Self {
        Self { number, person, way, sent: Mutex::default() }
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// Sends one message after the other until told to leave. Finishes the last one.
    pub async fn talk(&self, leave: watch::Receiver<bool>) {
        let mut conversation = None;
        for message in 0.. {
            if *leave.borrow() {
                break;
            }
            let client_id = format!("hole-{}-{message}", self.number);
            let sent =
                Sent { client_id, at: Instant::now(), first: None, accepted: false, ended: false, again: 0 };
            self.sent.lock().unwrap().push(sent);
            while !self.try_once(&mut conversation).await {
                self.note(|sent| sent.again += 1);
                sleep(AGAIN).await;
            }
        }
    }

    /// Sends the last message and reads its reply. Returns whether the end came.
    async fn try_once(&self, conversation: &mut Option<String>) -> bool {
        let client_id = self.sent.lock().unwrap().last().unwrap().client_id.clone();
        let request = self.way.message(Door::Page, &self.person, conversation.as_deref(), &client_id);
        let Ok(Ok(response)) = timeout(PATIENCE, request.send()).await else { return false };
        let Ok(mut reader) = Reader::new(Door::Page, response, conversation) else { return false };
        let (mut ended, mut goes_on) = (false, true);
        while goes_on {
            let word = |_| self.note(|sent| sent.first = sent.first.or(Some(Instant::now())));
            let line = |line: &str| {
                if line.contains(r#""type":"started""#) {
                    self.note(|sent| sent.accepted = true);
                }
                ended |= line.contains(r#""type":"done""#);
            };
            goes_on = timeout(PATIENCE, reader.next(word, line)).await.unwrap_or(false);
        }
        *conversation = reader.conversation.take();
        self.note(|sent| sent.ended |= ended);
        ended
    }

    fn note(&self, change: impl FnOnce(&mut Sent)) {
        change(self.sent.lock().unwrap().last_mut().unwrap());
    }
}

/// Waits until the first word came of a message that was sent first after this moment.
pub async fn first_turn_after(senders: &[Arc<Sender>], moment: Instant) -> Instant {
    loop {
        let sent = senders.iter().flat_map(|sender| sender.sent());
        if let Some(first) = sent.filter(|sent| sent.at >= moment).filter_map(|sent| sent.first).min() {
            return first;
        }
        sleep(AGAIN).await;
    }
}
