//! What a person has written and not sent: one text for each conversation, and one for the next new one. The server
//! keeps it, so that it survives a log-out and follows to another device. It keeps a refused message there as well.

use super::{Chat, ChatError, find_conversation};
use crate::chat::MESSAGE_MAX;
pub use crate::chat::store::drafts::Draft;
use crate::chat::store::{self as chat_store, drafts as store};
use crate::db::Scope;
use crate::id::{ConversationId, MessageId, UserId};
use crate::timestamp::Timestamp;

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

    /// What waits to be sent, but for what belongs to a deleted conversation: at most `limit` drafts after the first
    /// `skip`, the newest first.
    pub async fn drafts(&self, user: &UserId, skip: usize, limit: usize) -> Result<Vec<Draft>, ChatError> {
        let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
        let mut scope = self.db.read_as(user).await?;
        Ok(store::page(&mut scope, number(skip), number(limit)).await?)
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
        let text = storable(text);
        if text.chars().count() > MESSAGE_MAX {
            return Err(ChatError::InvalidMessage);
        }
        let mut scope = self.db.write_as(user).await?;
        if let Some(id) = conversation {
            find_conversation(&mut scope, id).await?;
        }
        put(&mut scope, conversation, &text, &self.clock.now()).await?;
        Ok(scope.commit().await?)
    }

    /// Keeps a message that could not be sent, in the place of an earlier draft. It may be longer than a message can
    /// be, because that may be why it was refused. If its conversation is gone, it waits for the next new one. Returns
    /// the conversation that it waits in.
    pub async fn keep_refused(
        &self,
        user: &UserId,
        conversation: Option<ConversationId>,
        text: &str,
    ) -> Result<Option<ConversationId>, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        let found = match conversation {
            Some(id) => chat_store::conversation(&mut scope, id).await?,
            None => None,
        };
        let conversation = found.map(|conversation| conversation.id);
        put(&mut scope, conversation, &storable(text), &self.clock.now()).await?;
        scope.commit().await?;
        Ok(conversation)
    }

    /// Keeps the text of an edit that could not be made, in front of an earlier draft, as [`Chat::keep_refused`] does.
    pub async fn keep_refused_edit(
        &self,
        user: &UserId,
        message: MessageId,
        text: &str,
    ) -> Result<Option<ConversationId>, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        let conversation =
            chat_store::message(&mut scope, message).await?.map(|message| message.conversation_id);
        let earlier = match conversation {
            Some(id) => store::text(&mut scope, id).await?,
            None => store::text_for_new(&mut scope).await?,
        };
        let text = storable(text);
        let text = match earlier.filter(|earlier| !earlier.is_empty() && *earlier != text) {
            Some(earlier) => [text, earlier].join("\n"),
            None => text,
        };
        put(&mut scope, conversation, &text, &self.clock.now()).await?;
        scope.commit().await?;
        Ok(conversation)
    }
}

/// PostgreSQL cannot hold the character 0, and no keyboard makes it. A plain form sends other line breaks than a
/// script.
fn storable(text: &str) -> String {
    text.replace('\0', "").replace("\r\n", "\n")
}

async fn put(
    scope: &mut Scope,
    conversation: Option<ConversationId>,
    text: &str,
    now: &Timestamp,
) -> sqlx::Result<()> {
    let blank = text.trim().is_empty();
    match conversation {
        Some(id) if blank => store::delete(scope, id).await,
        Some(id) => store::keep(scope, id, text, now).await,
        None if blank => store::delete_for_new(scope).await,
        None => store::keep_for_new(scope, text, now).await,
    }
}
