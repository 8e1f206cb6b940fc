//! What a person has written and not sent: one text for each conversation, and one for the next new one. It waits on the
//! server, so that it survives a log-out and follows to another device.

use super::{Chat, ChatError, find_conversation};
use crate::chat::MESSAGE_MAX;
use crate::chat::store::drafts as store;
pub use crate::chat::store::drafts::Draft;
use crate::id::{ConversationId, UserId};

impl Chat {
    /// What waits to be sent in a conversation, or in a new one.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn draft(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
    ) -> Result<Option<String>, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        Ok(match conversation {
            Some(id) => {
                find_conversation(&mut scope, id).await?;
                store::text(&mut scope, id).await?
            }
            None => store::text_for_new(&mut scope).await?,
        })
    }

    /// Everything that waits to be sent, but for what belongs to a deleted conversation.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn drafts(&self, user: &UserId) -> Result<Vec<Draft>, ChatError> {
        Ok(store::all(&mut self.db.read_as(user).await?).await?)
    }

    /// Keeps a text in the place of an earlier one. An empty one is none.
    ///
    /// # Errors
    /// [`ChatError::InvalidMessage`] if it is longer than a message, or [`ChatError::ConversationNotFound`].
    pub async fn keep_draft(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
        text: &str,
    ) -> Result<(), ChatError> {
        // PostgreSQL cannot hold this character; no keyboard makes it.
        let text = text.replace('\0', "");
        if text.chars().count() > MESSAGE_MAX {
            return Err(ChatError::InvalidMessage);
        }
        let (blank, now) = (text.trim().is_empty(), self.clock.now());
        let mut scope = self.db.write_as(user).await?;
        match conversation {
            Some(id) => {
                find_conversation(&mut scope, id).await?;
                match blank {
                    true => store::delete(&mut scope, id).await?,
                    false => store::keep(&mut scope, id, &text, &now).await?,
                }
            }
            None if blank => store::delete_for_new(&mut scope).await?,
            None => store::keep_for_new(&mut scope, &text, &now).await?,
        }
        Ok(scope.commit().await?)
    }
}
