//! What an address of the chat asks for, and how the page loads it.

use crate::chat::api::drafts::draft_with_page;
use crate::chat::api::manage::passage;
use crate::chat::{Conversation, Page, Passage, api};
use crate::error::{AppError, Reason};
use crate::id::{ConversationId, MessageId};
use crate::url;
use futures::future::join;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

/// What an address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// A new conversation.
    New,
    /// The newest messages of a conversation.
    Newest(ConversationId),
    /// The messages around one of a conversation.
    Around(ConversationId, MessageId),
    /// The messages before one of a conversation.
    Before(ConversationId, MessageId),
    /// The id in the address is not a number.
    Invalid,
}

impl Address {
    /// The conversation that it names.
    pub fn conversation(self) -> Option<ConversationId> {
        match self {
            Self::Newest(id) | Self::Around(id, _) | Self::Before(id, _) => Some(id),
            Self::New | Self::Invalid => None,
        }
    }

    /// Reads an address from the parameters in its path and its query.
    pub fn read(path: &ParamsMap, query: &ParamsMap) -> Self {
        let Some(id) = path.get_str("id") else { return Self::New };
        let Ok(id) = id.parse() else { return Self::Invalid };
        let message = |name| query.get_str(name).and_then(|id| id.parse().ok());
        match (message(url::AT), message(url::BEFORE)) {
            (Some(at), _) => Self::Around(id, at),
            (None, Some(before)) => Self::Before(id, before),
            (None, None) => Self::Newest(id),
        }
    }
}

/// What the page has loaded for an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loaded {
    /// A thread to write in.
    Thread {
        /// The newest messages of a conversation. `None` is a new one.
        page: Option<Page>,
        /// The person's draft there, if the server has sent it with the page.
        draft: Option<String>,
    },
    /// Messages from its middle, and the message that the address names, if it is to be shown.
    Passage(Passage, Option<MessageId>),
}

impl Loaded {
    /// The conversation, if there is one.
    pub fn conversation(&self) -> Option<&Conversation> {
        match self {
            Self::Thread { page, .. } => page.as_ref().map(|page| &page.conversation),
            Self::Passage(Passage { page, .. }, _) => Some(&page.conversation),
        }
    }
}

/// Loads what an address asks for.
pub async fn load(address: Address) -> Result<Loaded, AppError> {
    match address {
        Address::New => Ok(Loaded::Thread { page: None, draft: draft_with_page(None).await }),
        Address::Newest(conversation) => {
            let draft = draft_with_page(Some(conversation));
            let (page, draft) = join(api::messages(conversation, None), draft).await;
            Ok(Loaded::Thread { page: Some(page?), draft })
        }
        Address::Around(conversation, at) => {
            passage(conversation, at, false).await.map(|passage| Loaded::Passage(passage, Some(at)))
        }
        Address::Before(conversation, before) => {
            passage(conversation, before, true).await.map(|passage| Loaded::Passage(passage, None))
        }
        Address::Invalid => Err(Reason::NoConversationHere.into()),
    }
}
