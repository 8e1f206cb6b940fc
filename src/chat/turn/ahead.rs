//! Text that followers in other processes get ahead of the journal, where processes can [reach each other](crate::db::Nats)
//! at once.
//!
//! A text says where it begins and what the writer had made until then, so that a mirror takes it only if it goes on from
//! what is there. Each one repeats what the journal does not have yet, so a lost one is made good by the next. The journal
//! stays the truth: what it says replaces what was told ahead of it.

use super::Engine;
use super::ledger::Ledger;
use super::renderer::Progress;
use super::running_reply::RunningReply;
use crate::id::MessageId;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How long text is collected after some was told.
const PAUSE: Duration = Duration::from_millis(5);
/// How many bytes are repeated at most. There are more only if the database takes nothing.
const REPEATED: usize = 4096;

/// Text of a reply that the journal may not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ahead {
    /// How many pieces of the journal were made before.
    pub(crate) pieces: i64,
    /// How many bytes of the reply's text come before `text`.
    pub(crate) at: usize,
    /// How many thoughts the model has ended before the end of `text`.
    pub(crate) thoughts: usize,
    /// How many tools it has called before that.
    pub(crate) calls: usize,
    /// The text.
    pub(crate) text: String,
}

impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pieces, at, thoughts, calls, text } = self;
        write!(f, "{pieces} {at} {thoughts} {calls}\n{text}")
    }
}

impl Ahead {
    /// The text that the journal is not known to have. If that is too much, the text after the first `told` bytes.
    pub(crate) fn of(progress: &Progress, ledger: &Ledger, told: usize) -> Self {
        let Progress { content, calls, thoughts } = progress;
        let stored = ledger.stored_text();
        let at = if content.len() > stored + REPEATED { told } else { stored };
        let at = content.floor_char_boundary(at);
        let ended = thoughts.iter().filter(|stored| stored.thought.seconds.is_some());
        let text = content.get(at..).unwrap_or_default().to_owned();
        Self { pieces: ledger.number(), at, thoughts: ended.count(), calls: calls.len(), text }
    }

    /// Reads what another process has told.
    pub(super) fn parse(told: &str) -> Option<Self> {
        let (head, text) = told.split_once('\n')?;
        let mut numbers = head.splitn(4, ' ');
        Some(Self {
            pieces: numbers.next()?.parse().ok()?,
            at: numbers.next()?.parse().ok()?,
            thoughts: numbers.next()?.parse().ok()?,
            calls: numbers.next()?.parse().ok()?,
            text: text.to_owned(),
        })
    }

    /// Where the text ends, and what comes before that.
    fn end(&self) -> (usize, usize, usize) {
        (self.at + self.text.len(), self.thoughts, self.calls)
    }
}

/// The topic on which a reply's text is told.
fn topic(reply: MessageId) -> String {
    format!("reply.{reply}")
}

impl Engine {
    /// Tells the followers elsewhere what is written, as long as there are some.
    pub(super) fn start_telling_ahead(&self, live: &Arc<RunningReply>) {
        if self.db.direct().is_some() && live.begin_telling() {
            let (engine, live) = (self.clone(), live.clone());
            tokio::spawn(async move { engine.tell_ahead(&live).await });
        }
    }

    async fn tell_ahead(&self, live: &RunningReply) {
        let Some(direct) = self.db.direct() else { return };
        let (topic, mut told) = (topic(live.reply), (0, 0, 0));
        loop {
            let changed = live.view.changed().notified();
            if !live.goes_on_telling() {
                return;
            }
            let ahead = live.ahead(told.0);
            let end = ahead.end();
            if end == told {
                changed.await;
                continue;
            }
            if (end.1, end.2) != (told.1, told.2) {
                // The others take no text after a thought or a call until they know it, and those come by the journal.
                self.hurry(live);
            }
            told = end;
            direct.tell(&topic, ahead.to_string()).await;
            sleep(PAUSE).await;
        }
    }

    /// Adds what the writer of a mirrored reply tells ahead of the journal, for good.
    pub(super) async fn hear_ahead(self, reply: MessageId) {
        let Some(direct) = self.db.direct() else { return };
        let Some(mut texts) = direct.listen(&topic(reply)).await else { return };
        while let Some(text) = texts.next().await {
            if let Some(ahead) = Ahead::parse(&text) {
                self.mirrors.add_ahead(reply, &ahead);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_read_what_one_tells() {
        let ahead = Ahead { pieces: 3, at: 12, thoughts: 1, calls: 2, text: "two\nlines ä".into() };
        assert_eq!(Ahead::parse(&ahead.to_string()), Some(ahead));
        for broken in ["", "1 2 3 4", "1 2 3\nx", "1 2 3 x\ny", "1 -2 3 4\ny", "1 2 3 4 5\ny"] {
            assert_eq!(Ahead::parse(broken), None, "{broken:?}");
        }
    }
}
