//! A reply as its followers see it while it grows: finished parts, and a tail of raw text that is not a part yet.

use super::marks::{Mark, marks};
use super::settled::Settled;
use super::{markdown, parts};
pub(crate) use crate::chat::store::Progress;
use crate::chat::store::pieces::Piece;
use crate::chat::store::{StoredCall, StoredThought};
use crate::chat::{ChatEvent, Part, Thought, ToolCall};

/// A growing reply. Each change returns the events that announce it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Renderer {
    progress: Progress,
    /// How many bytes of the content are in finished parts.
    presented: usize,
    /// How much of the tail is finished.
    settled: Settled,
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
        Self { presented: marked + settled.take(), settled, progress }
    }

    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// A reply that has ended. Its text needs no look at what is finished.
    pub(crate) fn ended(progress: Progress) -> Self {
        Self { presented: progress.content.len(), settled: Settled::default(), progress }
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

    /// Adds a piece that another process has written, and returns the events that tell it. `None` if the piece takes
    /// something back; followers then begin again.
    pub(crate) fn add(&mut self, piece: &Piece) -> Option<Vec<ChatEvent>> {
        let Piece { at, delta, marks: new, .. } = piece;
        if *at != self.progress.content.len() || new.kept.is_some() {
            let mut progress = std::mem::take(&mut self.progress);
            progress.add(piece);
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
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::chat::ToolResult;
    use crate::chat::store::pieces::{Marks, ThoughtPiece};
    use proptest::prelude::*;
    use serde_json::json;

    fn call(id: &str, at: usize, done: bool) -> StoredCall {
        let result = done.then(|| ToolResult { content: json!({}), is_error: false, change: None });
        let (id, name, arguments) = (id.to_owned(), "list_tasks".to_owned(), "{}".to_owned());
        StoredCall { at, round: 0, call: ToolCall { id, name, arguments, result } }
    }

    fn thought(at: usize, seconds: Option<u32>) -> StoredThought {
        StoredThought { at, round: 0, thought: Thought { text: format!("t{at}"), seconds } }
    }

    fn progress(content: &str, calls: Vec<StoredCall>) -> Progress {
        Progress { content: content.into(), calls, thoughts: Vec::new() }
    }

    /// What a page shows: the text of finished parts, with a bar for each call, and the tail.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Reader {
        parts: Vec<(usize, String)>,
        settled: usize,
        tail: String,
    }

    impl Reader {
        fn take(&mut self, events: Vec<ChatEvent>) {
            for event in events {
                match event {
                    ChatEvent::Text { delta } => self.tail.push_str(&delta),
                    ChatEvent::Html { html, tail, position } => {
                        self.parts.push((position, html));
                        (self.settled, self.tail) = (position, tail);
                    }
                    ChatEvent::Tool { call } => self.mark(call.id),
                    ChatEvent::Thought { thought } => self.mark(thought.text),
                    _ => {}
                }
            }
        }

        fn mark(&mut self, name: String) {
            let place = (self.settled, format!("|{name}"));
            if !self.parts.contains(&place) {
                self.parts.push(place);
            }
        }

        fn resume(&mut self, rest: Rest) {
            let kept = |(position, text): &(usize, String)| {
                *position < rest.from || (*position == rest.from && !text.starts_with('|') && rest.from > 0)
            };
            self.parts.retain(kept);
            let mut position = rest.from;
            for part in rest.parts {
                match part {
                    Part::Html { html } => {
                        position = rest.position;
                        self.parts.push((position, html));
                    }
                    Part::Tool { call } => self.parts.push((position, format!("|{}", call.id))),
                    Part::Thought { thought } => self.parts.push((position, format!("|{}", thought.text))),
                    Part::Text { .. } => {}
                }
            }
            (self.settled, self.tail) = (rest.position, rest.tail);
        }

        /// The words in order, from the parts and the tail.
        fn words(&self) -> Vec<String> {
            let html: String = self.parts.iter().map(|(_, text)| text.as_str()).collect();
            let plain = html.replace("<p>", " ").replace("</p>", " ").replace("<br>", " ").replace('|', " |");
            format!("{plain} {}", self.tail).split_whitespace().map(str::to_owned).collect()
        }
    }

    #[test]
    fn an_invalid_position_gives_everything() {
        let renderer = Renderer::at(progress("Ä b.\n\nc", Vec::new()));
        let position = renderer.after(0).position;
        assert_eq!(position, "Ä b.\n\n".len());
        for odd in [1, 100] {
            let rest = renderer.after(odd);
            assert_eq!((rest.from, rest.parts.len(), rest.tail.as_str()), (0, 1, "c"));
        }
        let rest = renderer.after(position);
        assert_eq!((rest.from, rest.parts.len()), (position, 0));
    }

    /// What another process would write down of the way from one state to the next.
    fn piece(from: &Progress, now: &Progress) -> Piece {
        let calls = now.calls.iter().enumerate().filter(|(place, call)| from.calls.get(*place) != Some(call));
        let thoughts =
            now.thoughts.iter().enumerate().filter(|(place, new)| from.thoughts.get(*place) != Some(new));
        let thoughts = thoughts.map(|(index, stored)| {
            let known = from.thoughts.get(index).map_or(0, |known| known.thought.text.len());
            let delta = stored.thought.text[known..].to_owned();
            let (at, round, seconds) = (stored.at, stored.round, stored.thought.seconds);
            ThoughtPiece { index, from: known, delta, at, round, seconds }
        });
        let marks = Marks {
            calls: calls.map(|(_, call)| call.clone()).collect(),
            kept: None,
            thoughts: thoughts.collect(),
        };
        let delta = now.content[from.content.len()..].to_owned();
        Piece { number: 1, at: from.content.len(), delta, marks }
    }

    fn advance(renderer: &mut Renderer, now: &Progress) -> Option<Vec<ChatEvent>> {
        let piece = piece(renderer.progress(), now);
        renderer.add(&piece)
    }

    #[test]
    fn a_piece_that_takes_something_back_makes_followers_begin_again() {
        let begun = || Renderer::at(progress("One", vec![call("a", 3, true)]));
        let now = progress("One two", vec![call("a", 3, true)]);
        assert_eq!(advance(&mut begun(), &now), Some(vec![ChatEvent::Text { delta: " two".into() }]));
        let cut = Piece { number: 2, at: 2, delta: "ce".into(), marks: Marks::default() };
        let mut renderer = begun();
        assert_eq!(renderer.add(&cut), None);
        assert_eq!(renderer.progress().content, "Once");
        let mut thinking = Renderer::at(Progress { thoughts: vec![thought(0, None)], ..Progress::default() });
        let forgets = Marks { kept: Some(0), ..Marks::default() };
        assert_eq!(thinking.add(&Piece { number: 2, at: 0, delta: String::new(), marks: forgets }), None);
        assert_eq!(thinking.progress(), &Progress::default());
    }

    #[test]
    fn a_follower_elsewhere_is_told_when_a_thought_begins_and_when_it_ends() {
        let mut renderer = Renderer::default();
        let told =
            |text: &str, seconds| ChatEvent::Thought { thought: Thought { text: text.into(), seconds } };
        let thinking = |seconds| Progress { thoughts: vec![thought(0, seconds)], ..Progress::default() };
        assert_eq!(advance(&mut renderer, &thinking(None)), Some(vec![told("t0", None)]));
        assert_eq!(advance(&mut renderer, &thinking(None)), Some(vec![]));
        let mut more = thinking(None);
        more.thoughts[0].thought.text.push('!');
        assert_eq!(advance(&mut renderer, &more), Some(vec![]));
        more.thoughts[0].thought.seconds = Some(2);
        let now = Progress { content: "Hi".into(), ..more };
        let end = vec![told("t0!", Some(2)), ChatEvent::Text { delta: "Hi".into() }];
        assert_eq!(advance(&mut renderer, &now), Some(end));
        assert_eq!(renderer.progress(), &now);
    }

    proptest! {
        // Each word arrives once and in order. This holds for all ways to cut a reply into checkpoints, and for readers
        // that lose the connection and come back, here or at a process that has seen other checkpoints.
        #[test]
        fn nothing_is_lost_or_doubled(cuts in proptest::collection::vec((1usize..12, any::<bool>(), any::<bool>(), any::<bool>()), 1..20)) {
            let mut content = String::new();
            let (mut calls, mut thoughts) = (Vec::new(), Vec::new());
            let (mut here, mut there) = (Renderer::default(), Renderer::default());
            let mut reader = Reader::default();
            let mut count = 0;
            for (words, thinks, tool, cut) in cuts {
                if thinks && thoughts.last().is_none_or(|last: &StoredThought| last.at != content.len()) {
                    thoughts.push(thought(content.len(), Some(1)));
                }
                for _ in 0..words {
                    count += 1;
                    content.push_str(&format!("w{count}{}", if count % 5 == 0 { ".\n\n" } else { " " }));
                }
                let mut text = Progress { content: content.clone(), calls: calls.clone(), thoughts: thoughts.clone() };
                reader.take(advance(&mut here, &text).unwrap());
                if tool {
                    calls.push(call(&format!("c{count}"), content.len(), true));
                    content.push_str("Then ");
                    text = Progress { content: content.clone(), calls: calls.clone(), thoughts: thoughts.clone() };
                    reader.take(advance(&mut here, &text).unwrap());
                    advance(&mut there, &text).unwrap();
                }
                if cut {
                    advance(&mut there, &text).unwrap();
                    std::mem::swap(&mut here, &mut there);
                    reader.resume(here.after(reader.settled));
                }
            }
            let mut expected = content.clone();
            let whole = Progress { content, calls, thoughts };
            for mark in marks(&whole).into_iter().rev() {
                let name = match mark {
                    Mark::Thought(stored) => &stored.thought.text,
                    Mark::Call(stored) => &stored.call.id,
                };
                expected.insert_str(mark.at(), &format!(" |{name} "));
            }
            let expected: Vec<_> = expected.split_whitespace().map(str::to_owned).collect();
            prop_assert_eq!(reader.words(), expected);
        }
    }
}
