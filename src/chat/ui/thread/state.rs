//! What the page knows of a thread.

use super::messages::MessageList;
use super::unsent::{self, UnsentMessage};
use crate::call;
use crate::chat::ui::composer::RefusedMessage;
use crate::chat::ui::message::{MessageState, ReactiveMessage};
use crate::chat::{Conversation, Page};
use crate::error::AppError;
use crate::id::{ConversationId, MessageId};
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
    /// The keys and client ids of the messages that the server may not have.
    pub undelivered: ArcRwSignal<Vec<(u32, String)>>,
    /// The last message, if the server refused it.
    pub refused: ArcRwSignal<Option<RefusedMessage>>,
    /// What assistive technology is to be told of a reply that has ended.
    pub told: ArcRwSignal<Option<String>>,
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
            undelivered: ArcRwSignal::new(Vec::new()),
            refused: ArcRwSignal::new(None),
            told: ArcRwSignal::new(None),
            context,
        };
        state.messages.replace(page.map(|page| page.messages).unwrap_or_default());
        state
    }

    /// Keeps a question in the tab until the server has it. One that is sent again is kept already.
    pub fn sending(&self, question: &ReactiveMessage, client_id: &str) {
        let known = self.undelivered.with_untracked(|all| all.iter().any(|(key, _)| *key == question.key));
        let Some(author) = call::person().filter(|_| !known) else { return };
        let (conversation, after) = (self.conversation.get_untracked(), self.messages.last_id());
        let (client_id, text) = (client_id.to_owned(), question.text());
        let kept =
            UnsentMessage { author, conversation, after, replaces: None, client_id: client_id.clone(), text };
        unsent::keep(kept);
        self.undelivered.update(|all| all.push((question.key, client_id)));
    }

    /// Keeps a text in the tab that is to take the place of a question, until the server has it.
    pub fn editing(&self, question: MessageId, text: &str, client_id: &str) {
        let Some(author) = call::person() else { return };
        let (client_id, text) = (client_id.to_owned(), text.to_owned());
        let (conversation, replaces) = (self.conversation.get_untracked(), Some(question));
        unsent::keep(UnsentMessage { author, conversation, after: None, replaces, client_id, text });
    }

    /// Forgets a question that the server has, or that is back in the composer.
    pub fn settled(&self, question: &ReactiveMessage) {
        let known = self.undelivered.with_untracked(|all| {
            all.iter().find(|(key, _)| *key == question.key).map(|(_, client_id)| client_id.clone())
        });
        if let Some(client_id) = known {
            unsent::forget(&client_id);
            self.undelivered.update(|all| all.retain(|(key, _)| *key != question.key));
        }
    }

    /// Shows the questions that the tab has kept from before a reload, unless the server has them by now.
    pub fn restore_unsent(&self) {
        let Some(author) = call::person() else { return };
        for unsent in unsent::of(&author, self.conversation.get_untracked()) {
            let UnsentMessage { after, replaces, client_id, text, .. } = unsent;
            if let Some(replaced) = replaces {
                match self.messages.find(replaced) {
                    Some(question) => question.set_edited(text),
                    None => unsent::forget(&client_id),
                }
            } else if self.messages.has_question(&text, after) {
                unsent::forget(&client_id);
            } else {
                let question = self.messages.add_question(text);
                self.undelivered.update(|all| all.push((question.key, client_id.clone())));
                question.set_state(MessageState::Unsent { client_id });
            }
        }
    }

    /// Takes a question out of the thread that the server refused, and gives its text back to the composer.
    pub fn refuse(&self, question: &ReactiveMessage, error: AppError) {
        self.settled(question);
        self.messages.remove(question);
        let (error, text) = (self.context.notices.unless_logged_out(error), question.text());
        self.refused.set(Some(RefusedMessage { error, text }));
    }
}
