//! The query of the messages from one on.

use crate::chat::store::MessageRow;
use crate::db::{Scope, with_connection};
use crate::id::{ConversationId, MessageId};

/// The oldest `limit` messages from `from` on, oldest first.
pub(crate) async fn messages_from(
    scope: &mut Scope,
    conversation: ConversationId,
    from: MessageId,
    limit: i64,
) -> sqlx::Result<Vec<MessageRow>> {
    let user = scope.user().clone();
    let sql = "select id, conversation_id, role, content, status, tool_calls, thoughts, error, created_at, parent_id, feedback
               from messages where user_id = $1 and conversation_id = $2 and active and id >= $3
               order by id limit $4";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(conversation).bind(from).bind(limit)
        .fetch_all(connection).await)
}
