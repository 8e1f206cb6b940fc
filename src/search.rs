//! Search in a person's messages, conversations and tasks. This file holds the shared types. The rules are in
//! `search::server`.

use crate::chat::Role;
use crate::id::{ConversationId, MessageId, TaskId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
mod store;
pub mod ui;
#[cfg(feature = "ssr")]
pub(crate) mod words;

/// Most characters of a query. The rest is ignored.
pub const QUERY_MAX: usize = 200;

/// A piece of a text in the results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Piece {
    /// The piece's text.
    pub text: String,
    /// Whether it matches the query.
    pub hit: bool,
}

/// A conversation found by its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FoundConversation {
    /// The conversation.
    pub id: ConversationId,
    /// Its title.
    pub title: Vec<Piece>,
    /// When its last message was written.
    pub updated_at: Timestamp,
}

/// A task found by its title or description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FoundTask {
    /// The task's number.
    pub id: TaskId,
    /// Its title.
    pub title: Vec<Piece>,
    /// An excerpt of its description. Empty if only the title matches.
    pub description: Vec<Piece>,
    /// Whether it is done.
    pub completed: bool,
}

/// A message that matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FoundMessage {
    /// The message.
    pub id: MessageId,
    /// The conversation it is in.
    pub conversation: ConversationId,
    /// That conversation's title.
    pub title: String,
    /// Who wrote it.
    pub role: Role,
    /// An excerpt of its text.
    pub excerpt: Vec<Piece>,
    /// When it was begun.
    pub created_at: Timestamp,
}

/// The results, each kind with the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Found {
    /// Conversations, by their titles.
    pub conversations: Vec<FoundConversation>,
    /// Tasks.
    pub tasks: Vec<FoundTask>,
    /// Messages.
    pub messages: Vec<FoundMessage>,
    /// Whether there are more results of any kind.
    pub has_more: bool,
}

impl Found {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.conversations.is_empty() && self.tasks.is_empty() && self.messages.is_empty()
    }
}
