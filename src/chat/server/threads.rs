//! Conversations as programs see them: listed by when they were begun, stopped as a whole, answered again from any
//! question on.

use super::{Chat, ChatError, Subscription, quota};
use crate::chat::Role;
use crate::chat::store as messages;
use crate::chat::store::threads as store;
pub use crate::chat::store::threads::Thread;
use crate::id::{ConversationId, MessageId, UserId};

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The oldest comes first.
    OldestFirst,
    /// The newest comes first.
    NewestFirst,
}

impl Chat {
    /// A conversation, with the time when it was begun.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn thread(&self, user: &UserId, id: ConversationId) -> Result<Thread, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        store::thread(&mut scope, id).await?.ok_or(ChatError::ConversationNotFound(id))
    }

    /// Up to `limit` conversations outside the archive, by when they were begun, from the one after `after` on.
    pub async fn threads(
        &self,
        user: &UserId,
        order: Order,
        after: Option<ConversationId>,
        limit: i64,
    ) -> Result<Vec<Thread>, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        Ok(match order {
            Order::NewestFirst => {
                let before = after.unwrap_or(ConversationId::new(i64::MAX));
                store::newest(&mut scope, before, limit).await?
            }
            Order::OldestFirst => {
                store::oldest(&mut scope, after.unwrap_or(ConversationId::new(0)), limit).await?
            }
        })
    }

    /// The newest reply before `before` that used a tool.
    pub async fn last_reply_with_calls(
        &self,
        user: &UserId,
        conversation: ConversationId,
        before: MessageId,
    ) -> Result<Option<MessageId>, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let stored = store::last_reply_with_calls(&mut scope, conversation, before).await?;
        Ok(stored.max(self.running_with_calls(user, conversation, before)))
    }

    /// The reply that this process writes in a conversation, if it is before `before` and has used a tool. Its calls are
    /// shown a moment before the journal has them.
    pub(super) fn running_with_calls(
        &self,
        user: &UserId,
        conversation: ConversationId,
        before: MessageId,
    ) -> Option<MessageId> {
        self.engine
            .running_in(user, conversation)
            .filter(|live| live.reply < before && live.has_calls())
            .map(|live| live.reply)
    }

    /// Stops the running reply of a conversation and those that wait.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn stop_all(&self, user: &UserId, id: ConversationId) -> Result<(), ChatError> {
        // The last one is stopped first, so that none of them begins meanwhile.
        for reply in self.open_replies(user, id).await? {
            self.stop(user, reply).await?;
        }
        Ok(())
    }

    /// Follows the reply that is being written in a conversation, or else the first that waits. `None` if there is none.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn follow_running(
        &self,
        user: &UserId,
        id: ConversationId,
    ) -> Result<Option<Subscription>, ChatError> {
        match self.open_replies(user, id).await?.last() {
            Some(reply) => Ok(Some(self.follow(user, *reply, 0).await?)),
            None => Ok(None),
        }
    }

    async fn open_replies(&self, user: &UserId, id: ConversationId) -> Result<Vec<MessageId>, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        super::find_conversation(&mut scope, id).await?;
        Ok(messages::open_replies(&mut scope, id).await?)
    }

    /// Answers a question again. The earlier reply, and everything after it, stays as a version. If the question is the
    /// last one and its reply is being written or waits, this follows that reply.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`] if the question is not shown in this conversation, [`ChatError::RunActive`] if a
    /// reply to another question is being written.
    pub async fn answer_again(
        &self,
        user: &UserId,
        conversation: ConversationId,
        question: MessageId,
    ) -> Result<Subscription, ChatError> {
        self.accepting()?;
        match self.begin_again(user, conversation, question).await {
            // Another request began one.
            Err(ChatError::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
                Err(ChatError::RunActive)
            }
            outcome => outcome,
        }
    }

    async fn begin_again(
        &self,
        user: &UserId,
        conversation: ConversationId,
        question: MessageId,
    ) -> Result<Subscription, ChatError> {
        let missing = ChatError::MessageNotFound(question);
        let lease = self.engine.hold().await?;
        let mut scope = self.db.write_as(user).await?;
        let now = self.clock.now();
        quota::charge(&mut scope, self.quotas, &now).await?;
        let conversation = messages::touch_conversation(&mut scope, conversation, &now)
            .await?
            .ok_or(ChatError::ConversationNotFound(conversation))?;
        // Read now that the conversation's row is locked.
        let Some(row) = messages::message(&mut scope, question).await? else { return Err(missing) };
        if row.conversation_id != conversation.id || !messages::is_active(&mut scope, question).await? {
            return Err(missing);
        }
        if row.role != Role::User {
            return Err(ChatError::NotRetryable);
        }
        let reply = messages::reply_to(&mut scope, conversation.id, question).await?;
        if messages::is_busy(&mut scope, conversation.id).await? {
            return match reply.filter(|reply| !reply.status.is_final()) {
                Some(reply) => self.follow_row(scope, row, reply, 0).await,
                None => Err(ChatError::RunActive),
            };
        }
        let last = messages::last_message(&mut scope, conversation.id).await?;
        let empty = match &reply {
            Some(reply) if last == Some(reply.id) => {
                messages::restart_reply(&mut scope, reply.id, &lease.id).await?
            }
            _ => None,
        };
        let reply = match empty {
            Some(restarted) => restarted,
            None => {
                messages::leave_branch(&mut scope, conversation.id, question).await?;
                messages::insert_reply(&mut scope, conversation.id, question, &lease.id, &now).await?
            }
        };
        self.start_version(scope, conversation, [row, reply], lease).await
    }
}
