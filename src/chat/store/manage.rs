//! The queries that change a conversation as a whole. `None` means that the person has none with this id.

use crate::chat::Conversation;
use crate::db::{Scope, Topic, Transaction, with_connection};
use crate::id::ConversationId;
use crate::timestamp::Timestamp;

pub(crate) async fn rename(
    scope: &mut Scope,
    id: ConversationId,
    title: &str,
) -> sqlx::Result<Option<Conversation>> {
    let user = scope.user().clone();
    scope.changed(Topic::Conversation(id));
    let sql = "update conversations set title = $3, titled_by = 'person'
               where user_id = $1 and id = $2 and deleted_at is null
               returning id, title, updated_at, pinned, archived, model";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).bind(title).fetch_optional(connection).await)
}

pub(crate) async fn set_pinned(
    scope: &mut Scope,
    id: ConversationId,
    pinned: bool,
) -> sqlx::Result<Option<Conversation>> {
    let user = scope.user().clone();
    scope.changed(Topic::Conversation(id));
    let sql = "update conversations set pinned = $3
               where user_id = $1 and id = $2 and deleted_at is null
               returning id, title, updated_at, pinned, archived, model";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).bind(pinned).fetch_optional(connection).await)
}

pub(crate) async fn set_archived(
    scope: &mut Scope,
    id: ConversationId,
    archived: bool,
) -> sqlx::Result<Option<Conversation>> {
    let user = scope.user().clone();
    scope.changed(Topic::Conversation(id));
    let sql = "update conversations set archived = $3
               where user_id = $1 and id = $2 and deleted_at is null
               returning id, title, updated_at, pinned, archived, model";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).bind(archived).fetch_optional(connection).await)
}

/// Hides a conversation. Returns whether there was one to hide.
pub(crate) async fn delete(scope: &mut Scope, id: ConversationId, now: &Timestamp) -> sqlx::Result<bool> {
    let user = scope.user().clone();
    scope.changed(Topic::Conversation(id));
    let sql =
        "update conversations set deleted_at = $3 where user_id = $1 and id = $2 and deleted_at is null";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(now)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

pub(crate) async fn restore(scope: &mut Scope, id: ConversationId) -> sqlx::Result<Option<Conversation>> {
    let user = scope.user().clone();
    scope.changed(Topic::Conversation(id));
    let sql = "update conversations set deleted_at = null where user_id = $1 and id = $2
               returning id, title, updated_at, pinned, archived, model";
    with_connection!(scope, connection => sqlx::query_as(sql).bind(user).bind(id).fetch_optional(connection).await)
}

/// Removes the conversations that were deleted before `limit`, with everything in them. It runs outside a person's
/// scope, and reads and returns nothing of theirs.
pub(crate) async fn remove_deleted(transaction: &mut Transaction, limit: &Timestamp) -> sqlx::Result<()> {
    let sql = "delete from conversations where deleted_at < $1";
    with_connection!(transaction, connection => sqlx::query(sql).bind(limit).execute(connection).await.map(drop))
}
