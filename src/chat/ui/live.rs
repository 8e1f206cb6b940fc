//! A message on the page while it is being written: its [`Content`] with one trigger per kind of change, so that
//! a bit of text touches one text node and nothing else.

use super::content::{Change, Content, Piece, State};
use crate::chat::{Part, Role};
use crate::id::MessageId;
use leptos::prelude::*;
use leptos::reactive::signal::ArcTrigger;

/// A message that the page shows and keeps up to date.
#[derive(Clone)]
pub struct Live {
    /// Unlike that of any other message of the thread, from before the message has an id.
    pub key: u32,
    /// Who wrote it.
    pub role: Role,
    content: ArcStoredValue<Content>,
    tail: ArcTrigger,
    pieces: ArcTrigger,
    state: ArcTrigger,
}

impl Live {
    /// Makes a message known to the page.
    pub fn new(key: u32, role: Role, content: Content) -> Self {
        let (tail, pieces, state) = (ArcTrigger::new(), ArcTrigger::new(), ArcTrigger::new());
        Self { key, role, content: ArcStoredValue::new(content), tail, pieces, state }
    }

    /// Changes it, and whatever is drawn of what changed.
    pub fn update(&self, change: impl FnOnce(&mut Content) -> Change) {
        let changed = self.content.try_update_value(change).unwrap_or_default();
        if changed.pieces {
            self.pieces.notify();
        }
        if changed.tail {
            self.tail.notify();
        }
        if changed.state {
            self.state.notify();
        }
    }

    /// Moves it to another state.
    pub fn set_state(&self, state: State) {
        self.update(|content| {
            content.state = state;
            Change { state: true, ..Change::default() }
        });
    }

    /// Its id, not reactively.
    pub fn id(&self) -> Option<MessageId> {
        self.content.with_value(|content| content.id)
    }

    /// What the person typed, not reactively.
    pub fn text(&self) -> String {
        self.content.with_value(|content| {
            let texts = content.pieces.iter().filter_map(|piece| match &piece.part {
                Part::Text { text } => Some(text.as_str()),
                _ => None,
            });
            texts.collect()
        })
    }

    /// Its finished pieces.
    pub fn pieces(&self) -> Vec<Piece> {
        self.pieces.track();
        self.content.with_value(|content| content.pieces.clone())
    }

    /// Its unfinished text.
    pub fn tail(&self) -> String {
        self.tail.track();
        self.content.with_value(|content| content.tail.clone())
    }

    /// Anything about how far it has come.
    pub fn with_state<T>(&self, read: impl FnOnce(&Content) -> T) -> T {
        self.state.track();
        self.content.with_value(read)
    }

    /// Whether the server is writing it or will, not reactively.
    pub fn is_to_come(&self) -> bool {
        self.content.with_value(Content::is_to_come)
    }

    /// Up to which position it has finished pieces, not reactively.
    pub fn position(&self) -> usize {
        self.content.with_value(|content| content.position)
    }
}
