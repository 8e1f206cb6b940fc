//! What the API calls replies, messages and tool calls.

use crate::chat::server::TranscriptMessage;
use crate::chat::{MessageStatus, Role, ToolCall};
use crate::error::ErrorBody;
use crate::id::{ConversationId, MessageId};
use crate::timestamp::Timestamp;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The assistant's reply.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChatAnswer {
    /// The conversation. Name it in the next request to go on in it.
    conversation_id: ConversationId,
    /// The reply's id.
    message_id: MessageId,
    /// The reply, in Markdown.
    #[schema(example = "Added **Buy milk** as task #5.")]
    response: String,
    /// The tools that the assistant called, in order.
    tool_calls: Vec<Call>,
    /// How the reply ended.
    status: MessageStatus,
    /// Why it failed, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error: Option<ErrorBody>,
}

impl ChatAnswer {
    pub(super) fn new(conversation_id: ConversationId, reply: TranscriptMessage) -> Self {
        Self {
            conversation_id,
            message_id: reply.id,
            response: reply.content,
            tool_calls: reply.tool_calls.into_iter().map(Call::from).collect(),
            status: reply.status,
            error: reply.error.map(|error| error.body()),
        }
    }
}

/// A message of a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    /// The message's id. A conversation is read in the order of ids.
    id: MessageId,
    /// Who wrote it.
    role: Role,
    /// The text: plain if the person wrote it, Markdown if the assistant did.
    content: String,
    /// How far it is.
    status: MessageStatus,
    /// The tools that the assistant called for it.
    tool_calls: Vec<Call>,
    /// Why it failed, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error: Option<ErrorBody>,
    /// The id of the model that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    model: Option<String>,
    /// When it was begun.
    created_at: Timestamp,
}

impl From<TranscriptMessage> for Message {
    fn from(message: TranscriptMessage) -> Self {
        Self {
            id: message.id,
            role: message.role,
            content: message.content,
            status: message.status,
            tool_calls: message.tool_calls.into_iter().map(Call::from).collect(),
            error: message.error.map(|error| error.body()),
            model: message.model,
            created_at: message.created_at,
        }
    }
}

/// A call of a tool by the assistant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ToolCall)]
pub(super) struct Call {
    /// The call's id, unique within its message.
    id: String,
    /// The tool's name, such as `add_task`.
    #[schema(example = "add_task")]
    name: String,
    /// The arguments: an object, as `AddTaskArguments` and the others describe it. A text if the model wrote something
    /// that is not JSON.
    #[schema(example = json!({ "title": "Buy milk" }))]
    arguments: Value,
    /// The tool's answer, or an error if `is_error`. `null` while the call runs.
    #[schema(example = json!({ "task_id": 5, "status": "created", "title": "Buy milk" }))]
    result: Value,
    /// Whether the tool refused.
    is_error: bool,
}

impl From<ToolCall> for Call {
    fn from(call: ToolCall) -> Self {
        let arguments = match call.arguments.trim() {
            "" => Value::Object(Default::default()),
            text => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())),
        };
        let is_error = call.result.as_ref().is_some_and(|result| result.is_error);
        let result = call.result.map_or(Value::Null, |result| result.content);
        Self { id: call.id, name: call.name, arguments, result, is_error }
    }
}
