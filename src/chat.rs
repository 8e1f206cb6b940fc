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
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod turn;
pub mod ui;

/// What was stored of a message that waits for its turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The conversation.
    pub conversation: Conversation,
    /// The person's message.
    pub question: Message,
    /// The reply to it, as it stands.
    pub reply: Message,
}

/// Most characters (not bytes) of a message that a person sends.
pub const MESSAGE_MAX: usize = 8000;
/// Most characters (not bytes) of a conversation's title.
pub const TITLE_MAX: usize = 200;

/// In place of a model's id: the configured order.
pub const AUTOMATIC: &str = "automatic";

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
    /// The id of the model that somebody chose for it; none is the configured order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// Some of a person's conversations: pinned ones first, then the last used first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationList {
    /// The conversations.
    pub conversations: Vec<Conversation>,
    /// Where the list goes on, to be given back as it is; `None` at its end.
    pub next: Option<String>,
}

/// A model that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// What it is chosen by, such as `openai/gpt-4.1-mini` or `offline`.
    pub id: String,
    /// What its provider calls it.
    pub name: String,
    /// Who runs it: `openai` (and every server with its API), `gemini`, `offline`.
    pub provider: String,
    /// Whether it is asked first where nothing was chosen.
    pub default: bool,
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

/// How far a message has come. All but `Queued` and `Streaming` are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum MessageStatus {
    /// All is there.
    Complete,
    /// The reply waits until the one before it has ended.
    Queued,
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
        !matches!(self, Self::Queued | Self::Streaming)
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
    /// What became of the change that it made to a task, if it made one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeState>,
}

/// What became of a change that the assistant made to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeState {
    /// It was made.
    Done,
    /// It was made and then taken back.
    Undone,
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

/// Where a message stands among its versions: questions that were edited, replies that were given anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Which one this is, from 1.
    pub number: u32,
    /// How many there are, at least 2.
    pub count: u32,
    /// The one before.
    pub previous: Option<MessageId>,
    /// The one after.
    pub next: Option<MessageId>,
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
    /// Its versions, if there is more than this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<Versions>,
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
///
/// A position is a number of bytes of the reply's raw text (Markdown). Whoever follows a reply again says up to which
/// position they have finished parts, and keeps these.
#[cfg_attr(
    feature = "ssr",
    expect(clippy::large_enum_variant, reason = "the large ones open and close a stream; none is kept")
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ChatEvent {
    /// The turn is stored. Everything the assistant has written so far, after the position `from`, is in `reply`;
    /// its unfinished last piece of text is in `tail`. Comes again when a reply that was queued begins.
    Started {
        /// The conversation, which may be new.
        conversation: Conversation,
        /// The person's message.
        question: Message,
        /// The assistant's message as it stands.
        reply: Message,
        /// Raw text after the last part of `reply`.
        tail: String,
        /// The parts of the reply up to this position are not told: whoever asked said that they have them. What
        /// else they have of it is void.
        #[serde(default)]
        from: usize,
        /// Up to which position there are finished parts.
        #[serde(default)]
        position: usize,
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
        /// Up to which position there are finished parts now.
        #[serde(default)]
        position: usize,
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
