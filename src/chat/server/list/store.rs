//! The query of the list.

use super::super::super::Conversation;
use super::Place;
use crate::db::{Scope, on};

/// The first `limit` conversations after a place. The index holds them in this order.
pub(super) async fn list(
    scope: &mut Scope,
    archived: bool,
    after: &Place,
    limit: i64,
) -> sqlx::Result<Vec<Conversation>> {
    let user = scope.user().clone();
    let sql = "select id, title, updated_at, pinned, archived, model from conversations
               where user_id = $1 and archived = $2 and deleted_at is null
                 and (pinned, updated_at, id) < ($3, $4, $5)
               order by pinned desc, updated_at desc, id desc limit $6";
    on!(scope, connection => sqlx::query_as(sql)
        .bind(user).bind(archived).bind(after.pinned).bind(&after.updated_at).bind(after.id).bind(limit)
        .fetch_all(connection).await)
}
