//! Search over what a person has said, been told and noted. Shared types only; the rules are in `search::server`.

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
mod words;

/// Most characters of what is searched for; the rest is not looked at.
pub const QUERY_MAX: usize = 200;

/// A piece of a text that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The text as it stands there.
    pub text: String,
    /// Whether it is what was searched for.
    pub hit: bool,
}

/// A conversation whose title was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundConversation {
    /// The conversation.
    pub id: ConversationId,
    /// Its title.
    pub title: Vec<Piece>,
    /// When its last message was written.
    pub updated_at: Timestamp,
}

/// A task that was found by its title or description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTask {
    /// The task's number.
    pub id: TaskId,
    /// Its title.
    pub title: Vec<Piece>,
    /// What of its description was found; empty if nothing.
    pub description: Vec<Piece>,
    /// Whether it is done.
    pub completed: bool,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundMessage {
    /// The message.
    pub id: MessageId,
    /// The conversation it is in.
    pub conversation: ConversationId,
    /// That conversation's title.
    pub title: String,
    /// Who wrote it.
    pub role: Role,
    /// What of it was found.
    pub excerpt: Vec<Piece>,
    /// When it was begun.
    pub created_at: Timestamp,
}

/// What was found, each kind with the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Conversations, by their titles.
    pub conversations: Vec<FoundConversation>,
    /// Tasks.
    pub tasks: Vec<FoundTask>,
    /// Messages.
    pub messages: Vec<FoundMessage>,
    /// Whether there are more than are here, of any kind.
    pub has_more: bool,
}

impl Found {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.conversations.is_empty() && self.tasks.is_empty() && self.messages.is_empty()
    }
}
