//! Requests of programs, which may come late or twice: changes only to what the program has seen, and messages that are
//! sent once.

use super::manage::parse_title;
use super::{Chat, ChatError, NewMessage, Subscription, find_conversation};
use crate::chat::store::manage as store;
use crate::chat::{Conversation, store as messages};
use crate::db::Scope;
use crate::id::{ConversationId, UserId};
use crate::idempotency::KeyError;
use crate::revision::{Expected, Revision};

/// The values of a conversation to change. `None` leaves a value as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConversationPatch<'a> {
    /// The title.
    pub title: Option<&'a str>,
    /// Whether it comes before those that are not pinned.
    pub pinned: Option<bool>,
    /// Whether it is in the archive.
    pub archived: Option<bool>,
    /// The model that answers in it (see [`Chat::choose_model`]).
    pub model: Option<&'a str>,
}

impl Chat {
    /// Changes the given values of a conversation, if it still is what the program expects.
    ///
    /// # Errors
    /// If a value is not acceptable, [`ChatError::ConversationNotFound`], or [`ChatError::Stale`].
    pub async fn patch_conversation(
        &self,
        user: &UserId,
        id: ConversationId,
        patch: ConversationPatch<'_>,
        expected: &Expected,
    ) -> Result<Conversation, ChatError> {
        let title = patch.title.map(parse_title).transpose()?;
        let model = patch.model.map(|model| self.parse_model(model)).transpose()?;
        let mut scope = self.db.write_as(user).await?;
        check(&mut scope, id, expected).await?;
        if let Some(title) = title {
            store::rename(&mut scope, id, &title).await?;
        }
        if let Some(pinned) = patch.pinned {
            store::set_pinned(&mut scope, id, pinned).await?;
        }
        if let Some(archived) = patch.archived {
            store::set_archived(&mut scope, id, archived).await?;
        }
        if let Some(model) = model {
            messages::choose_model(&mut scope, id, model).await?;
        }
        let changed = find_conversation(&mut scope, id).await?;
        scope.commit().await?;
        Ok(changed)
    }

    /// Deletes a conversation, as [`Chat::delete`] does, if it still is what the program expects.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`] or [`ChatError::Stale`].
    pub async fn delete_expecting(
        &self,
        user: &UserId,
        id: ConversationId,
        expected: &Expected,
    ) -> Result<(), ChatError> {
        let mut scope = self.db.write_as(user).await?;
        check(&mut scope, id, expected).await?;
        self.delete_in(scope, user, id).await
    }

    /// Sends a message as [`Chat::send_message`] does, for a request that may be repeated. A repeated request follows
    /// the reply that the first one began.
    ///
    /// # Errors
    /// Those of [`Chat::send_message`], and [`ChatError::Key`] if the client id was used for another message.
    pub async fn send_once(&self, user: &UserId, message: NewMessage<'_>) -> Result<Subscription, ChatError> {
        let turn = self.send_message(user, message).await?;
        let mut scope = self.db.read_as(user).await?;
        let question = messages::question_by_client_id(&mut scope, message.client_id).await?;
        let same = question.is_some_and(|question| {
            let place = (question.parent_id.get() != 0).then_some(question.conversation_id);
            question.content == message.text.trim() && place == message.conversation
        });
        if same { Ok(turn) } else { Err(ChatError::Key(KeyError::Reused)) }
    }
}

/// Checks that a conversation is there and is what the program expects. No other transaction changes it until this one
/// ends.
async fn check(scope: &mut Scope, id: ConversationId, expected: &Expected) -> Result<(), ChatError> {
    messages::hold_conversation(scope, id).await?;
    let current = Revision::of(&find_conversation(scope, id).await?);
    if expected.allows(&current) { Ok(()) } else { Err(ChatError::Stale(current)) }
}
