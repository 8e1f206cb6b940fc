//! The queries of conversations as programs list them: in the order in which they were begun.

use crate::chat::Conversation;
use crate::db::{Scope, with_connection};
use crate::id::{ConversationId, MessageId};
use crate::timestamp::Timestamp;

/// A conversation, and when it was begun.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Thread {
    /// The conversation.
    #[sqlx(flatten)]
    pub conversation: Conversation,
    /// When it was begun.
    pub created_at: Timestamp,
}

pub(crate) async fn thread(scope: &mut Scope, id: ConversationId) -> sqlx::Result<Option<Thread>> {
    let user = scope.user().clone();
    let sql = "select id, title, updated_at, pinned, archived, model, created_at from conversations
               where user_id = $1 and id = $2 and deleted_at is null";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// The first `limit` conversations outside the archive that were begun before `before`, the newest first. A later
/// conversation has a greater id.
pub(crate) async fn newest(
    scope: &mut Scope,
    before: ConversationId,
    limit: i64,
) -> sqlx::Result<Vec<Thread>> {
    let user = scope.user().clone();
    let sql = "select id, title, updated_at, pinned, archived, model, created_at from conversations
               where user_id = $1 and not archived and deleted_at is null and id < $2
               order by id desc limit $3";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(before).bind(limit).fetch_all(connection).await)
}

/// The same that were begun after `after`, the oldest first.
pub(crate) async fn oldest(
    scope: &mut Scope,
    after: ConversationId,
    limit: i64,
) -> sqlx::Result<Vec<Thread>> {
    let user = scope.user().clone();
    let sql = "select id, title, updated_at, pinned, archived, model, created_at from conversations
               where user_id = $1 and not archived and deleted_at is null and id > $2
               order by id limit $3";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(after).bind(limit).fetch_all(connection).await)
}

/// The newest reply on the branch that is shown that used a tool, among those before `before`.
pub(crate) async fn last_reply_with_calls(
    scope: &mut Scope,
    conversation: ConversationId,
    before: MessageId,
) -> sqlx::Result<Option<MessageId>> {
    let user = scope.user().clone();
    // The calls of a reply that is being written are in the journal.
    let sql = "select max(id) from messages
               where user_id = $1 and conversation_id = $2 and active and role = 'assistant' and id < $3
                 and (tool_calls <> '[]' or status = 'streaming' and exists (
                     select 1 from reply_pieces where reply = messages.id and marks -> 'calls' is not null))";
    with_connection!(scope, connection => sqlx::query_scalar(sql)
        .bind(user).bind(conversation).bind(before)
        .fetch_one(connection).await)
}
