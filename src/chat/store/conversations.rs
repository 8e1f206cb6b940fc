//! The queries of `conversations` that turns need. `list`, `manage` and `title` hold the others.

use crate::chat::Conversation;
use crate::db::{Scope, Topic, with_connection};
use crate::id::ConversationId;
use crate::timestamp::Timestamp;

/// All of the person's conversations, the last used first.
pub(crate) async fn conversation_ids(scope: &mut Scope) -> sqlx::Result<Vec<ConversationId>> {
    let user = scope.user().clone();
    let sql = "select id from conversations
               where user_id = $1 and deleted_at is null order by updated_at desc, id desc";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_all(connection).await)
}

pub(crate) async fn count_conversations(scope: &mut Scope) -> sqlx::Result<i64> {
    let user = scope.user().clone();
    let sql = "select count(*) from conversations where user_id = $1 and deleted_at is null";
    with_connection!(scope, connection => sqlx::query_scalar(sql).bind(user).fetch_one(connection).await)
}

pub(crate) async fn conversation(
    scope: &mut Scope,
    id: ConversationId,
) -> sqlx::Result<Option<Conversation>> {
    let user = scope.user().clone();
    let sql = "select id, title, updated_at, pinned, archived, model from conversations
               where user_id = $1 and id = $2 and deleted_at is null";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// Marks a conversation as used now, which takes it out of the archive. `None` if the person has none with this id.
pub(crate) async fn touch_conversation(
    scope: &mut Scope,
    id: ConversationId,
    now: &Timestamp,
) -> sqlx::Result<Option<Conversation>> {
    let user = scope.user().clone();
    scope.changed(Topic::Conversation(id));
    let sql = "update conversations set updated_at = $3, archived = false
               where user_id = $1 and id = $2 and deleted_at is null
               returning id, title, updated_at, pinned, archived, model";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).bind(now).fetch_optional(connection).await)
}

/// Sets the model that answers in a conversation. Returns whether the person has one with this id.
pub(crate) async fn choose_model(
    scope: &mut Scope,
    id: ConversationId,
    model: Option<&str>,
) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    scope.changed(Topic::Conversation(id));
    let sql = "update conversations set model = $3 where user_id = $1 and id = $2";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(model)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
