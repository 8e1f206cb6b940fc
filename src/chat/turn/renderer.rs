//! A reply as its followers see it while it grows: finished parts, and a tail of raw text that is not a part yet.

use super::marks::{Mark, marks};
use super::settled::Settled;
use super::{markdown, parts};
pub(crate) use crate::chat::store::Progress;
use crate::chat::store::{StoredCall, StoredThought};
use crate::chat::{ChatEvent, Part, ToolCall};

/// A growing reply. Each change returns the events that announce it.
#[derive(Debug, Default)]
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

    /// Moves on to newer progress and returns the events in between. Returns `None` if `now` does not continue this
    /// reply, because the reply was begun again.
    pub(crate) fn advance(&mut self, now: &Progress) -> Option<Vec<ChatEvent>> {
        let Progress { content, calls, thoughts } = &self.progress;
        let same = calls.iter().zip(&now.calls).all(|(old, new)| old.call.id == new.call.id)
            && thoughts
                .iter()
                .zip(&now.thoughts)
                .all(|(old, new)| (old.at, old.round) == (new.at, new.round));
        let fewer = calls.len() > now.calls.len() || thoughts.len() > now.thoughts.len();
        if !same || fewer || !now.content.starts_with(content) {
            return None;
        }
        let (mut known_calls, mut known_thoughts) = (calls.len(), thoughts.len());
        let mut events = Vec::new();
        for (old, new) in self.progress.thoughts.iter_mut().zip(&now.thoughts).filter(|(old, new)| old != new)
        {
            old.thought = new.thought.clone();
            events.extend(new.thought.seconds.map(|_| ChatEvent::Thought { thought: new.thought.clone() }));
        }
        let changed = self.progress.calls.iter().zip(&now.calls).filter(|(old, new)| old.call != new.call);
        let changed: Vec<_> = changed.map(|(_, new)| new.call.clone()).collect();
        events.extend(changed.into_iter().map(|call| self.finish_tool_call(call)));
        for mark in marks(now) {
            let known = match mark {
                Mark::Thought(_) => &mut known_thoughts,
                Mark::Call(_) => &mut known_calls,
            };
            if let Some(rest) = known.checked_sub(1) {
                *known = rest;
                continue;
            }
            events.extend(self.text_up_to(&now.content, mark.at()));
            match mark {
                Mark::Thought(stored) => events.extend(self.start_thought(stored.clone())),
                Mark::Call(stored) => events.extend(self.start_tool_call(stored.clone())),
            }
        }
        events.extend(self.text_up_to(&now.content, now.content.len()));
        Some(events)
    }

    fn text_up_to(&mut self, content: &str, end: usize) -> Option<ChatEvent> {
        let delta = content.get(self.progress.content.len()..end)?;
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
    use super::*;
    use crate::chat::{Thought, ToolResult};
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

    #[test]
    fn a_reply_that_was_begun_again_is_no_continuation() {
        let begun = || Renderer::at(progress("One", vec![call("a", 3, true)]));
        assert!(begun().advance(&progress("One two", Vec::new())).is_none());
        assert!(begun().advance(&progress("Two", vec![call("a", 3, true)])).is_none());
        let now = progress("One two", vec![call("a", 3, true)]);
        assert_eq!(begun().advance(&now), Some(vec![ChatEvent::Text { delta: " two".into() }]));
        let thinking = Progress { thoughts: vec![thought(0, None)], ..Progress::default() };
        assert!(Renderer::at(thinking).advance(&Progress::default()).is_none());
    }

    #[test]
    fn a_follower_elsewhere_is_told_when_a_thought_begins_and_when_it_ends() {
        let mut renderer = Renderer::default();
        let told = |seconds| ChatEvent::Thought { thought: thought(0, seconds).thought };
        let thinking = |seconds| Progress { thoughts: vec![thought(0, seconds)], ..Progress::default() };
        assert_eq!(renderer.advance(&thinking(None)), Some(vec![told(None)]));
        assert_eq!(renderer.advance(&thinking(None)), Some(vec![]));
        let mut more = thinking(None);
        more.thoughts[0].thought.text.push('!');
        assert_eq!(renderer.advance(&more), Some(vec![]));
        let now = Progress { content: "Hi".into(), ..thinking(Some(2)) };
        assert_eq!(renderer.advance(&now), Some(vec![told(Some(2)), ChatEvent::Text { delta: "Hi".into() }]));
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
                reader.take(here.advance(&text).unwrap_or_default());
                if tool {
                    calls.push(call(&format!("c{count}"), content.len(), true));
                    content.push_str("Then ");
                    text = Progress { content: content.clone(), calls: calls.clone(), thoughts: thoughts.clone() };
                    reader.take(here.advance(&text).unwrap_or_default());
                    there.advance(&text).unwrap_or_default();
                }
                if cut {
                    there.advance(&text).unwrap_or_default();
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
