//! The messages of a thread.

use crate::chat::ui::message::{ContentChange, MessageContent, ReactiveMessage};
use crate::chat::{Message, Role};
use crate::id::MessageId;
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The messages that the page holds, oldest first. Each has a key that no other message of the thread ever has.
#[derive(Clone, Default)]
pub struct MessageList {
    list: ArcRwSignal<Vec<ReactiveMessage>>,
    next_key: Arc<AtomicU32>,
}

impl MessageList {
    /// All messages, reactively.
    pub fn all(&self) -> Vec<ReactiveMessage> {
        self.list.get()
    }

    /// All messages, without tracking them.
    pub fn all_untracked(&self) -> Vec<ReactiveMessage> {
        self.list.get_untracked()
    }

    /// Whether there are none, reactively.
    pub fn is_empty(&self) -> bool {
        self.list.with(Vec::is_empty)
    }

    /// The message with this id, if it is here.
    pub fn find(&self, id: MessageId) -> Option<ReactiveMessage> {
        self.list.with_untracked(|list| list.iter().rev().find(|message| message.id() == Some(id)).cloned())
    }

    /// The id of the oldest message that has one.
    pub fn first_id(&self) -> Option<MessageId> {
        self.list.with_untracked(|list| list.iter().find_map(ReactiveMessage::id))
    }

    /// The id of the newest message that has one.
    pub fn last_id(&self) -> Option<MessageId> {
        self.list.with_untracked(|list| list.iter().rev().find_map(ReactiveMessage::id))
    }

    /// The id of the first reply that the server is writing or will write.
    pub fn first_pending(&self) -> Option<MessageId> {
        self.list.with_untracked(|list| {
            list.iter().find(|message| message.is_pending()).and_then(ReactiveMessage::id)
        })
    }

    /// Adds a question that the person has just sent.
    pub fn add_question(&self, text: String) -> ReactiveMessage {
        let question = ReactiveMessage::new(self.fresh_key(), Role::User, MessageContent::sending(text));
        self.change(|list| list.push(question.clone()));
        question
    }

    /// Whether a question with this text was stored after a message.
    pub fn has_question(&self, text: &str, after: Option<MessageId>) -> bool {
        let is = |message: &ReactiveMessage| {
            message.role == Role::User
                && message.id().is_some()
                && message.id() > after
                && message.text() == text
        };
        self.list.with_untracked(|list| list.iter().any(is))
    }

    /// Puts a stored message in place of the one with its id, or where it belongs by its id.
    pub fn put(&self, message: Message) -> ReactiveMessage {
        self.put_with(message, |content, message| content.replace(message, String::new()))
    }

    /// Does the same, where `change` puts the stored message into the content.
    pub fn put_with(
        &self,
        message: Message,
        change: impl FnOnce(&mut MessageContent, Message) -> ContentChange,
    ) -> ReactiveMessage {
        let (id, role) = (message.id, message.role);
        if let Some(known) = self.find(id) {
            known.update(|content| change(content, message));
            return known;
        }
        let mut content = MessageContent::empty();
        change(&mut content, message);
        let added = ReactiveMessage::new(self.fresh_key(), role, content);
        // Behind older messages, in front of those that wait and those that are not stored yet.
        self.change(|list| {
            let at = list.iter().rposition(|other| other.id().is_some_and(|other| other < id));
            list.insert(at.map_or(0, |before| before + 1), added.clone());
        });
        added
    }

    /// Puts older messages in front of all others.
    pub fn prepend(&self, messages: Vec<Message>) {
        let older = self.wrap(messages);
        self.change(|list| {
            list.splice(0..0, older);
        });
    }

    /// Replaces all messages.
    pub fn replace(&self, messages: Vec<Message>) {
        let messages = self.wrap(messages);
        self.change(|list| *list = messages);
    }

    /// Removes a message.
    pub fn remove(&self, message: &ReactiveMessage) {
        self.change(|list| list.retain(|other| other.key != message.key));
    }

    /// Removes a message and all stored ones after it, except for one.
    pub fn truncate(&self, first: MessageId, except: MessageId) {
        self.change(|list| {
            list.retain(|message| message.id().is_none_or(|id| id < first || id == except));
        });
    }

    /// Removes the stored messages that are not among `newest`, the newest ones that the server has.
    pub fn retain_newest(&self, newest: &[Message]) {
        let known: Vec<MessageId> = newest.iter().map(|message| message.id).collect();
        let first = known.first().copied();
        self.change(|list| {
            list.retain(|message| message.id().is_none_or(|id| Some(id) < first || known.contains(&id)));
        });
    }

    /// Changes the list. Of the messages that stay, only the last one and the one that was the last before hear of it.
    fn change(&self, change: impl FnOnce(&mut Vec<ReactiveMessage>)) {
        let before = self.last();
        self.list.update(change);
        self.tell_last(before);
    }

    fn tell_last(&self, before: Option<ReactiveMessage>) {
        let last = self.last();
        if before.as_ref().map(|message| message.key) != last.as_ref().map(|message| message.key) {
            before.iter().for_each(|message| message.set_last(false));
            last.iter().for_each(|message| message.set_last(true));
        }
    }

    fn last(&self) -> Option<ReactiveMessage> {
        self.list.with_untracked(|list| list.last().cloned())
    }

    fn wrap(&self, messages: Vec<Message>) -> Vec<ReactiveMessage> {
        let wrap = |message: Message| {
            ReactiveMessage::new(self.fresh_key(), message.role, MessageContent::stored(message))
        };
        messages.into_iter().map(wrap).collect()
    }

    fn fresh_key(&self) -> u32 {
        self.next_key.fetch_add(1, Ordering::Relaxed)
    }
}
