//! The query that stores a title of the model.

use crate::db::{Scope, Topic, with_connection};
use crate::id::ConversationId;

/// Sets the title that a model suggests, unless the model or the person has set one already.
pub(crate) async fn suggest(scope: &mut Scope, id: ConversationId, title: &str) -> sqlx::Result<()> {
    let user = scope.user().clone();
    let sql = "update conversations set title = $3, titled_by = 'model'
               where user_id = $1 and id = $2 and titled_by = 'message'";
    let rows = with_connection!(scope, connection => sqlx::query(sql)
        .bind(user).bind(id).bind(title)
        .execute(connection).await.map(|done| done.rows_affected()))?;
    if rows > 0 {
        scope.changed(Topic::Conversation(id));
    }
    Ok(())
}
