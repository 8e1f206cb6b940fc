//! Outcomes of the tool calls of stored replies, from the record of task changes. The reply's row alone does not know
//! them: it is stored after the calls have acted, and a change may be undone later.

use crate::chat::store::{MessageRow, StoredCall, pieces};
use crate::db::Scope;
use crate::tasks::server::changes;
use crate::tool;
use std::collections::HashMap;

/// Completes the tool calls of some messages of one conversation. It sets whether each change still stands, and the
/// result if the writer died before it could store one. It asks the database at most once, and only if a call needs it.
///
/// It also completes a reply that is being written with what the journal has of it.
pub(crate) async fn load(scope: &mut Scope, rows: &mut [MessageRow]) -> sqlx::Result<()> {
    pieces::join(scope, rows).await?;
    let asks = |stored: &StoredCall| stored.call.result.as_ref().is_none_or(|result| result.change.is_some());
    let asking = rows.iter_mut().filter(|row| row.tool_calls.iter().any(asks)).collect::<Vec<_>>();
    let ids = || asking.iter().map(|row| row.id);
    let (Some(conversation), Some(first), Some(last)) =
        (asking.first().map(|row| row.conversation_id), ids().min(), ids().max())
    else {
        return Ok(());
    };
    let changes = changes(scope, conversation, first, last).await?;
    let by_call: HashMap<_, _> =
        changes.iter().map(|change| ((change.message_id, change.call_id.as_deref()), change)).collect();
    for row in asking {
        for StoredCall { call, .. } in &mut row.tool_calls.0 {
            let change = by_call.get(&(Some(row.id), Some(call.id.as_str())));
            let known = change.and_then(|change| tool::recorded(change));
            match &mut call.result {
                Some(result) => result.change = known.and_then(|known| known.change),
                None => call.result = known,
            }
        }
    }
    Ok(())
}

/// Does the same as [`load`], but only if a call has no result. This is enough where it does not matter what was
/// undone.
pub(crate) async fn restore(scope: &mut Scope, rows: &mut [MessageRow]) -> sqlx::Result<()> {
    let unanswered = |row: &MessageRow| row.tool_calls.iter().any(|stored| stored.call.result.is_none());
    if rows.iter().any(unanswered) { load(scope, rows).await } else { Ok(()) }
}
