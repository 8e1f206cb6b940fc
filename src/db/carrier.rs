//! How words come from one process to the others: by PostgreSQL's LISTEN and NOTIFY, or by NATS.

use super::Db;
use super::bus::{EVERYTHING, Word};
use super::nats::{Nats, Texts};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The channel of PostgreSQL on which processes tell each other words.
const CHANNEL: &str = "docket_bus";
/// The topic of NATS on which they do.
const WORDS: &str = "words";
/// How long words are collected after a notification went out. Each one takes a lock of the whole server.
const PAUSE: Duration = Duration::from_millis(20);
/// The same for NATS, which has no such lock.
const PAUSE_OF_NATS: Duration = Duration::from_millis(5);
/// How long NATS may take what never arrives. It is longer than it takes to see that a connection is dead.
const DOUBTED: Duration = Duration::from_secs(20);
/// Most bytes of texts that are kept to be told again.
const KEPT: usize = 1024 * 1024;
/// What a process tells itself to see that it listens.
const HELLO: &str = "hello";

impl Db {
    /// Carries words between this process and the others for good. A second call takes over when the first is dropped.
    pub async fn carry(&self) {
        let Self::Postgres { .. } = self else { return std::future::pending().await };
        let _carrier = self.bus().carrier().await;
        match self.direct() {
            Some(nats) => {
                // It listens before it says hello to itself.
                let Some(words) = nats.subscribe(WORDS).await else { return std::future::pending().await };
                tokio::join!(self.send_by_nats(nats), self.hear_by_nats(words), self.mend(nats));
            }
            None => {
                let began = || self.missed_words();
                tokio::join!(self.send_words(), self.hear(CHANNEL, began, |text| self.heard(text)));
            }
        }
    }

    /// Tells this process that it may have missed words.
    fn missed_words(&self) {
        self.lost_news();
        self.bus().hear(Word::Everything);
    }

    /// Sends what this process says, in batches.
    async fn send_words(&self) {
        let mut pause = PAUSE;
        loop {
            self.bus().said().await;
            let texts = self.bus().collect();
            pause = match self.notify_all(CHANNEL, &texts).await {
                Ok(()) => PAUSE,
                Err(error) => {
                    tracing::debug!(%error, "could not tell the other replicas");
                    // They look at the rows in any case. It is enough to tell them once that they missed something.
                    self.bus().tell_others(EVERYTHING);
                    (pause * 2).min(Duration::from_secs(2))
                }
            };
            sleep(pause).await;
        }
    }

    /// The same by NATS. While it is away, words are collected.
    async fn send_by_nats(&self, nats: &Nats) {
        let (mut link, mut number, mut sent) = (nats.link(), 0, Sent::default());
        loop {
            let Ok(now) = link.wait_for(|link| link.is_up).await.map(|link| link.number) else { return };
            let mut texts = Vec::new();
            if std::mem::replace(&mut number, now) != now {
                nats.tell(WORDS, self.bus().text(HELLO)).await;
                // What went into the lost connection may not have arrived.
                texts = sent.take().unwrap_or_else(|| vec![self.bus().text(EVERYTHING)]);
            }
            texts.extend(self.bus().collect());
            for text in texts {
                sent.keep(text.clone());
                nats.tell(WORDS, text).await;
            }
            sleep(PAUSE_OF_NATS).await;
            tokio::select! {
                () = self.bus().said() => {}
                _ = link.changed() => {}
            }
        }
    }

    async fn hear_by_nats(&self, mut words: Texts) {
        let hello = self.bus().text(HELLO);
        while let Some(text) = words.next().await {
            // The process hears itself, and so it hears the others from now on. What they said before may be lost.
            if text == hello {
                self.missed_words();
            } else {
                self.heard(&text);
            }
        }
    }

    /// Tells what was dropped, at most once a second.
    async fn mend(&self, nats: &Nats) {
        loop {
            nats.missed().await;
            self.missed_words();
            sleep(Duration::from_secs(1)).await;
        }
    }

    fn heard(&self, text: &str) {
        for word in self.bus().words_of_others(text) {
            if word == EVERYTHING {
                self.missed_words();
            } else if let Some(news) = word.strip_prefix("news ") {
                self.heard_news(news);
            } else {
                self.bus().hear(Word::Said(word.into()));
            }
        }
    }
}

/// What NATS was told lately.
#[derive(Default)]
struct Sent {
    texts: VecDeque<(Instant, String)>,
    bytes: usize,
    /// Whether it was too much to be kept.
    is_short: bool,
}

impl Sent {
    fn keep(&mut self, text: String) {
        let now = Instant::now();
        while let Some((_, old)) = self.texts.pop_front_if(|(at, _)| *at + DOUBTED < now) {
            self.bytes -= old.len();
        }
        self.bytes += text.len();
        self.texts.push_back((now, text));
        if self.bytes > KEPT {
            *self = Self { is_short: true, ..Self::default() };
        }
    }

    /// The texts that may not have arrived. `None` if not all of them are known.
    fn take(&mut self) -> Option<Vec<String>> {
        let Self { texts, is_short, .. } = std::mem::take(self);
        (!is_short).then(|| texts.into_iter().map(|(_, text)| text).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    #[tokio::test(start_paused = true)]
    async fn what_may_be_lost_is_told_again_and_what_is_old_is_not() {
        let mut sent = Sent::default();
        assert_eq!(sent.take(), Some(Vec::new()));
        sent.keep("old".into());
        advance(DOUBTED + PAUSE).await;
        sent.keep("first".into());
        sent.keep("second".into());
        assert_eq!(sent.take(), Some(vec!["first".into(), "second".into()]));
        assert_eq!(sent.take(), Some(Vec::new()));
        sent.keep("x".repeat(KEPT + 1));
        assert_eq!(sent.take(), None, "everybody is told that they missed something");
        assert_eq!(sent.take(), Some(Vec::new()));
    }
}
