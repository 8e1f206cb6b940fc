//! Talking to the assistant.

use super::Refusal;
use super::body::{Body, present, whole};
use super::conditions::{IdempotencyKey, IdempotencyKeyHeader};
use super::events::{self, LastEventId, LastEventIdHeader, ReplyEvent};
use super::object::ChatAnswer;
use super::operation::Operations;
use super::target::Writer;
use crate::chat::MessageStatus;
use crate::chat::server::NewMessage;
use crate::endpoint::Access;
use crate::error::Reason;
use crate::id::ConversationId;
use crate::media_type;
use crate::protocol::door::permit_stream;
use crate::random::Random;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

/// Characters of the id that stands for a message without a key of its own.
const CLIENT_ID_LENGTH: usize = 32;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Member, routes!(chat))
}

/// A message to the assistant.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct ChatRequest {
    /// The conversation. Without it, a new one begins.
    #[serde(default, deserialize_with = "whole")]
    #[schema(minimum = 1, maximum = 9_223_372_036_854_775_807i64)]
    conversation_id: Option<i64>,
    /// What you say.
    #[schema(
        min_length = 1,
        max_length = 8000,
        pattern = r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
        example = "Add a task to buy milk"
    )]
    message: String,
    /// The id of the model that answers in the conversation from now on (see `/api/models`), or `automatic`.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "docket-model", example = "automatic")]
    model: Option<String>,
}

/// Talk to the assistant
///
/// Waits for the end of the reply. With `Accept: text/event-stream` the reply comes as it is written (see the operation
/// `reply_events`). The reply is written to its end even if you do not wait for it.
///
/// With an `Idempotency-Key`, a repeated request sends nothing again and gets the same reply. As a stream it goes on
/// where `Last-Event-ID` says.
#[utoipa::path(post, path = "/api/{user_id}/chat", tag = "Chat", params(IdempotencyKeyHeader, LastEventIdHeader),
    request_body = ChatRequest,
    responses(
        (status = 200, description = "The reply.", content(
            (ChatAnswer = "application/json"),
            (ReplyEvent = "text/event-stream"),
        )),
        (status = 204, description = "`Last-Event-ID` is `end`: you have heard all of the stream."),
    ))]
async fn chat(
    State(state): State<AppState>,
    Writer(grant): Writer,
    key: IdempotencyKey,
    last: LastEventId,
    headers: HeaderMap,
    Body(request): Body<ChatRequest>,
) -> Result<Response, Refusal> {
    let (chat, user) = (&state.chat, &grant.user.id);
    let permit = wants_events(&headers).then(|| permit_stream(&state, &grant)).transpose()?;
    let repeatable = key.request(&());
    let client_id = match &repeatable {
        Some(request) => request.key().to_owned(),
        None => Random::system().alphanumeric(CLIENT_ID_LENGTH),
    };
    let message = NewMessage {
        conversation: request.conversation_id.map(ConversationId::new),
        text: &request.message,
        client_id: &client_id,
        model: request.model.as_deref(),
    };
    let turn = match repeatable {
        Some(_) => chat.send_once(user, message).await?,
        None => chat.send_message(user, message).await?,
    };
    if let Some(permit) = permit {
        return Ok(events::response(&state, &grant, permit, turn, last));
    }
    let reply = turn.reply();
    let conversation = turn.wait().await;
    let reply = chat.reply(user, conversation, reply).await?;
    match (reply.status, &reply.error) {
        // The server stops. The reply goes on elsewhere, or is interrupted.
        (status, _) if !status.is_final() => Err(Reason::Restarting.into()),
        (MessageStatus::Failed, Some(error)) if reply.content.is_empty() && reply.tool_calls.is_empty() => {
            Err(error.clone().into())
        }
        _ => Ok(Json(ChatAnswer::new(conversation, reply)).into_response()),
    }
}

fn wants_events(headers: &HeaderMap) -> bool {
    media_type::accepted(headers).any(|accepted| accepted == "text/event-stream")
}
