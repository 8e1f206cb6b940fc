//! A reply as its followers see it while it grows: finished parts, and a tail of raw text that is not a part yet.

use super::ahead::Ahead;
use super::marks::{Mark, marks};
use super::settled::Settled;
use super::{markdown, parts};
pub(crate) use crate::chat::store::Progress;
use crate::chat::store::pieces::Piece;
use crate::chat::store::{StoredCall, StoredThought};
use crate::chat::{ChatEvent, Part, Thought, ToolCall};
use std::borrow::Cow;

/// A growing reply. Each change returns the events that announce it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Renderer {
    progress: Progress,
    /// How many bytes of the content are in finished parts.
    presented: usize,
    /// How much of the tail is finished.
    settled: Settled,
    /// How many bytes at the end of the content the journal does not have yet, if another process writes the reply.
    ahead: usize,
}

/// The rest of a reply, from a position on.
pub(crate) struct Rest {
    /// The position; 0 if the requested one is not a position of this reply.
    pub(crate) from: usize,
    /// The finished parts after it.
    pub(crate) parts: Vec<Part>,
    /// The position where they end.
    pub(crate) position: usize,
    /// Raw text after them.
    pub(crate) tail: String,
}

impl Renderer {
    /// Resumes from stored progress. All text that is complete counts as finished parts.
    pub(crate) fn at(progress: Progress) -> Self {
        let marked = marks(&progress).last().map_or(0, |mark| mark.at().min(progress.content.len()));
        let mut settled = Settled::default();
        settled.push(progress.content.get(marked..).unwrap_or_default());
        Self { presented: marked + settled.take(), settled, progress, ahead: 0 }
    }

    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// A reply that has ended. Its text needs no look at what is finished.
    pub(crate) fn ended(progress: Progress) -> Self {
        Self { presented: progress.content.len(), progress, ..Self::default() }
    }

    /// How many bytes of the text are in finished parts.
    pub(crate) fn position(&self) -> usize {
        self.presented
    }

    pub(crate) fn into_progress(self) -> Progress {
        self.progress
    }

    /// The rest of the reply after a position. The position may come from another process.
    pub(crate) fn after(&self, from: usize) -> Rest {
        let known = from <= self.presented && self.progress.content.is_char_boundary(from);
        let from = if known { from } else { 0 };
        let parts = parts::parts_between(&self.progress, from, self.presented);
        Rest { from, parts, position: self.presented, tail: self.tail().to_owned() }
    }

    /// Adds text. Complete blocks become HTML; the rest stays raw until it is complete.
    pub(crate) fn text(&mut self, delta: &str) -> ChatEvent {
        self.progress.content.push_str(delta);
        self.settled.push(delta);
        match self.settled.take() {
            0 => ChatEvent::Text { delta: delta.to_owned() },
            settled => self.present(settled),
        }
    }

    /// Adds a tool call, which ends the text before it.
    pub(crate) fn start_tool_call(&mut self, call: StoredCall) -> Vec<ChatEvent> {
        let text = self.present_tail();
        let event = ChatEvent::Tool { call: call.call.clone() };
        self.progress.calls.push(call);
        text.into_iter().chain([event]).collect()
    }

    /// Adds a thought, which ends the text before it.
    pub(crate) fn start_thought(&mut self, thought: StoredThought) -> Vec<ChatEvent> {
        let text = self.present_tail();
        let event = ChatEvent::Thought { thought: thought.thought.clone() };
        self.progress.thoughts.push(thought);
        text.into_iter().chain([event]).collect()
    }

    /// Adds words to the last thought. Followers get them when it has ended.
    pub(crate) fn think(&mut self, words: &str) {
        if let Some(stored) = self.progress.thoughts.last_mut() {
            stored.thought.text.push_str(words);
        }
    }

    /// Ends the last thought.
    pub(crate) fn end_thought(&mut self, seconds: u32) -> Option<ChatEvent> {
        let stored = self.progress.thoughts.last_mut()?;
        stored.thought.seconds = Some(seconds);
        Some(ChatEvent::Thought { thought: stored.thought.clone() })
    }

    /// Adds the result of a tool call.
    pub(crate) fn finish_tool_call(&mut self, call: ToolCall) -> ChatEvent {
        if let Some(stored) = self.progress.calls.iter_mut().find(|stored| stored.call.id == call.id) {
            stored.call = call.clone();
        }
        ChatEvent::Tool { call }
    }

    /// Adds text that the journal does not have yet. Returns the event that tells what is new of it, if it goes on from
    /// what is here.
    pub(crate) fn add_ahead(&mut self, ahead: &Ahead) -> Option<ChatEvent> {
        let Progress { content, calls, thoughts } = &self.progress;
        let is_next = (calls.len(), thoughts.len()) == (ahead.calls, ahead.thoughts)
            && thoughts.iter().all(|stored| stored.thought.seconds.is_some());
        let more = ahead.text.strip_prefix(content.get(ahead.at..)?)?;
        if more.is_empty() || !is_next {
            return None;
        }
        self.ahead += more.len();
        Some(self.text(more))
    }

    /// What a piece of the journal adds to text that was told ahead of it, and how much of that the journal still does not
    /// have. `None` if the two do not agree.
    fn missing(&self, piece: &Piece, ahead: usize) -> Option<(Piece, usize)> {
        let Progress { content, calls, thoughts } = &self.progress;
        let end = content.len();
        let told = content.get(piece.at..).filter(|told| told.len() == ahead)?;
        let (delta, ahead) = match piece.delta.strip_prefix(told) {
            Some(more) => (more, 0),
            None => ("", told.strip_prefix(piece.delta.as_str())?.len()),
        };
        let is_new = |call: &&StoredCall| calls.iter().all(|known| known.call.id != call.call.id);
        let new_calls = piece.marks.calls.iter().filter(is_new).map(|call| call.at);
        let new_thoughts = piece.marks.thoughts.iter().filter(|thought| thought.index >= thoughts.len());
        // A mark cannot be put between texts that followers have as one.
        let mut places = new_calls.chain(new_thoughts.map(|thought| thought.at));
        let piece = Piece { at: end, delta: delta.to_owned(), marks: piece.marks.clone(), ..*piece };
        places.all(|at| at >= end).then_some((piece, ahead))
    }

    /// Adds a piece that another process has written, and returns the events that tell it. `None` if the piece takes
    /// something back; followers then begin again.
    pub(crate) fn add(&mut self, piece: &Piece) -> Option<Vec<ChatEvent>> {
        let mut piece = Cow::Borrowed(piece);
        let ahead = std::mem::take(&mut self.ahead);
        if ahead > 0
            && let Some((missing, still)) = self.missing(&piece, ahead)
        {
            self.ahead = still;
            piece = Cow::Owned(missing);
        }
        let Piece { at, delta, marks: new, .. } = &*piece;
        // A thought that replaces text may stand before older ones.
        let is_in_order = new.thoughts.is_sorted_by_key(|thought| thought.at);
        if *at != self.progress.content.len() || new.kept.is_some() || !is_in_order {
            let mut progress = std::mem::take(&mut self.progress);
            progress.add(&piece);
            *self = Self::at(progress);
            return None;
        }
        let mut events = Vec::new();
        let mut begun = Progress::default();
        for thought in &new.thoughts {
            match self.progress.thoughts.get_mut(thought.index) {
                Some(known) => {
                    known.thought.text.truncate(known.thought.text.floor_char_boundary(thought.from));
                    known.thought.text.push_str(&thought.delta);
                    known.thought.seconds = thought.seconds;
                    events.extend(
                        thought.seconds.map(|_| ChatEvent::Thought { thought: known.thought.clone() }),
                    );
                }
                None => begun.thoughts.push(StoredThought {
                    at: thought.at,
                    round: thought.round,
                    thought: Thought { text: thought.delta.clone(), seconds: thought.seconds },
                }),
            }
        }
        for call in &new.calls {
            match self.progress.calls.iter().any(|known| known.call.id == call.call.id) {
                true => events.push(self.finish_tool_call(call.call.clone())),
                false => begun.calls.push(call.clone()),
            }
        }
        let mut told = 0;
        for mark in marks(&begun) {
            let end = mark.at().saturating_sub(*at).max(told);
            events.extend(delta.get(told..end).and_then(|text| self.more_text(text)));
            told = end.min(delta.len());
            match mark {
                Mark::Thought(stored) => events.extend(self.start_thought(stored.clone())),
                Mark::Call(stored) => events.extend(self.start_tool_call(stored.clone())),
            }
        }
        events.extend(delta.get(told..).and_then(|text| self.more_text(text)));
        Some(events)
    }

    fn more_text(&mut self, delta: &str) -> Option<ChatEvent> {
        (!delta.is_empty()).then(|| self.text(delta))
    }

    fn tail(&self) -> &str {
        self.progress.content.get(self.presented..).unwrap_or_default()
    }

    /// Turns the whole tail into a part.
    fn present_tail(&mut self) -> Option<ChatEvent> {
        self.settled = Settled::default();
        match self.tail().len() {
            0 => None,
            bytes => Some(self.present(bytes)),
        }
    }

    /// Turns the first `bytes` of the tail into a part.
    fn present(&mut self, bytes: usize) -> ChatEvent {
        let tail = self.tail();
        let (done, rest) = tail.split_at_checked(bytes).unwrap_or((tail, ""));
        let (html, rest, done) = (markdown::to_html(done), rest.to_owned(), done.len());
        self.presented += done;
        ChatEvent::Html { html, tail: rest, position: self.presented }
    }
}

#[cfg(test)]
mod tests;
