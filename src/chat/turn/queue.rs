//! Replies that wait: one is written at a time in a conversation, and the next begins when it has ended.

use super::{Engine, parts};
use crate::chat::{Conversation, Exchange, store};
use crate::db::Scope;
use crate::id::{ConversationId, UserId};
use crate::timestamp::Timestamp;

/// Takes the first reply that waits in a conversation, if none is being written in it. Whoever takes it has to write it.
pub(crate) async fn claim_next(
    scope: &mut Scope,
    conversation: &Conversation,
    now: &Timestamp,
) -> sqlx::Result<Option<Exchange>> {
    let Some(reply) = store::claim_queued(scope, conversation.id, now).await? else {
        return Ok(None);
    };
    let question = store::message(scope, reply.parent_id).await?.ok_or(sqlx::Error::RowNotFound)?;
    // Another model may have been chosen since the reply before it began.
    let conversation =
        store::conversation(scope, conversation.id).await?.unwrap_or_else(|| conversation.clone());
    let (question, reply) = (parts::message(question), parts::message(reply));
    Ok(Some(Exchange { conversation, question, reply }))
}

impl Engine {
    /// Begins replies that wait for one whose writer died. How many there were.
    pub(crate) async fn resume_queues(&self) -> sqlx::Result<usize> {
        let mut transaction = self.db.write().await?;
        let abandoned = store::abandoned_queues(&mut transaction).await?;
        transaction.commit().await?;
        let mut resumed = 0;
        for (user, conversation) in abandoned {
            resumed += usize::from(self.resume_queue(&user, conversation).await?);
        }
        Ok(resumed)
    }

    async fn resume_queue(&self, user: &UserId, id: ConversationId) -> sqlx::Result<bool> {
        let mut scope = self.db.write_as(user).await?;
        store::hold_conversation(&mut scope, id).await?;
        let Some(conversation) = store::conversation(&mut scope, id).await? else { return Ok(false) };
        if !self.is_accepting() {
            return Ok(false);
        }
        let next = claim_next(&mut scope, &conversation, &self.clock.now()).await?;
        scope.commit().await?;
        let begun = next.is_some();
        if let Some(next) = next {
            self.start(user, next);
        }
        Ok(begun)
    }
}
