//! A reply as a stream of events (Server-Sent Events, as the HTML standard defines them).

use super::Refusal;
use super::object::{Call, ChatAnswer};
use super::operation::Operations;
use super::target::{Reader, Target};
use crate::auth::server::{Grant, StreamPermit};
use crate::chat::server::{Heard, Piece, Subscription, Told};
use crate::endpoint::Access;
use crate::error::{Error, Reason};
use crate::id::{ConversationId, MessageId};
use crate::protocol::door::permit_stream;
use crate::state::AppState;
use axum::extract::{FromRequestParts, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use serde::Serialize;
use serde_json::json;
use std::convert::Infallible;
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

/// The id of a stream's last event.
const END: &str = "end";
/// How long a program shall wait before it comes back to a stream that broke off.
const RETRY: Duration = Duration::from_secs(1);

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Member, routes!(reply_events))
}

/// Where a stream goes on.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only for the description")]
pub(super) struct LastEventIdHeader {
    /// The `id` of the last event of this stream that you have heard. The stream goes on right after it.
    /// An empty one stands for the beginning.
    #[param(
        rename = "Last-Event-ID",
        value_type = String,
        pattern = r"^([0-9]{1,9}\.[0-9]{1,3}\.[0-9]{1,3}|end)?$",
        example = "42.1.1"
    )]
    last_event_id: Option<String>,
}

/// The value of `Last-Event-ID`.
#[derive(Debug)]
pub(super) enum LastEventId {
    /// The program has heard everything up to this position.
    Told(Told),
    /// The program has heard the end.
    End,
}

impl<S: Send + Sync> FromRequestParts<S> for LastEventId {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let value = parts.headers.get("last-event-id");
        match value.map(|value| value.to_str().unwrap_or_default()) {
            None | Some("") => Ok(Self::Told(Told::default())),
            Some(END) => Ok(Self::End),
            Some(text) => text
                .parse()
                .map(Self::Told)
                .map_err(|_| Refusal::parameter("Last-Event-ID", "this is no id of an event of a reply")),
        }
    }
}

/// Follow a reply
///
/// A stream of Server-Sent Events. Each has JSON as its data, and an `id` with which you can go on after it:
///
/// - `started`: `{conversation_id, message_id, events}`, where `events` is the path of this operation.
/// - `text`: `{delta}`, more Markdown to append.
/// - `tool_call`: a `ToolCall` that began (`result` is null) or, with the same id, ended.
/// - `done`: the whole reply, as the operation `chat` answers it. It replaces everything before.
/// - `error`: an `Error`. The stream ends, because your token ended or the database did not answer.
///
/// When nothing happens for 15 seconds, a comment shows that the connection is alive. If it breaks, send the request
/// again with the last `id` as `Last-Event-ID`. You then get what came after it, and nothing twice. Browsers'
/// `EventSource` does this by itself.
#[utoipa::path(get, path = "/api/{user_id}/conversations/{conversation_id}/messages/{message_id}/events", tag = "Chat",
    params(LastEventIdHeader),
    responses(
        (status = 200, description = "The reply's events.", body = ReplyEvent, content_type = "text/event-stream"),
        (status = 204, description = "`Last-Event-ID` is `end`: you have heard all of it."),
    ))]
async fn reply_events(
    State(state): State<AppState>,
    Reader(grant): Reader,
    Target(conversation): Target<ConversationId>,
    Target(message): Target<MessageId>,
    last: LastEventId,
) -> Result<Response, Refusal> {
    let (permit, user) = (permit_stream(&state, &grant)?, &grant.user.id);
    state.chat.reply(user, conversation, message).await?;
    let turn = state.chat.follow(user, message, 0).await?;
    Ok(response(&state, &grant, permit, turn, last))
}

/// An event of a reply, as a client of Server-Sent Events reads it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only for the description")]
pub(super) struct ReplyEvent {
    /// What happened.
    event: EventName,
    /// JSON. Its form depends on `event`.
    #[schema(content_media_type = "application/json")]
    data: String,
    /// Where the stream goes on after this event.
    #[schema(nullable = false)]
    id: Option<String>,
    /// Milliseconds to wait before coming back.
    #[schema(nullable = false)]
    retry: Option<u32>,
}

/// What happened to a reply.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only for the description")]
enum EventName {
    /// The stream begins.
    Started,
    /// There is more text.
    Text,
    /// A tool call began or ended.
    ToolCall,
    /// The reply ended.
    Done,
    /// The stream cannot go on.
    Error,
}

/// The first event of a stream.
#[derive(Serialize)]
struct Started {
    conversation_id: ConversationId,
    message_id: MessageId,
    events: String,
}

/// A reply from a position on.
pub(super) fn response(
    state: &AppState,
    grant: &Grant,
    permit: StreamPermit,
    turn: Subscription,
    last: LastEventId,
) -> Response {
    let told = match last {
        LastEventId::Told(told) => told,
        // `EventSource` comes back when a stream ends, until it gets this answer.
        LastEventId::End => return StatusCode::NO_CONTENT.into_response(),
    };
    let (user, conversation_id, message_id) = (&grant.user.id, turn.conversation(), turn.reply());
    let events = format!("/api/{user}/conversations/{conversation_id}/messages/{message_id}/events");
    let started = Started { conversation_id, message_id, events };
    let first = event("started", &started).id(told.to_string()).retry(RETRY);
    let pieces = state.chat.pieces(user, turn, told).map(move |heard| told_event(conversation_id, heard));
    let ended = || event("error", &Refusal::from(Error::Unauthenticated).body());
    let events = permit.while_holds(grant.via.clone(), stream::iter([first]).chain(pieces), ended);
    let mut response = Sse::new(events.map(Ok::<_, Infallible>)).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

fn told_event(conversation: ConversationId, heard: Heard) -> Event {
    match heard {
        Heard::Piece(Piece::Text(delta), told) => {
            event("text", &json!({ "delta": delta })).id(told.to_string())
        }
        Heard::Piece(Piece::Call(call), told) => event("tool_call", &Call::from(call)).id(told.to_string()),
        Heard::Ended(reply) => event("done", &ChatAnswer::new(conversation, *reply)).id(END),
        Heard::Failed => event("error", &Refusal::from(Reason::DatabaseDown).body()),
        Heard::Ping => Event::default().comment("ping"),
    }
}

fn event(name: &str, data: &impl Serialize) -> Event {
    // JSON escapes line breaks, so the data is one line.
    Event::default().event(name).data(serde_json::to_string(data).unwrap_or_default())
}
