//! The person's conversations as a whole.

use super::Refusal;
use super::body::{Body, Query, limit, present};
use super::conditions::{IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, tagged};
use super::operation::Operations;
use super::target::{Reader, Target, Writer};
use crate::chat::server::{Chat, ConversationPatch};
use crate::chat::{Conversation, ConversationList};
use crate::endpoint::Access;
use crate::id::ConversationId;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .add(Access::Member, routes!(list_conversations))
        .add(Access::Member, routes!(get_conversation, update_conversation, delete_conversation))
}

/// Which conversations to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// The conversations in the archive (`true`) or outside (`false`, the default).
    #[param(nullable = false)]
    archived: Option<bool>,
    /// Most conversations on the page.
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(pattern = "^[01]_[0-9]{1,18}_[0-9]{1,14}$", nullable = false)]
    cursor: Option<String>,
}

/// List conversations
///
/// Pinned ones come first, then the last used.
#[utoipa::path(get, path = "/api/{user_id}/conversations", tag = "Conversations", params(ListQuery),
    responses((status = 200, description = "A page of conversations.", body = ConversationList)))]
async fn list_conversations(
    State(chat): State<Chat>,
    Reader(grant): Reader,
    Query(query): Query<ListQuery>,
) -> Result<Json<ConversationList>, Refusal> {
    let (archived, limit) = (query.archived.unwrap_or_default(), limit(query.limit)?);
    let page = chat.conversation_page(&grant.user.id, archived, query.cursor.as_deref(), limit).await;
    Ok(Json(page.map_err(|refused| Refusal::from(refused).renamed("after", "cursor"))?))
}

/// Read a conversation
#[utoipa::path(get, path = "/api/{user_id}/conversations/{conversation_id}", tag = "Conversations",
    params(IfNoneMatchHeader),
    responses(
        (status = 200, description = "The conversation, without its messages.", body = Conversation, headers(
            ("ETag" = String, description = "The conversation's entity tag, for `If-Match`."))),
        (status = 304, description = "You have it already."),
    ))]
async fn get_conversation(
    State(chat): State<Chat>,
    Reader(grant): Reader,
    Target(conversation): Target<ConversationId>,
    known: IfNoneMatch,
) -> Result<Response, Refusal> {
    Ok(known.answer(&chat.conversation(&grant.user.id, conversation).await?))
}

/// What to change of a conversation. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ConversationPatch)]
struct PatchBody {
    /// The new title. Docket then writes none of its own any more.
    #[serde(default, deserialize_with = "present")]
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = r"^[^\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]*[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]*$",
        nullable = false
    )]
    title: Option<String>,
    /// Whether it comes before those that are not pinned.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, example = true)]
    pinned: Option<bool>,
    /// Whether it is in the archive.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    archived: Option<bool>,
    /// The id of the model that answers in it from now on (see `/api/models`), or `automatic`.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, format = "docket-model", example = "automatic")]
    model: Option<String>,
}

/// Change a conversation
#[utoipa::path(patch, path = "/api/{user_id}/conversations/{conversation_id}", tag = "Conversations",
    params(IfMatchHeader), request_body = PatchBody,
    responses((status = 200, description = "The conversation after the change.", body = Conversation, headers(
        ("ETag" = String, description = "The conversation's new entity tag.")))))]
async fn update_conversation(
    State(chat): State<Chat>,
    Writer(grant): Writer,
    Target(conversation): Target<ConversationId>,
    IfMatch(expected): IfMatch,
    Body(patch): Body<PatchBody>,
) -> Result<Response, Refusal> {
    let PatchBody { title, pinned, archived, model } = &patch;
    let patch = ConversationPatch {
        title: title.as_deref(),
        pinned: *pinned,
        archived: *archived,
        model: model.as_deref(),
    };
    let changed = chat.patch_conversation(&grant.user.id, conversation, patch, &expected).await?;
    Ok(tagged(StatusCode::OK, &changed))
}

/// Delete a conversation
///
/// It disappears at once with everything in it, and its running replies are stopped. For a minute its person can bring
/// it back on the page.
#[utoipa::path(delete, path = "/api/{user_id}/conversations/{conversation_id}", tag = "Conversations",
    params(IfMatchHeader),
    responses((status = 204, description = "The conversation is deleted.")))]
async fn delete_conversation(
    State(chat): State<Chat>,
    Writer(grant): Writer,
    Target(conversation): Target<ConversationId>,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Refusal> {
    chat.delete_expecting(&grant.user.id, conversation, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
