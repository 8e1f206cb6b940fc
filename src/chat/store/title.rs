//! The query of a title that the model gives.

use crate::db::{Scope, with_connection};
use crate::id::ConversationId;

/// Gives a conversation a title, unless somebody gave it one that is more than its first message.
pub(crate) async fn suggest(scope: &mut Scope, id: ConversationId, title: &str) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update conversations set title = $3, titled_by = 'model'
               where user_id = $1 and id = $2 and titled_by = 'message'";
    with_connection!(scope, connection => sqlx::query(sql).bind(user).bind(id).bind(title).execute(connection).await.map(drop))
}
