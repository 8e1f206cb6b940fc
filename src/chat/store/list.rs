//! The query of the list of conversations.

use crate::chat::Conversation;
use crate::db::{Scope, with_connection};
use crate::id::ConversationId;
use crate::timestamp::Timestamp;

/// A position in the list. The list is in descending order of cursors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) pinned: bool,
    pub(crate) updated_at: Timestamp,
    pub(crate) id: ConversationId,
}

impl Cursor {
    pub(crate) fn start() -> Self {
        Self { pinned: true, updated_at: Timestamp::latest(), id: ConversationId::new(i64::MAX) }
    }

    pub(crate) fn of(conversation: &Conversation) -> Self {
        let Conversation { pinned, updated_at, id, .. } = conversation;
        Self { pinned: *pinned, updated_at: updated_at.clone(), id: *id }
    }
}

/// The first `limit` conversations after a cursor. The index holds them in this order.
pub(crate) async fn list(
    scope: &mut Scope,
    archived: bool,
    after: &Cursor,
    limit: i64,
) -> sqlx::Result<Vec<Conversation>> {
    let user = scope.user().clone();
    let sql = "select id, title, updated_at, pinned, archived, model from conversations
               where user_id = $1 and archived = $2 and deleted_at is null
                 and (pinned, updated_at, id) < ($3, $4, $5)
               order by pinned desc, updated_at desc, id desc limit $6";
    with_connection!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(archived).bind(after.pinned).bind(&after.updated_at).bind(after.id).bind(limit)
        .fetch_all(connection).await)
}
