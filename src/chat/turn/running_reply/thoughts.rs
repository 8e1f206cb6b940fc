//! What the model thinks while it writes a reply.

use super::{RunningReply, Writing, lock};
use crate::chat::Thought;
use crate::chat::store::StoredThought;
use crate::chat::turn::renderer::Progress;
use tokio::time::Instant;

/// Most bytes that are kept of what a model thinks for one reply.
const THOUGHT_MAX: usize = 64 * 1024;
/// Most thoughts of one reply. A model that thinks between all its words is cut short.
const THOUGHTS_MAX: usize = 64;

impl RunningReply {
    /// Adds to what the model thinks. White space begins no thought.
    pub(crate) fn push_thought(&self, round: usize, delta: &str) {
        let mut writing = lock(&self.writing);
        let (at, kept, count) = self.view.with_progress(|Progress { content, thoughts, .. }| {
            let kept: usize = thoughts.iter().map(|stored| stored.thought.text.len()).sum();
            (content.len(), kept, thoughts.len())
        });
        let mut delta = delta;
        let begins = writing.thinking.is_none();
        if begins {
            delta = delta.trim_start();
            if delta.is_empty() || count >= THOUGHTS_MAX {
                return;
            }
            writing.thinking = Some(Instant::now());
        }
        let words = match THOUGHT_MAX.saturating_sub(kept) {
            0 => String::new(),
            room => cut(delta, room),
        };
        self.view.change(|renderer| {
            let thought = Thought { text: String::new(), seconds: None };
            let events = begins.then(|| renderer.start_thought(StoredThought { at, round, thought }));
            renderer.think(&words);
            events.into_iter().flatten()
        });
    }

    /// Makes a thought of what the model has said in this round. Followers begin again.
    pub(crate) fn rethink(&self, round: usize) {
        let mut writing = lock(&self.writing);
        self.close_thought(&mut writing);
        let seconds = writing.speaking.take().map(seconds_since);
        let ledger = &mut writing.ledger;
        self.view.rewrite(|mut progress| {
            let at = progress.calls.last().map_or(0, |stored| stored.at).min(progress.content.len());
            let text = cut(progress.content.split_off(at).trim(), THOUGHT_MAX);
            ledger.cut_text(at);
            // What was thought between these words now stands before the new thought.
            let stay = progress.thoughts.iter().take_while(|stored| stored.at <= at).count();
            ledger.cut_thoughts(stay);
            progress.thoughts.iter_mut().skip(stay).for_each(|stored| stored.at = at);
            progress.thoughts.push(StoredThought { at, round, thought: Thought { text, seconds } });
            progress
        });
    }

    /// Forgets what a model thought in this round that failed before it said anything. Followers begin again.
    pub(crate) fn forget_thoughts(&self, round: usize) {
        let mut writing = lock(&self.writing);
        self.close_thought(&mut writing);
        // Rounds follow each other, so the thoughts of this one are the last.
        let stay = self.view.with_progress(|progress| {
            let before = |stored: &StoredThought| stored.round != round;
            (!progress.thoughts.iter().all(before))
                .then(|| progress.thoughts.iter().take_while(|stored| before(stored)).count())
        });
        if let Some(stay) = stay {
            writing.ledger.cut_thoughts(stay);
            self.view.rewrite(|mut progress| {
                progress.thoughts.truncate(stay);
                progress
            });
        }
    }

    /// Ends the thought that the model has not ended, if there is one.
    pub(crate) fn end_thought(&self) {
        self.close_thought(&mut lock(&self.writing));
    }

    pub(super) fn close_thought(&self, writing: &mut Writing) {
        if let Some(began) = writing.thinking.take() {
            self.view.change(|renderer| renderer.end_thought(seconds_since(began)));
        }
    }
}

/// A model that thought for a moment thought for a second.
fn seconds_since(began: Instant) -> u32 {
    u32::try_from(began.elapsed().as_millis().div_ceil(1000).max(1)).unwrap_or(u32::MAX)
}

/// At most about `room` bytes of a text, with a sign if it was longer.
fn cut(text: &str, room: usize) -> String {
    match text.len() <= room {
        true => text.to_owned(),
        false => [&text[..text.floor_char_boundary(room)], "…"].concat(),
    }
}
