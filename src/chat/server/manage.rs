//! What a person does with a conversation as a whole: rename, pin, archive, delete and restore it.

use super::{Chat, ChatError};
use crate::chat::store as messages;
use crate::chat::store::{manage as store, pieces};
use crate::chat::{Conversation, TITLE_MAX};
use crate::db::Scope;
use crate::id::{ConversationId, UserId};
use time::Duration;

/// How long a deleted conversation can be restored. After that it is removed with everything in it.
const REGRET: Duration = Duration::minutes(1);

impl Chat {
    /// Gives a conversation a title that the person wrote. It stays until they write another.
    ///
    /// # Errors
    /// [`ChatError::InvalidTitle`] or [`ChatError::ConversationNotFound`].
    pub async fn rename(
        &self,
        user: &UserId,
        id: ConversationId,
        title: &str,
    ) -> Result<Conversation, ChatError> {
        let title = parse_title(title)?;
        let mut scope = self.db.write_as(user).await?;
        let renamed = store::rename(&mut scope, id, &title).await?;
        let renamed = renamed.ok_or(ChatError::ConversationNotFound(id))?;
        scope.commit().await?;
        Ok(renamed)
    }

    /// Pins a conversation, so that it comes before all that are not pinned, or unpins it.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn pin(
        &self,
        user: &UserId,
        id: ConversationId,
        pinned: bool,
    ) -> Result<Conversation, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        let changed = store::set_pinned(&mut scope, id, pinned).await?;
        let changed = changed.ok_or(ChatError::ConversationNotFound(id))?;
        scope.commit().await?;
        Ok(changed)
    }

    /// Puts a conversation into the archive, or takes it out.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn archive(
        &self,
        user: &UserId,
        id: ConversationId,
        archived: bool,
    ) -> Result<Conversation, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        let changed = store::set_archived(&mut scope, id, archived).await?;
        let changed = changed.ok_or(ChatError::ConversationNotFound(id))?;
        scope.commit().await?;
        Ok(changed)
    }

    /// Deletes a conversation. It disappears everywhere, and its running and queued replies are stopped. For a minute
    /// [`Chat::restore`] brings it back.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`], also if it is deleted already.
    pub async fn delete(&self, user: &UserId, id: ConversationId) -> Result<(), ChatError> {
        let scope = self.db.write_as(user).await?;
        self.delete_in(scope, user, id).await
    }

    pub(super) async fn delete_in(
        &self,
        mut scope: Scope,
        user: &UserId,
        id: ConversationId,
    ) -> Result<(), ChatError> {
        if !store::delete(&mut scope, id, &self.clock.now()).await? {
            return Err(ChatError::ConversationNotFound(id));
        }
        let open = messages::open_replies(&mut scope, id).await?;
        scope.commit().await?;
        for reply in open {
            self.stop(user, reply).await?;
        }
        Ok(())
    }

    /// Brings a deleted conversation back as it was. Does nothing to one that is not deleted.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`] if it is gone.
    pub async fn restore(&self, user: &UserId, id: ConversationId) -> Result<Conversation, ChatError> {
        let mut scope = self.db.write_as(user).await?;
        let restored = store::restore(&mut scope, id).await?.ok_or(ChatError::ConversationNotFound(id))?;
        scope.commit().await?;
        Ok(restored)
    }

    /// Removes the conversations of all people that can no longer be restored, and what the journal has of their replies.
    pub(crate) async fn remove_deleted(&self) -> sqlx::Result<()> {
        let mut transaction = self.db.write().await?;
        store::remove_deleted(&mut transaction, &self.clock.now().plus(-REGRET)).await?;
        pieces::prune(&mut transaction).await?;
        transaction.commit().await
    }
}

/// Makes a title one line, with single spaces.
pub(super) fn parse_title(text: &str) -> Result<String, ChatError> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=TITLE_MAX).contains(&title.chars().count()) && !title.contains(char::is_control);
    if fits { Ok(title) } else { Err(ChatError::InvalidTitle) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_line_of_up_to_200_characters() {
        assert!(parse_title(" Milk \n and\tbread ").is_ok_and(|title| title == "Milk and bread"));
        assert!(parse_title(&"ж".repeat(200)).is_ok());
        for refused in ["", " \n ", "nul\0", "\u{1b}[31mred", &"ж".repeat(201)] {
            assert!(parse_title(refused).is_err(), "{refused:?}");
        }
    }
}
