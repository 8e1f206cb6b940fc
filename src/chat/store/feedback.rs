//! The query that stores what a person thinks of a reply.

use crate::chat::Feedback;
use crate::db::{Scope, Topic, with_connection};
use crate::id::{ConversationId, MessageId};

/// Stores what the person thinks of a reply, or that they have taken it back. Returns the reply's conversation; `None` if
/// the person has no such reply.
pub(crate) async fn set(
    scope: &mut Scope,
    reply: MessageId,
    feedback: Option<Feedback>,
) -> sqlx::Result<Option<ConversationId>> {
    let user = scope.user().clone();
    let sql = "update messages set feedback = $3
               where user_id = $1 and id = $2 and role = 'assistant' and exists (
                   select 1 from conversations
                   where conversations.user_id = $1 and conversations.id = messages.conversation_id
                     and deleted_at is null)
               returning conversation_id";
    let conversation: Option<ConversationId> = with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(reply).bind(feedback)
        .fetch_optional(connection).await)?;
    if let Some(conversation) = conversation {
        scope.changed(Topic::Messages(conversation));
    }
    Ok(conversation)
}
