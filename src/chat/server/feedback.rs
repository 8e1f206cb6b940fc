//! What people think of replies.

use super::{Chat, ChatError};
use crate::chat::Feedback;
use crate::chat::store::feedback as store;
use crate::id::{ConversationId, MessageId, UserId};

impl Chat {
    /// Stores what a person thinks of a reply, or with `None` that they have taken it back. Returns the reply's
    /// conversation.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`], also for the person's own messages.
    pub async fn rate(
        &self,
        user: &UserId,
        reply: MessageId,
        feedback: Option<Feedback>,
    ) -> Result<ConversationId, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        let conversation = store::set(&mut scope, reply, feedback).await?;
        let conversation = conversation.ok_or(ChatError::MessageNotFound(reply))?;
        scope.commit().await?;
        Ok(conversation)
    }

    /// Does the same for several replies of one conversation. If one of them is not there, nothing is stored.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`].
    pub async fn rate_all(
        &self,
        user: &UserId,
        conversation: ConversationId,
        replies: &[MessageId],
        feedback: Option<Feedback>,
    ) -> Result<(), ChatError> {
        let mut scope = self.db.write_as(user).await?;
        for reply in replies {
            if store::set(&mut scope, *reply, feedback).await? != Some(conversation) {
                return Err(ChatError::MessageNotFound(*reply));
            }
        }
        Ok(scope.commit().await?)
    }
}
