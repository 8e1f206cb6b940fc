//! What other pages, devices and programs do to the conversation that is open.

use crate::chat::Conversation;
use crate::id::{ConversationId, MessageId};
use leptos::prelude::*;

/// News for the open conversation.
#[derive(Clone, Copy)]
pub struct ConversationNews {
    open: RwSignal<Option<ConversationId>>,
    changed: RwSignal<Option<Conversation>>,
    newest: RwSignal<Option<(ConversationId, MessageId)>>,
}

impl ConversationNews {
    /// Provides it as context.
    pub fn provide() {
        provide_context(Self {
            open: RwSignal::new(None),
            changed: RwSignal::new(None),
            newest: RwSignal::new(None),
        });
    }

    /// The one that was provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// Says which conversation is open.
    pub fn open(self, conversation: Option<ConversationId>) {
        if self.open.get_untracked() != conversation {
            self.open.set(conversation);
        }
    }

    /// Tells that a conversation is now as given.
    pub fn changed(self, conversation: &Conversation) {
        if self.open.get_untracked() == Some(conversation.id) {
            self.changed.set(Some(conversation.clone()));
        }
    }

    /// Tells which message is the newest in a conversation.
    pub fn written(self, conversation: ConversationId, newest: MessageId) {
        if self.open.get_untracked() == Some(conversation) {
            self.newest.set(Some((conversation, newest)));
        }
    }

    /// The open conversation as it was told last, reactively.
    pub fn latest(self, open: ConversationId) -> Option<Conversation> {
        self.changed.get().filter(|conversation| conversation.id == open)
    }

    /// The newest message of the open conversation that was told, reactively.
    pub fn newest(self, open: ConversationId) -> Option<MessageId> {
        self.newest.get().filter(|(conversation, _)| *conversation == open).map(|(_, newest)| newest)
    }
}
