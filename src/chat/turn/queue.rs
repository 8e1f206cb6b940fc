//! Queued replies. In a conversation one reply is written at a time; the next begins when it has ended.

use super::Engine;
use super::lease::Lease;
use crate::chat::Exchange;
use crate::id::{ConversationId, UserId};

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
