//! The messages of a conversation.

use super::Refusal;
use super::body::{Query, cursor, limit};
use super::object::Message;
use super::operation::Operations;
use super::target::{Reader, Target, Writer};
use crate::chat::server::{Chat, TranscriptPage};
use crate::endpoint::Access;
use crate::id::{ConversationId, MessageId};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.add(Access::Member, routes!(list_messages)).add(Access::Member, routes!(stop_reply))
}

/// Which messages to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Most messages on the page.
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(pattern = "^[0-9]{1,18}$", nullable = false)]
    cursor: Option<String>,
}

/// A page of messages.
#[derive(Debug, Serialize, ToSchema)]
struct MessageList {
    /// The messages, oldest first.
    messages: Vec<Message>,
    /// The `cursor` of the page with the messages before these. `null` if there are none.
    #[schema(required = true)]
    next: Option<String>,
}

/// List messages
///
/// The first page has the newest messages, and the next one the messages before them. On each page the oldest come
/// first. Of edited messages and of replies that were written again, the list has the version that the page shows.
#[utoipa::path(get, path = "/api/{user_id}/conversations/{conversation_id}/messages", tag = "Conversations",
    params(ListQuery), responses((status = 200, description = "A page of messages.", body = MessageList)))]
async fn list_messages(
    State(chat): State<Chat>,
    Reader(grant): Reader,
    Target(conversation): Target<ConversationId>,
    Query(query): Query<ListQuery>,
) -> Result<Json<MessageList>, Refusal> {
    let before = cursor(query.cursor.as_deref())?.map(MessageId::new);
    let limit = limit(query.limit)?;
    let TranscriptPage { messages, next } =
        chat.transcript_page(&grant.user.id, conversation, before, limit).await?;
    let messages = messages.into_iter().map(Message::from).collect();
    Ok(Json(MessageList { messages, next: next.map(|next| next.to_string()) }))
}

/// Stop a reply
///
/// The reply keeps the text that it has. Stopping one that has ended does nothing.
#[utoipa::path(post, path = "/api/{user_id}/conversations/{conversation_id}/messages/{message_id}/stop", tag = "Chat",
    responses((status = 204, description = "The reply has ended, or is about to.")))]
async fn stop_reply(
    State(chat): State<Chat>,
    Writer(grant): Writer,
    Target(conversation): Target<ConversationId>,
    Target(message): Target<MessageId>,
) -> Result<StatusCode, Refusal> {
    let user = &grant.user.id;
    chat.reply(user, conversation, message).await?;
    chat.stop(user, message).await?;
    Ok(StatusCode::NO_CONTENT)
}
