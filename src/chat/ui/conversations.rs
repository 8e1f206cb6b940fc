//! The person's conversations as the page knows them.

use crate::chat::{Conversation, api};
use crate::error::AppError;
use leptos::prelude::*;

/// The conversations of whoever is logged in.
#[derive(Clone, Copy)]
pub struct Conversations(Resource<Result<Vec<Conversation>, AppError>>);

impl Conversations {
    /// Fetches the list and makes it known to the page.
    pub fn provide() {
        provide_context(Self(Resource::new(|| (), |()| api::conversations())));
    }

    /// The page's own.
    pub fn here() -> Self {
        expect_context()
    }

    /// All of them, the last used first. To be read under `<Transition>`.
    pub fn all(self) -> Vec<Conversation> {
        let all = |list: &Option<Result<Vec<Conversation>, AppError>>| {
            list.iter().flatten().flatten().cloned().collect()
        };
        self.0.try_with(all).unwrap_or_default()
    }

    /// Why there is no list. To be read under `<Transition>`.
    pub fn error(self) -> Option<AppError> {
        self.0.try_with(|list| list.as_ref().and_then(|list| list.as_ref().err().cloned())).flatten()
    }

    /// Puts a conversation that was just used to the top. It may be new.
    pub fn used(self, conversation: Conversation) {
        self.0.update(|list| {
            if let Some(Ok(list)) = list {
                list.retain(|old| old.id != conversation.id);
                list.insert(0, conversation);
            }
        });
    }
}
