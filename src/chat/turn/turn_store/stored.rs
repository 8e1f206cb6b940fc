//! A reply as somebody finds it who comes to follow it.

use crate::chat::store::{self, MessageRow, Progress, VersionRow, pieces};
use crate::chat::{Conversation, MessageStatus};
use crate::db::Scope;

/// A reply with its question, and what the journal has of it.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) conversation: Conversation,
    pub(crate) question: MessageRow,
    pub(crate) reply: MessageRow,
    /// The versions of both.
    pub(crate) versions: Vec<VersionRow>,
    /// All that the reply holds.
    pub(crate) progress: Progress,
    /// The number of the last piece of the journal in `progress`.
    pub(crate) number: i64,
}

/// Reads what belongs to a question and its reply. `None` if their conversation is gone.
pub(crate) async fn stored(
    scope: &mut Scope,
    question: MessageRow,
    reply: MessageRow,
) -> sqlx::Result<Option<Stored>> {
    let Some(conversation) = store::conversation(scope, reply.conversation_id).await? else {
        return Ok(None);
    };
    let (first, last) = (question.parent_id.min(reply.parent_id), question.parent_id.max(reply.parent_id));
    let versions = store::versions(scope, conversation.id, first, last).await?;
    let (mut progress, mut number) = (Progress::from(&reply), 0);
    if reply.status == MessageStatus::Streaming {
        for piece in pieces::of(scope, reply.id).await? {
            progress.add(&piece);
            number = piece.number;
        }
    }
    Ok(Some(Stored { conversation, question, reply, versions, progress, number }))
}
