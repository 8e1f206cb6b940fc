//! A message that the page keeps up to date while it is written.

use super::content::{ContentChange, MessageContent, MessageState};
use crate::chat::{Part, Role};
use crate::id::MessageId;
use leptos::prelude::*;
use leptos::reactive::signal::ArcTrigger;

/// A message's content with one trigger for each kind of change. New text therefore updates a single text node and
/// nothing else.
#[derive(Clone)]
pub struct ReactiveMessage {
    /// The message's key on the page. It is unique in the thread and there before the message has an id.
    pub key: u32,
    /// Who wrote it.
    pub role: Role,
    content: ArcStoredValue<MessageContent>,
    tail: ArcTrigger,
    /// How often the unfinished text was replaced.
    tails: ArcStoredValue<u32>,
    parts: ArcTrigger,
    state: ArcTrigger,
}

/// How much of the unfinished text somebody has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeenTail {
    /// Which one; the first one has the number 0.
    tail: u32,
    bytes: usize,
}

impl ReactiveMessage {
    /// Wraps a content.
    pub fn new(key: u32, role: Role, content: MessageContent) -> Self {
        let (tail, parts, state) = (ArcTrigger::new(), ArcTrigger::new(), ArcTrigger::new());
        let (content, tails) = (ArcStoredValue::new(content), ArcStoredValue::new(0));
        Self { key, role, content, tail, tails, parts, state }
    }

    /// Changes the content and notifies what reads the changed part.
    pub fn update(&self, change: impl FnOnce(&mut MessageContent) -> ContentChange) {
        let changed = self.content.try_update_value(change).unwrap_or_default();
        if changed.replaces_tail() {
            self.tails.update_value(|tails| *tails += 1);
        }
        if changed.parts {
            self.parts.notify();
        }
        if changed.tail {
            self.tail.notify();
        }
        if changed.state {
            self.state.notify();
        }
    }

    /// Changes the state alone.
    pub fn set_state(&self, state: MessageState) {
        self.update(|content| {
            content.state = state;
            ContentChange { state: true, ..ContentChange::default() }
        });
    }

    /// Says whether the message is the last one of its thread.
    pub fn set_last(&self, is_last: bool) {
        self.update(|content| {
            content.is_last = is_last;
            ContentChange { state: true, ..ContentChange::default() }
        });
    }

    /// Puts a text into the editor of the message, which was to take its place and was not sent.
    pub fn set_edited(&self, text: String) {
        self.update(|content| {
            content.edited = Some(text);
            ContentChange { state: true, ..ContentChange::default() }
        });
    }

    /// Takes the text for the editor, reactively.
    pub fn take_edited(&self) -> Option<String> {
        self.state.track();
        self.content.try_update_value(|content| content.edited.take()).flatten()
    }

    /// The message's id, without tracking it.
    pub fn id(&self) -> Option<MessageId> {
        self.content.with_value(|content| content.id)
    }

    /// What the person typed, without tracking it.
    pub fn text(&self) -> String {
        self.content.with_value(|content| {
            let texts = content.parts.iter().filter_map(|keyed| match &keyed.part {
                Part::Text { text } => Some(text.as_str()),
                _ => None,
            });
            texts.collect()
        })
    }

    /// The keys of the finished parts, reactively.
    pub fn part_keys(&self) -> Vec<u32> {
        self.parts.track();
        self.content.with_value(|content| content.parts.iter().map(|keyed| keyed.key).collect())
    }

    /// The part with a key, without tracking it.
    pub fn part(&self, key: u32) -> Option<Part> {
        self.content.with_value(|content| {
            content.parts.iter().find(|keyed| keyed.key == key).map(|keyed| keyed.part.clone())
        })
    }

    /// Whether there is unfinished text, reactively.
    pub fn has_tail(&self) -> bool {
        self.tail.track();
        self.content.with_value(|content| !content.tail.is_empty())
    }

    /// What is new in the unfinished text, reactively: whether it is another text than the one that was seen, and
    /// what to append to what was seen of this one.
    pub fn new_tail(&self, seen: &mut SeenTail) -> (bool, String) {
        self.tail.track();
        let tail = self.tails.get_value();
        let another = std::mem::replace(&mut seen.tail, tail) != tail;
        let from = if another { 0 } else { seen.bytes };
        self.content.with_value(|content| {
            seen.bytes = content.tail.len();
            (another, content.tail.get(from..).unwrap_or_default().to_owned())
        })
    }

    /// Reads anything but the parts and the tail, reactively.
    pub fn with_state<T>(&self, read: impl FnOnce(&MessageContent) -> T) -> T {
        self.state.track();
        self.content.with_value(read)
    }

    /// Whether the server is writing the message or will write it, without tracking it.
    pub fn is_pending(&self) -> bool {
        self.content.with_value(MessageContent::is_pending)
    }

    /// Up to which position the parts are finished, without tracking it.
    pub fn position(&self) -> usize {
        self.content.with_value(|content| content.position)
    }
}
