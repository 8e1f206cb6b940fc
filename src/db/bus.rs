//! What processes that use the same database tell each other: what changed of a person's data, and what the engine has to
//! say of replies. The rows are the truth; what is told only says that it is time to look at them. So a word that is lost
//! costs time and nothing else.
//!
//! A process tells all that it has to say in one text at a time (`carrier.rs`). PostgreSQL takes a lock of the whole server
//! for a transaction that notifies, so there is never one for each turn. On SQLite there is one process.

use super::{Db, Nats};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, broadcast};

/// Most bytes of a text. PostgreSQL takes less than 8000 (postgresql.org/docs/current/sql-notify.html).
const PAYLOAD: usize = 7900;
/// Most words that wait for a database that does not answer. After that all are replaced by [`EVERYTHING`].
const OUTBOX: usize = 10_000;
/// How many words may wait for a receiver in this process.
const BACKLOG: usize = 1024;
/// The word for: something was said that is lost.
pub(super) const EVERYTHING: &str = "everything";

/// Where a process says and hears words. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Bus(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Tells this process's texts from those of others.
    id: String,
    heard: broadcast::Sender<Word>,
    outbox: Mutex<BTreeSet<Arc<str>>>,
    said: Notify,
    /// Held by the one task that carries words to and fro.
    carrier: tokio::sync::Mutex<()>,
    /// What carries words, if PostgreSQL does not.
    nats: OnceLock<Nats>,
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A line of text: a topic and what follows it.
    Said(Arc<str>),
    /// Words may have been lost.
    Everything,
}

/// Receives words from the moment in which it was made.
#[derive(Debug)]
pub struct Words(broadcast::Receiver<Word>);

impl Words {
    /// Waits for the next word.
    pub async fn next(&mut self) -> Word {
        match self.0.recv().await {
            Ok(word) => word,
            Err(RecvError::Lagged(_)) => Word::Everything,
            // The bus lives as long as the database that the receiver belongs to.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Bus {
    pub(super) fn new(id: String) -> Self {
        Self(Arc::new(Inner {
            id,
            heard: broadcast::Sender::new(BACKLOG),
            outbox: Mutex::default(),
            said: Notify::new(),
            carrier: tokio::sync::Mutex::default(),
            nats: OnceLock::new(),
        }))
    }

    /// Tells the other processes a word, which is one line.
    pub(super) fn tell_others(&self, word: &str) {
        // A person's id may come from another program's database and hold anything.
        let fits = !word.contains('\n') && self.0.id.len() + 1 + word.len() <= PAYLOAD;
        let word = if fits { word } else { EVERYTHING };
        let mut outbox = self.outbox();
        if outbox.len() >= OUTBOX {
            outbox.clear();
            outbox.insert(EVERYTHING.into());
        }
        outbox.insert(word.into());
        drop(outbox);
        self.0.said.notify_one();
    }

    /// Lets NATS carry the words. It is called before anything is carried.
    pub(super) fn set_nats(&self, nats: Nats) {
        // Only the first one counts.
        _ = self.0.nats.set(nats);
    }

    pub(super) fn nats(&self) -> Option<&Nats> {
        self.0.nats.get()
    }

    /// Waits for its turn to carry words.
    pub(super) async fn carrier(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.carrier.lock().await
    }

    /// Resolves when there is something to tell the others.
    pub(super) async fn said(&self) {
        self.0.said.notified().await;
    }

    /// A text of this process with one word.
    pub(super) fn text(&self, word: &str) -> String {
        format!("{}\n{word}", self.0.id)
    }

    /// The words of a text, unless it is this process's own.
    pub(super) fn words_of_others<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let others = text.split_once('\n').filter(|(from, _)| *from != self.0.id);
        others.into_iter().flat_map(|(_, words)| words.split('\n'))
    }

    pub(super) fn hear(&self, word: Word) {
        // Fails if nobody listens.
        _ = self.0.heard.send(word);
    }

    fn outbox(&self) -> MutexGuard<'_, BTreeSet<Arc<str>>> {
        self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that waits to be told, as texts.
    pub(super) fn collect(&self) -> Vec<String> {
        let words = std::mem::take(&mut *self.outbox());
        let mut texts: Vec<String> = Vec::new();
        for word in words {
            match texts.last_mut().filter(|text| text.len() + 1 + word.len() <= PAYLOAD) {
                Some(text) => {
                    text.push('\n');
                    text.push_str(&word);
                }
                None => texts.push(self.text(&word)),
            }
        }
        texts
    }
}

impl Db {
    /// What this process and the others say from now on. It hears the others while [`Db::carry`] runs.
    pub fn words(&self) -> Words {
        Words(self.bus().0.heard.subscribe())
    }

    /// Says a word to this process and the others. A word is one line of less than 200 bytes that begins with a topic.
    pub fn say(&self, word: String) {
        if let Self::Postgres { bus, .. } = self {
            bus.tell_others(&word);
        }
        self.bus().hear(Word::Said(word.into()));
    }

    pub(super) fn bus(&self) -> &Bus {
        match self {
            Self::Sqlite { bus, .. } | Self::Postgres { bus, .. } => bus,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_said_once_and_in_pieces_that_postgres_takes() {
        let bus = Bus::new("me".into());
        for number in 0..3000 {
            bus.tell_others(&format!("written {number}"));
            bus.tell_others(&format!("written {number}"));
        }
        let texts = bus.collect();
        assert!(
            texts.len() > 1 && texts.iter().all(|text| text.len() <= PAYLOAD && text.starts_with("me\n"))
        );
        assert_eq!(texts.iter().map(|text| text.split('\n').count() - 1).sum::<usize>(), 3000);
        assert!(bus.collect().is_empty());
    }

    #[test]
    fn too_many_words_are_one() {
        let bus = Bus::new("me".into());
        (0..=OUTBOX).for_each(|number| bus.tell_others(&number.to_string()));
        assert_eq!(bus.collect(), [format!("me\n{OUTBOX}\n{EVERYTHING}")]);
    }
}
