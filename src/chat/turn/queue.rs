//! Queued replies. In a conversation one reply is written at a time; the next begins when it has ended.

use super::lease::Lease;
use super::{Engine, parts};
use crate::chat::{Conversation, Exchange, store};
use crate::db::Scope;
use crate::id::{ConversationId, MessageId, UserId};

/// Claims the first queued reply of a conversation, unless another reply is being written in it. The caller must write
/// it.
async fn claim_next(
    scope: &mut Scope,
    conversation: &Conversation,
    lease: &Lease,
) -> sqlx::Result<Option<Exchange>> {
    let Some(reply) = store::claim_queued(scope, conversation.id, &lease.id).await? else {
        return Ok(None);
    };
    let question = store::message(scope, reply.parent_id).await?.ok_or(sqlx::Error::RowNotFound)?;
    // The person may have chosen another model since the reply before this one began.
    let conversation =
        store::conversation(scope, conversation.id).await?.unwrap_or_else(|| conversation.clone());
    let (question, reply) = (parts::message(question), parts::message(reply));
    Ok(Some(Exchange { conversation, question, reply }))
}

/// A reply that was claimed before. `None` if it is gone.
pub(crate) async fn claimed(
    engine: &Engine,
    user: &UserId,
    reply: MessageId,
) -> sqlx::Result<Option<Exchange>> {
    let mut scope = engine.db.read_as(user).await?;
    let Some(reply) = store::message(&mut scope, reply).await? else { return Ok(None) };
    let Some(question) = store::message(&mut scope, reply.parent_id).await? else { return Ok(None) };
    let conversation = store::conversation(&mut scope, reply.conversation_id).await?;
    let (question, reply) = (parts::message(question), parts::message(reply));
    Ok(conversation.map(|conversation| Exchange { conversation, question, reply }))
}

impl Engine {
    /// Begins the replies that were queued behind one whose writer died. Returns how many it began.
    pub(crate) async fn resume_queues(&self) -> sqlx::Result<usize> {
        let abandoned = store::abandoned_queues(&mut self.db.autocommit().await?).await?;
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

    async fn resume_queue(&self, user: &UserId, id: ConversationId) -> sqlx::Result<bool> {
        let lease = self.hold().await?;
        let mut scope = self.db.write_as(user).await?;
        store::hold_conversation(&mut scope, id).await?;
        let Some(conversation) = store::conversation(&mut scope, id).await? else { return Ok(false) };
        if !self.is_accepting() {
            return Ok(false);
        }
        let next = claim_next(&mut scope, &conversation, &lease).await?;
        scope.commit().await?;
        let begun = next.is_some();
        if let Some(next) = next {
            self.begin_queued(user, next, lease);
        }
        Ok(begun)
    }
}
