//! Chat: conversations, messages and the events of a running reply. Shared types only; a turn is run in
//! `chat::server`, shown in `chat::ui`, and its events travel as `chat::event` writes them.

use crate::error::AppError;
use crate::id::{ConversationId, MessageId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

pub mod api;
pub mod event;
#[cfg(feature = "ssr")]
pub mod server;
pub mod ui;

/// Most characters (not bytes) of a message that a person sends.
pub const MESSAGE_MAX: usize = 8000;
/// Most characters (not bytes) of a conversation's title.
pub const TITLE_MAX: usize = 200;

/// One thread of messages of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Conversation {
    /// The conversation's id, which its URL holds.
    pub id: ConversationId,
    /// A short title for the list.
    pub title: String,
    /// When its last message was written.
    pub updated_at: Timestamp,
    /// Whether it stands before those that are not.
    pub pinned: bool,
    /// Whether it was put away; writing to it brings it back.
    pub archived: bool,
}

/// Some of a person's conversations: pinned ones first, then the last used first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationList {
    /// The conversations.
    pub conversations: Vec<Conversation>,
    /// Where the list goes on, to be given back as it is; `None` at its end.
    pub next: Option<String>,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person.
    User,
    /// The model.
    Assistant,
}

/// How far a message has come. All but `Streaming` are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum MessageStatus {
    /// All is there.
    Complete,
    /// The reply is being written.
    Streaming,
    /// The person stopped it.
    Stopped,
    /// The server went away while writing it.
    Interrupted,
    /// The model failed; the message says why.
    Failed,
    /// The model reached its length limit.
    Length,
}

impl MessageStatus {
    /// Whether nothing more will come.
    pub fn is_final(self) -> bool {
        self != Self::Streaming
    }
}

/// One use of a tool by the assistant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCall {
    /// The call's id, unique within its message.
    pub id: String,
    /// The tool's name, such as `add_task`.
    pub name: String,
    /// The arguments as the model wrote them: JSON text, perhaps malformed.
    pub arguments: String,
    /// What came of it; `None` while it runs.
    pub result: Option<ToolResult>,
}

/// What came of a tool call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolResult {
    /// The tool's answer, or `{detail, code, field?}` if `is_error`.
    pub content: serde_json::Value,
    /// Whether the tool refused.
    pub is_error: bool,
}

/// A piece of a message, in reading order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Part {
    /// Plain text, to be shown as it was typed.
    Text {
        /// The text.
        text: String,
    },
    /// Markdown, rendered and sanitised by the server.
    Html {
        /// Safe HTML.
        html: String,
    },
    /// A use of a tool.
    Tool {
        /// The call.
        call: ToolCall,
    },
}

/// One message, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The message's id; a conversation is read in the order of them.
    pub id: MessageId,
    /// Who wrote it.
    pub role: Role,
    /// Its pieces in reading order.
    pub parts: Vec<Part>,
    /// How far it has come.
    pub status: MessageStatus,
    /// Why it failed, if it did.
    pub error: Option<AppError>,
    /// When it was begun.
    pub created_at: Timestamp,
}

/// Some of a conversation's messages, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The conversation.
    pub conversation: Conversation,
    /// The messages, oldest first.
    pub messages: Vec<Message>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// Messages from the middle of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The messages, and whether there are older ones.
    pub page: Page,
    /// Whether there are newer ones.
    pub has_newer: bool,
}

/// What happens while a reply is written. One JSON object per line on the wire; a stream opens with `Started`
/// and closes with `Done`, or is a single `Refused`.
#[cfg_attr(
    feature = "ssr",
    expect(clippy::large_enum_variant, reason = "the large ones open and close a stream; none is kept")
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ChatEvent {
    /// The turn is stored. Everything the assistant has written so far is in `reply`; its unfinished last
    /// piece of text is in `tail`.
    Started {
        /// The conversation, which may be new.
        conversation: Conversation,
        /// The person's message.
        question: Message,
        /// The assistant's message as it stands.
        reply: Message,
        /// Raw text after the last part of `reply`.
        tail: String,
    },
    /// More raw text, to be put after the tail.
    Text {
        /// The text.
        delta: String,
    },
    /// The tail so far is now this part; `tail` is what of it is left.
    Html {
        /// Safe HTML.
        html: String,
        /// Raw text that comes after it.
        tail: String,
    },
    /// A tool call began, or (same id) ended.
    Tool {
        /// The call.
        call: ToolCall,
    },
    /// The final state; it replaces everything before.
    Done {
        /// The assistant's message.
        reply: Message,
    },
    /// The turn could not start; nothing was stored.
    Refused {
        /// Why.
        error: AppError,
    },
    /// Nothing happened for a while; the connection is alive.
    Ping,
}
