//! Replies with their questions, as their rows are.

use crate::chat::Exchange;
use crate::chat::store::leases::LeaseId;
use crate::chat::store::{self, MessageRow};
use crate::chat::turn::parts;
use crate::db::Scope;
use crate::id::{ConversationId, MessageId};

/// Claims the first queued reply of a conversation, unless another reply is being written in it. The caller must write
/// it.
pub(super) async fn claim_next(
    scope: &mut Scope,
    conversation: ConversationId,
    writer: &LeaseId,
) -> sqlx::Result<Option<Exchange>> {
    let Some(reply) = store::claim_queued(scope, conversation, writer).await? else { return Ok(None) };
    // A claim of which nobody hears must not stay.
    with_question(scope, reply).await?.ok_or(sqlx::Error::RowNotFound).map(Some)
}

/// A reply with its question. `None` if one of them or their conversation is gone.
pub(super) async fn exchange(scope: &mut Scope, reply: MessageId) -> sqlx::Result<Option<Exchange>> {
    match store::message(scope, reply).await? {
        Some(reply) => with_question(scope, reply).await,
        None => Ok(None),
    }
}

async fn with_question(scope: &mut Scope, reply: MessageRow) -> sqlx::Result<Option<Exchange>> {
    let Some(question) = store::message(scope, reply.parent_id).await? else { return Ok(None) };
    let conversation = store::conversation(scope, reply.conversation_id).await?;
    let (question, reply) = (parts::message(question), parts::message(reply));
    Ok(conversation.map(|conversation| Exchange { conversation, question, reply }))
}
