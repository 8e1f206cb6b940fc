//! A reply as its followers see it while it grows: finished parts, and a tail of raw text that is not a part yet.

use super::{markdown, parts};
use crate::chat::store::{MessageRow, StoredCall};
use crate::chat::{ChatEvent, Part, ToolCall};

/// What is stored of a running reply: its text and its tool calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Progress {
    pub(crate) content: String,
    pub(crate) calls: Vec<StoredCall>,
}

impl From<&MessageRow> for Progress {
    fn from(row: &MessageRow) -> Self {
        Self { content: row.content.clone(), calls: row.tool_calls.0.clone() }
    }
}

/// A growing reply. Each change returns the events that announce it.
#[derive(Debug, Default)]
pub(crate) struct Renderer {
    progress: Progress,
    /// How many bytes of the content are in finished parts.
    presented: usize,
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
        let called = progress.calls.last().map_or(0, |stored| stored.at.min(progress.content.len()));
        let settled = markdown::stable_prefix_len(progress.content.get(called..).unwrap_or_default());
        Self { presented: called + settled, progress }
    }

    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    pub(crate) fn into_progress(self) -> Progress {
        self.progress
    }

    /// The rest of the reply after a position. The position may come from another process.
    pub(crate) fn after(&self, from: usize) -> Rest {
        let Progress { content, calls } = &self.progress;
        let from = if from <= self.presented && content.is_char_boundary(from) { from } else { 0 };
        let parts = parts::parts_between(content, calls, from, self.presented);
        Rest { from, parts, position: self.presented, tail: self.tail().to_owned() }
    }

    /// Adds text. Complete blocks become HTML; the rest stays raw until it is complete.
    pub(crate) fn text(&mut self, delta: &str) -> ChatEvent {
        self.progress.content.push_str(delta);
        match markdown::stable_prefix_len(self.tail()) {
            0 => ChatEvent::Text { delta: delta.to_owned() },
            settled => self.present(settled),
        }
    }

    /// Adds a tool call, which ends the text before it.
    pub(crate) fn start_tool_call(&mut self, call: StoredCall) -> Vec<ChatEvent> {
        let tail = self.tail().len();
        let mut events = Vec::with_capacity(2);
        if tail > 0 {
            events.push(self.present(tail));
        }
        events.push(ChatEvent::Tool { call: call.call.clone() });
        self.progress.calls.push(call);
        events
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
        let mut events = Vec::new();
        let known = self.progress.calls.len();
        let same = self.progress.calls.iter().zip(&now.calls).all(|(old, new)| old.call.id == new.call.id);
        if !same || known > now.calls.len() || !now.content.starts_with(&self.progress.content) {
            return None;
        }
        for (number, stored) in now.calls.iter().enumerate() {
            match self.progress.calls.get(number) {
                Some(old) if old.call == stored.call => {}
                Some(_) => events.push(self.finish_tool_call(stored.call.clone())),
                None => {
                    events.extend(self.text_up_to(&now.content, stored.at));
                    events.extend(self.start_tool_call(stored.clone()));
                }
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
    use crate::chat::ToolResult;
    use proptest::prelude::*;
    use serde_json::json;

    fn call(id: &str, at: usize, done: bool) -> StoredCall {
        let result = done.then(|| ToolResult { content: json!({}), is_error: false, change: None });
        let (id, name, arguments) = (id.to_owned(), "list_tasks".to_owned(), "{}".to_owned());
        StoredCall { at, round: 0, call: ToolCall { id, name, arguments, result } }
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
                    ChatEvent::Tool { call } => {
                        let place = (self.settled, format!("|{}", call.id));
                        if !self.parts.contains(&place) {
                            self.parts.push(place);
                        }
                    }
                    _ => {}
                }
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
        let renderer = Renderer::at(Progress { content: "Ä b.\n\nc".into(), calls: Vec::new() });
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
        let mut renderer = Renderer::at(Progress { content: "One".into(), calls: vec![call("a", 3, true)] });
        assert!(renderer.advance(&Progress { content: "One two".into(), calls: Vec::new() }).is_none());
        assert!(
            renderer.advance(&Progress { content: "Two".into(), calls: vec![call("a", 3, true)] }).is_none()
        );
        let now = Progress { content: "One two".into(), calls: vec![call("a", 3, true)] };
        assert_eq!(renderer.advance(&now), Some(vec![ChatEvent::Text { delta: " two".into() }]));
    }

    proptest! {
        // Each word arrives once and in order. This holds for all ways to cut a reply into checkpoints, and for readers
        // that lose the connection and come back, here or at a process that has seen other checkpoints.
        #[test]
        fn nothing_is_lost_or_doubled(cuts in proptest::collection::vec((1usize..12, any::<bool>(), any::<bool>()), 1..20)) {
            let mut content = String::new();
            let mut calls = Vec::new();
            let (mut here, mut there) = (Renderer::default(), Renderer::default());
            let mut reader = Reader::default();
            let mut count = 0;
            for (words, tool, cut) in cuts {
                for _ in 0..words {
                    count += 1;
                    content.push_str(&format!("w{count}{}", if count % 5 == 0 { ".\n\n" } else { " " }));
                }
                let mut text = Progress { content: content.clone(), calls: calls.clone() };
                reader.take(here.advance(&text).unwrap_or_default());
                if tool {
                    calls.push(call(&format!("c{count}"), content.len(), true));
                    content.push_str("Then ");
                    text = Progress { content: content.clone(), calls: calls.clone() };
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
            for stored in calls.iter().rev() {
                expected.insert_str(stored.at, &format!(" |{} ", stored.call.id));
            }
            let expected: Vec<_> = expected.split_whitespace().map(str::to_owned).collect();
            prop_assert_eq!(reader.words(), expected);
        }
    }
}
