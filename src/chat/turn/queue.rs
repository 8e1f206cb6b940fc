//! Queued replies. In a conversation one reply is written at a time; the next begins when it has ended.

use super::lease::Lease;
use super::{Engine, parts};
use crate::chat::store::leases::LeaseId;
use crate::chat::{Conversation, Exchange, store};
use crate::db::Scope;
use crate::id::{ConversationId, MessageId, UserId};

/// Claims the first queued reply of a conversation, unless another reply is being written in it. The caller must write
/// it.
pub(crate) async fn claim_next(
    scope: &mut Scope,
    conversation: &Conversation,
    writer: &LeaseId,
) -> sqlx::Result<Option<Exchange>> {
    let Some(reply) = store::claim_queued(scope, conversation.id, writer).await? else {
        return Ok(None);
    };
    let question = store::message(scope, reply.parent_id).await?.ok_or(sqlx::Error::RowNotFound)?;
    // The person may have chosen another model since the reply before this one began.
    let conversation =
        store::conversation(scope, conversation.id).await?.unwrap_or_else(|| conversation.clone());
    let (question, reply) = (parts::message(question), parts::message(reply));
    Ok(Some(Exchange { conversation, question, reply }))
}

/// A reply with its question, as their rows are. `None` if it is gone.
pub(crate) async fn exchange(scope: &mut Scope, reply: MessageId) -> sqlx::Result<Option<Exchange>> {
    let Some(reply) = store::message(scope, reply).await? else { return Ok(None) };
    let Some(question) = store::message(scope, reply.parent_id).await? else { return Ok(None) };
    let conversation = store::conversation(scope, reply.conversation_id).await?;
    let (question, reply) = (parts::message(question), parts::message(reply));
    Ok(conversation.map(|conversation| Exchange { conversation, question, reply }))
}

impl Engine {
    /// Begins the replies that were queued behind one whose writer died. Returns how many it began.
    pub(crate) async fn resume_queues(&self) -> sqlx::Result<usize> {
        let abandoned = self.db.abandoned_queues().await?;
        let mut resumed = 0;
        for (user, conversation) in abandoned {
            resumed += usize::from(self.resume_queue(&user, conversation).await?);
        }
        Ok(resumed)
    }

    /// Starts to write a queued reply that was claimed, and tells those who follow it elsewhere.
    pub(super) fn begin_queued(&self, user: &UserId, next: Exchange, lease: Lease) {
        let reply = next.reply.id;
        self.start(user, next, lease);
        self.say_changed(reply);
    }

    async fn resume_queue(&self, user: &UserId, conversation: ConversationId) -> sqlx::Result<bool> {
        if !self.is_accepting() {
            return Ok(false);
        }
        let lease = self.hold().await?;
        let _promise = self.promise();
        let next = self.db.claim(user.clone(), conversation, lease.id.clone()).await?;
        let begun = next.is_some();
        if let Some(next) = next {
            self.begin_queued(user, next, lease);
        }
        Ok(begun)
    }
}
