//! What an address of the chat asks for, and what there is.

use crate::chat::api::manage::passage;
use crate::chat::{Conversation, Page, Passage, api};
use crate::error::{AppError, ErrorCode};
use crate::id::{ConversationId, MessageId};
use crate::url;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

/// What the address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// A new conversation.
    New,
    /// The end of an old one.
    Old(ConversationId),
    /// What is around a message of one.
    At(ConversationId, MessageId),
    /// What is before a message of one.
    Before(ConversationId, MessageId),
    /// Nothing that is there.
    Nonsense,
}

impl Address {
    /// Reads it from the parameters in the path and in the query.
    pub fn read(path: &ParamsMap, query: &ParamsMap) -> Self {
        let Some(id) = path.get_str("id") else { return Self::New };
        let Ok(id) = id.parse() else { return Self::Nonsense };
        let message = |name| query.get_str(name).and_then(|id| id.parse().ok());
        match (message(url::AT), message(url::BEFORE)) {
            (Some(at), _) => Self::At(id, at),
            (None, Some(before)) => Self::Before(id, before),
            (None, None) => Self::Old(id),
        }
    }
}

/// What there is at an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// Nothing yet: a new conversation.
    New,
    /// The newest messages of a conversation.
    Old(Page),
    /// Messages from its middle, and the one that was asked for.
    Past(Passage, Option<MessageId>),
}

impl Shown {
    /// The conversation, if there is one.
    pub fn conversation(&self) -> Option<&Conversation> {
        match self {
            Self::New => None,
            Self::Old(page) | Self::Past(Passage { page, .. }, _) => Some(&page.conversation),
        }
    }
}

/// Fetches what there is.
pub async fn load(address: Address) -> Result<Shown, AppError> {
    match address {
        Address::New => Ok(Shown::New),
        Address::Old(conversation) => api::messages(conversation, None).await.map(Shown::Old),
        Address::At(conversation, at) => {
            passage(conversation, at, false).await.map(|passage| Shown::Past(passage, Some(at)))
        }
        Address::Before(conversation, before) => {
            passage(conversation, before, true).await.map(|passage| Shown::Past(passage, None))
        }
        Address::Nonsense => {
            Err(AppError::new(ErrorCode::ConversationNotFound, "There is no conversation at this address."))
        }
    }
}
