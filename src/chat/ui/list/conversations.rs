//! The list of conversations that the page holds.

use crate::chat::api::manage as api;
use crate::chat::{Conversation, ConversationList};
use crate::error::AppError;
use crate::id::ConversationId;
use crate::timestamp::Timestamp;
use leptos::prelude::*;

/// The pages of the person's conversations that were loaded so far.
#[derive(Clone, Copy)]
pub struct Conversations(Resource<Result<ConversationList, AppError>>);

impl Conversations {
    /// Fetches the first page and provides the list as context.
    pub fn provide() {
        provide_context(Self(Resource::new(|| (), |()| api::conversations(false, None))));
    }

    /// The list that was provided as context.
    pub fn here() -> Self {
        expect_context()
    }

    /// The conversations outside the archive: pinned ones first, then the last used first. Read it under
    /// `<Transition>`.
    pub fn all(self) -> Vec<Conversation> {
        self.0
            .try_with(|list| Some(list.as_ref()?.as_ref().ok()?.conversations.clone()))
            .flatten()
            .unwrap_or_default()
    }

    /// The cursor of the next page, if there is one. Read it under `<Transition>`.
    pub fn next(self) -> Option<String> {
        self.0.try_with(|list| list.as_ref()?.as_ref().ok()?.next.clone()).flatten()
    }

    /// Why there is no list. Read it under `<Transition>`.
    pub fn error(self) -> Option<AppError> {
        self.0.try_with(|list| list.as_ref().and_then(|list| list.as_ref().err().cloned())).flatten()
    }

    /// Puts a conversation where it belongs: one that is new, was used or was changed.
    pub fn put(self, conversation: Conversation) {
        self.change(|list| {
            list.conversations.retain(|old| old.id != conversation.id);
            let place = list.conversations.partition_point(|old| order(old) > order(&conversation));
            let beyond = place == list.conversations.len() && list.next.is_some();
            if !conversation.archived && !beyond {
                list.conversations.insert(place, conversation);
            }
        });
    }

    /// Does the same with a conversation in which a turn has started, and returns it as it is known now. The live updates
    /// may have told something newer already, such as the model's title.
    pub fn put_started(self, conversation: Conversation) -> Conversation {
        let known = |list: &Option<Result<ConversationList, AppError>>| {
            let list = list.as_ref()?.as_ref().ok()?;
            let known = list.conversations.iter().find(|known| known.id == conversation.id)?;
            (known.updated_at >= conversation.updated_at).then(|| known.clone())
        };
        if let Some(known) = self.0.try_with_untracked(known).flatten() {
            return known;
        }
        self.put(conversation.clone());
        conversation
    }

    /// Removes a conversation from the list.
    pub fn remove(self, id: ConversationId) {
        self.change(|list| list.conversations.retain(|old| old.id != id));
    }

    /// Fetches the next page.
    pub async fn load_more(self) -> Result<(), AppError> {
        let Some(next) = self.next() else { return Ok(()) };
        let more = api::conversations(false, Some(next)).await?;
        self.change(|list| {
            // A conversation that was used in the meantime is at the top already.
            let known: Vec<_> = list.conversations.iter().map(|known| known.id).collect();
            let fresh = more.conversations.into_iter().filter(|found| !known.contains(&found.id));
            list.conversations.extend(fresh);
            list.next = more.next;
        });
        Ok(())
    }

    /// Shows the first page as the server has it now. Conversations of later pages stay.
    pub fn show(self, fresh: ConversationList) {
        self.change(|list| {
            let last = fresh.conversations.last().filter(|_| fresh.next.is_some()).cloned();
            let is_later = |old: &Conversation| last.as_ref().is_some_and(|last| order(old) < order(last));
            let later: Vec<_> = list.conversations.drain(..).filter(|old| is_later(old)).collect();
            if later.is_empty() {
                list.next = fresh.next;
            }
            list.conversations = fresh.conversations.into_iter().chain(later).collect();
        });
    }

    fn change(self, change: impl FnOnce(&mut ConversationList)) {
        self.0.try_update(|list| {
            if let Some(Ok(list)) = list {
                change(list);
            }
        });
    }
}

/// The sort key. The greater it is, the higher the conversation stands.
fn order(conversation: &Conversation) -> (bool, &Timestamp, ConversationId) {
    (conversation.pinned, &conversation.updated_at, conversation.id)
}
