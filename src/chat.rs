//! Chat: conversations, messages and the events of a running reply. This file holds the shared types. `chat::server`
//! has the rules, `chat::turn` writes replies, and `chat::ui` shows them.

use crate::error::AppError;
use crate::id::{ConversationId, MessageId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

pub mod api;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod turn;
pub mod ui;

/// The stored form of a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The conversation.
    pub conversation: Conversation,
    /// The person's message.
    pub question: Message,
    /// The reply to it, in its current state.
    pub reply: Message,
}

/// Most characters (not bytes) of a person's message.
pub const MESSAGE_MAX: usize = 8000;
/// Most characters (not bytes) of a conversation's title.
pub const TITLE_MAX: usize = 200;

/// Stands in place of a model's id for the configured order.
pub const AUTOMATIC: &str = "automatic";

/// A conversation: one thread of messages of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Conversation {
    /// The conversation's id. Its URL contains it.
    pub id: ConversationId,
    /// A short title for the list.
    pub title: String,
    /// When its last message was written.
    pub updated_at: Timestamp,
    /// Whether it comes before those that are not pinned.
    pub pinned: bool,
    /// Whether it is in the archive. Writing to it takes it out.
    pub archived: bool,
    /// The id of the model that the person chose for it, if they chose one. Otherwise the configured order applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(nullable = false))]
    pub model: Option<String>,
}

/// Some of a person's conversations: pinned ones first, then the last used first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ConversationList {
    /// The conversations.
    pub conversations: Vec<Conversation>,
    /// Where the list goes on, unless it has ended. Give it back unchanged.
    #[cfg_attr(feature = "ssr", schema(required = true))]
    pub next: Option<String>,
}

/// A model that people can choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ModelInfo {
    /// The id by which it is chosen, such as `openai/gpt-4.1-mini` or `offline`.
    pub id: String,
    /// The provider's name for it.
    pub name: String,
    /// Who runs it: `openai` (and every server with its API), `gemini`, `offline`.
    pub provider: String,
    /// Whether it is asked first if none was chosen.
    pub default: bool,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub enum Role {
    /// The person.
    User,
    /// The model. What somebody else says, whom only a newer server knows, is shown like what it says.
    #[serde(other)]
    Assistant,
}

/// How far a message is. All but `Queued` and `Streaming` are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub enum MessageStatus {
    /// The reply waits until the one before it has ended.
    Queued,
    /// The reply is being written.
    Streaming,
    /// The person stopped it.
    Stopped,
    /// The server died or stopped while writing the reply.
    Interrupted,
    /// The model failed. The message says why.
    Failed,
    /// The model reached its length limit.
    Length,
    /// The message is complete. One with a status that only a newer server knows counts as complete: what there is of
    /// it is shown.
    #[serde(other)]
    Complete,
}

impl MessageStatus {
    /// Whether nothing more will come.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Queued | Self::Streaming)
    }
}

/// What a person thinks of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Feedback {
    /// It is good.
    Positive,
    /// It is not.
    Negative,
}

/// One call of a tool by the assistant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCall {
    /// The call's id, unique within its message.
    pub id: String,
    /// The tool's name, such as `add_task`.
    pub name: String,
    /// The arguments as the model wrote them: JSON text, perhaps malformed.
    pub arguments: String,
    /// The result. `None` while the call runs.
    pub result: Option<ToolResult>,
}

impl ToolCall {
    /// What a call of `update_task` did, if all that it changed is whether the task is done: whether it is now.
    pub fn ticked(&self) -> Option<bool> {
        self.result.as_ref()?.change?;
        let arguments: serde_json::Value = serde_json::from_str(&self.arguments).ok()?;
        let is_given = |name| arguments.get(name).is_some_and(|value| !value.is_null());
        if is_given("title") || is_given("description") {
            None
        } else {
            arguments.get("completed")?.as_bool()
        }
    }
}

/// The result of a tool call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolResult {
    /// The tool's answer, or `{detail, code, field?}` if `is_error`.
    pub content: serde_json::Value,
    /// Whether the tool refused.
    pub is_error: bool,
    /// What became of the call's change to a task, if it made one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeState>,
}

/// What became of a change that the assistant made to a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeState {
    /// It was made.
    Done,
    /// It was made and then undone.
    Undone,
}

/// What a model thought before it went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thought {
    /// Its words. A thought that has only begun has none yet.
    pub text: String,
    /// How long it took. `None` while the model is thinking, and for good if its writer died.
    pub seconds: Option<u32>,
}

/// A piece of a message. A message's parts are in reading order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Part {
    /// Plain text, shown as it was typed.
    Text {
        /// The text.
        text: String,
    },
    /// Markdown, rendered by the server as safe HTML.
    Html {
        /// Safe HTML.
        html: String,
    },
    /// A call of a tool.
    Tool {
        /// The call.
        call: ToolCall,
    },
    /// What the model thought. Only pages show it.
    Thought {
        /// The thought.
        thought: Thought,
    },
    /// A part of a kind that only a newer server knows. It shows nothing. The server makes none and stores none: what
    /// it stores are texts, calls and thoughts.
    #[serde(other)]
    Unknown,
}

/// Where a message stands among its versions. Versions are edited questions, and replies that were written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// The number of this version, from 1.
    pub number: u32,
    /// How many versions there are, at least 2.
    pub count: u32,
    /// The version before.
    pub previous: Option<MessageId>,
    /// The version after.
    pub next: Option<MessageId>,
}

/// One message, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The message's id. A conversation is read in the order of ids.
    pub id: MessageId,
    /// Who wrote it.
    pub role: Role,
    /// Its parts in reading order.
    pub parts: Vec<Part>,
    /// How far it is.
    pub status: MessageStatus,
    /// Why it failed, if it did.
    pub error: Option<AppError>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Its versions, if there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<Versions>,
    /// What the person thinks of it, if they have said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
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

/// What happens while a reply is written. On the wire, each event is one JSON object on a line. A stream opens with
/// `Started` and closes with `Done`, or is a single `Refused`.
///
/// A position is a number of bytes of the reply's raw text (Markdown). A client that follows a reply again says up to
/// which position it has finished parts, and keeps these.
#[cfg_attr(
    feature = "ssr",
    expect(clippy::large_enum_variant, reason = "the large ones open and close a stream; none is kept")
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ChatEvent {
    /// The turn is stored. `reply` has everything that the assistant has written after the position `from`, except the
    /// unfinished last piece of text, which is in `tail`. Comes again when a queued reply begins.
    Started {
        /// The conversation, which may be new.
        conversation: Conversation,
        /// The person's message.
        question: Message,
        /// The assistant's message as it stands.
        reply: Message,
        /// Raw text after the last part of `reply`.
        tail: String,
        /// `reply` leaves out the parts up to this position, because the client said that it has them. The client must
        /// discard everything it has after this position.
        #[serde(default)]
        from: usize,
        /// The position up to which there are finished parts.
        #[serde(default)]
        position: usize,
    },
    /// More raw text, to append to the tail.
    Text {
        /// The text.
        delta: String,
    },
    /// The tail so far has become this part. `tail` is the text that is left of it.
    Html {
        /// Safe HTML.
        html: String,
        /// Raw text that comes after it.
        tail: String,
        /// The position up to which there are finished parts now.
        #[serde(default)]
        position: usize,
    },
    /// A tool call began or, with the same id, ended.
    Tool {
        /// The call.
        call: ToolCall,
    },
    /// The model began to think or, if the thought has its seconds, ended.
    Thought {
        /// The thought.
        thought: Thought,
    },
    /// The final state. It replaces everything before.
    Done {
        /// The assistant's message.
        reply: Message,
    },
    /// The turn could not start. Nothing was stored.
    Refused {
        /// Why.
        error: AppError,
    },
    /// Nothing has happened for a while. The connection is alive.
    Ping,
    /// An event of a newer server, which a page of an older one does not know.
    #[cfg(not(feature = "ssr"))]
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests;
