//! What the page knows of a thread.

use super::messages::MessageList;
use crate::chat::ui::composer::RefusedMessage;
use crate::chat::ui::message::ReactiveMessage;
use crate::chat::{Conversation, Page};
use crate::error::AppError;
use crate::id::ConversationId;
use crate::ui::notice::Notices;
use leptos::prelude::*;

/// What a thread uses of the page around it.
#[derive(Clone, Copy)]
pub struct PageContext {
    /// Called with the conversation when a turn has started in it. The conversation may be new.
    pub started: Callback<Conversation>,
    /// Where to say what went wrong.
    pub notices: Notices,
}

/// A thread on the page. Clones share its signals.
#[derive(Clone)]
pub struct ThreadState {
    /// The conversation. A new one has no id until its first message is stored.
    pub conversation: ArcRwSignal<Option<ConversationId>>,
    /// The id of the chosen model. `None` and `AUTOMATIC` are the configured order.
    pub model: ArcRwSignal<Option<String>>,
    /// The messages that the page holds.
    pub messages: MessageList,
    /// Whether the server has older ones.
    pub has_more: ArcRwSignal<bool>,
    /// Whether a reply is awaited.
    pub running: ArcRwSignal<bool>,
    /// The last message, if the server refused it.
    pub refused: ArcRwSignal<Option<RefusedMessage>>,
    /// The page around the thread.
    pub context: PageContext,
}

impl ThreadState {
    /// A thread with the newest messages of a conversation, or a new one.
    pub fn new(page: Option<Page>, context: PageContext) -> Self {
        let state = Self {
            conversation: ArcRwSignal::new(page.as_ref().map(|page| page.conversation.id)),
            model: ArcRwSignal::new(page.as_ref().and_then(|page| page.conversation.model.clone())),
            messages: MessageList::default(),
            has_more: ArcRwSignal::new(page.as_ref().is_some_and(|page| page.has_more)),
            running: ArcRwSignal::new(false),
            refused: ArcRwSignal::new(None),
            context,
        };
        state.messages.replace(page.map(|page| page.messages).unwrap_or_default());
        state
    }

    /// Takes a question out of the thread that the server refused, and gives its text back to the composer.
    pub fn refuse(&self, question: &ReactiveMessage, error: AppError) {
        self.messages.remove(question);
        let (error, text) = (self.context.notices.unless_logged_out(error), question.text());
        self.refused.set(Some(RefusedMessage { error, text }));
    }
}
