//! Messages from the middle of a conversation: around a search hit, or before those already read.

use super::{Chat, ChatError, PAGE_SIZE, find_conversation, versions};
use crate::chat::store as messages;
use crate::chat::store::passage as store;
use crate::chat::turn::outcomes;
use crate::chat::{Page, Passage};
use crate::id::{ConversationId, MessageId, UserId};

/// How many messages to show before the one that a passage is about.
const LEAD: i64 = 10;

impl Chat {
    /// The message `at`, a few before it and those after it. If the message is not there, those around its place.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn passage_around(
        &self,
        user: &UserId,
        conversation: ConversationId,
        at: MessageId,
    ) -> Result<Passage, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let conversation = find_conversation(&mut scope, conversation).await?;
        let mut before = messages::messages_before(&mut scope, conversation.id, at, LEAD + 1).await?;
        let has_more = cut(&mut before, LEAD);
        let after = PAGE_SIZE - LEAD;
        let mut rows = store::messages_from(&mut scope, conversation.id, at, after + 1).await?;
        let has_newer = cut(&mut rows, after);
        let mut rows: Vec<_> = before.into_iter().rev().chain(rows).collect();
        outcomes::load(&mut scope, &mut rows).await?;
        let versions = versions::of(&mut scope, conversation.id, &rows).await?;
        let messages = rows.into_iter().map(|row| versions.present(row)).collect();
        Ok(Passage { page: Page { conversation, messages, has_more }, has_newer })
    }

    /// The messages right before `before`.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn passage_before(
        &self,
        user: &UserId,
        conversation: ConversationId,
        before: MessageId,
    ) -> Result<Passage, ChatError> {
        let page = self.messages(user, conversation, Some(before)).await?;
        Ok(Passage { page, has_newer: true })
    }
}

/// Shortens the rows to `length`. Returns whether there were more.
fn cut<T>(rows: &mut Vec<T>, length: i64) -> bool {
    let length = usize::try_from(length).unwrap_or_default();
    let over = rows.len() > length;
    rows.truncate(length);
    over
}
