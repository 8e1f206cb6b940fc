//! What of a reply is in the journal, and what is not yet.

use crate::chat::store::Progress;
use crate::chat::store::pieces::{Marks, Piece, ThoughtPiece};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Makes the pieces of one reply. A piece that was handed out is handed out again, unchanged, until it is known to be
/// stored: the first attempt may have stored it although its answer was lost.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// How many pieces were made.
    number: i64,
    /// How many bytes of the text are in them.
    text: usize,
    /// Whether text was taken back that is in them.
    cut: bool,
    /// The calls that are not in them as they are now, by their places.
    calls: BTreeSet<usize>,
    /// What of each thought is in them: bytes, and how long it took.
    thoughts: Vec<(usize, Option<u32>)>,
    /// How many thoughts stayed when some were taken back.
    kept: Option<usize>,
    /// The piece that is not known to be stored.
    unknown: Option<Arc<Piece>>,
    closed: bool,
}

impl Ledger {
    /// Notes that a call is new or has changed.
    pub(crate) fn note_call(&mut self, place: usize) {
        self.calls.insert(place);
    }

    /// Notes that the text after `length` bytes was taken back.
    pub(crate) fn cut_text(&mut self, length: usize) {
        if length < self.text {
            (self.text, self.cut) = (length, true);
        }
    }

    /// Notes that all thoughts after the first `count` were taken back.
    pub(crate) fn cut_thoughts(&mut self, count: usize) {
        if count < self.thoughts.len() {
            self.thoughts.truncate(count);
            self.kept = Some(self.kept.map_or(count, |kept| kept.min(count)));
        }
    }

    /// The piece to store next. `None` if the journal has everything, or gets no more.
    pub(crate) fn next(&mut self, progress: &Progress) -> Option<Arc<Piece>> {
        if self.closed {
            return None;
        }
        if self.unknown.is_none() {
            self.unknown = self.make(progress).map(Arc::new);
        }
        self.unknown.clone()
    }

    fn make(&mut self, progress: &Progress) -> Option<Piece> {
        let delta = progress.content.get(self.text..).unwrap_or_default();
        let thoughts = self.thought_pieces(progress);
        if delta.is_empty()
            && !self.cut
            && self.calls.is_empty()
            && self.kept.is_none()
            && thoughts.is_empty()
        {
            return None;
        }
        self.number += 1;
        let changed = std::mem::take(&mut self.calls);
        let calls = changed.into_iter().filter_map(|place| progress.calls.get(place).cloned()).collect();
        let marks = Marks { calls, kept: self.kept.take(), thoughts };
        let piece = Piece { number: self.number, at: self.text, delta: delta.to_owned(), marks };
        (self.text, self.cut) = (progress.content.len(), false);
        let stored =
            progress.thoughts.iter().map(|stored| (stored.thought.text.len(), stored.thought.seconds));
        self.thoughts = stored.collect();
        Some(piece)
    }

    fn thought_pieces(&self, progress: &Progress) -> Vec<ThoughtPiece> {
        let news = |(index, stored): (usize, &crate::chat::store::StoredThought)| {
            let thought = &stored.thought;
            let known = self.thoughts.get(index).copied();
            let (from, seconds) = known.unwrap_or_default();
            let delta = thought.text.get(from..).unwrap_or_default().to_owned();
            let is_news = known.is_none() || !delta.is_empty() || seconds != thought.seconds;
            is_news.then_some(ThoughtPiece {
                index,
                from,
                delta,
                at: stored.at,
                round: stored.round,
                seconds: thought.seconds,
            })
        };
        progress.thoughts.iter().enumerate().filter_map(news).collect()
    }

    /// Notes that a piece is stored.
    pub(crate) fn stored(&mut self, number: i64) {
        self.unknown.take_if(|piece| piece.number == number);
    }

    /// How many pieces were made.
    pub(crate) fn number(&self) -> i64 {
        self.number
    }

    /// How many bytes of the text the journal is known to have.
    pub(crate) fn stored_text(&self) -> usize {
        self.unknown.as_ref().map_or(self.text, |piece| piece.at.min(self.text))
    }

    /// Whether the journal has everything.
    pub(crate) fn has_all(&mut self, progress: &Progress) -> bool {
        self.next(progress).is_none()
    }

    /// Makes no more pieces: the whole is stored now.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::store::{StoredCall, StoredThought};
    use crate::chat::{Thought, ToolCall, ToolResult};
    use proptest::prelude::*;
    use serde_json::json;

    #[derive(Clone, Debug)]
    enum Step {
        Say(String),
        Call,
        Answer,
        Think(String),
        EndThought,
        TakeBackText(usize),
        TakeBackThoughts(usize),
        /// The journal takes a piece; whether its answer comes.
        Store(bool),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            "[a-zä🥛\n]{0,6}".prop_map(Step::Say),
            Just(Step::Call),
            Just(Step::Answer),
            "[a-zß]{1,4}".prop_map(Step::Think),
            Just(Step::EndThought),
            (0usize..12).prop_map(Step::TakeBackText),
            (0usize..2).prop_map(Step::TakeBackThoughts),
            any::<bool>().prop_map(Step::Store),
        ]
    }

    proptest! {
        // What was written, taken back and written again is the same when it is read from the journal, also when pieces
        // come twice because an answer was lost.
        #[test]
        fn the_pieces_make_the_reply(steps in proptest::collection::vec(step(), 1..40)) {
            let (mut now, mut ledger) = (Progress::default(), Ledger::default());
            let mut journal: Vec<Arc<Piece>> = Vec::new();
            let mut store = |ledger: &mut Ledger, now: &Progress, answered: bool| {
                if let Some(piece) = ledger.next(now) {
                    if journal.last().is_none_or(|last| last.number < piece.number) {
                        journal.push(piece.clone());
                    }
                    if answered {
                        ledger.stored(piece.number);
                    }
                }
                journal.clone()
            };
            for step in steps.into_iter().chain([Step::Store(true)]) {
                match step {
                    Step::Say(text) => now.content.push_str(&text),
                    Step::Call => {
                        let (id, name, arguments) = (now.calls.len().to_string(), "t".into(), "{}".into());
                        let call = ToolCall { id, name, arguments, result: None };
                        now.calls.push(StoredCall { at: now.content.len(), round: 0, call });
                        ledger.note_call(now.calls.len() - 1);
                    }
                    Step::Answer => if let Some(last) = now.calls.last_mut() {
                        last.call.result = Some(ToolResult { content: json!(1), is_error: false, change: None });
                        ledger.note_call(now.calls.len() - 1);
                    },
                    Step::Think(text) => match now.thoughts.last_mut() {
                        Some(open) if open.thought.seconds.is_none() => open.thought.text.push_str(&text),
                        _ => now.thoughts.push(StoredThought {
                            at: now.content.len(), round: 0, thought: Thought { text, seconds: None },
                        }),
                    },
                    Step::EndThought => if let Some(open) = now.thoughts.last_mut() {
                        open.thought.seconds = Some(1);
                    },
                    Step::TakeBackText(bytes) => {
                        let last = now.calls.last().map_or(0, |call| call.at);
                        let length = now.content.len().saturating_sub(bytes).max(last);
                        now.content.truncate(now.content.floor_char_boundary(length).max(last));
                        ledger.cut_text(now.content.len());
                    }
                    Step::TakeBackThoughts(count) => {
                        now.thoughts.truncate(now.thoughts.len().saturating_sub(count));
                        ledger.cut_thoughts(now.thoughts.len());
                    }
                    Step::Store(answered) => _ = store(&mut ledger, &now, answered),
                }
            }
            // The first piece may be one whose answer was lost.
            store(&mut ledger, &now, true);
            let journal = store(&mut ledger, &now, true);
            prop_assert!(ledger.has_all(&now));
            let mut read = Progress::default();
            journal.iter().for_each(|piece| read.add(piece));
            prop_assert_eq!(read, now);
        }
    }
}
