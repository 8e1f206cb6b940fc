//! Full transcripts and totals, for exports and operators.

use super::{Chat, ChatError, find_conversation};
pub use crate::chat::store::usage::UsageOfDay;
use crate::chat::turn::outcomes;
use crate::chat::{Conversation, Feedback, MessageStatus, Role, Thought, ToolCall, store};
use crate::db::Scope;
use crate::error::AppError;
use crate::id::{ConversationId, MessageId, UserId};
use crate::timestamp::Timestamp;
use serde::Serialize;

/// A conversation and all of its messages.
#[derive(Clone, Debug, Serialize)]
pub struct Transcript {
    /// The conversation.
    #[serde(flatten)]
    pub conversation: Conversation,
    /// Its messages with all their versions, oldest first.
    pub messages: Vec<TranscriptMessage>,
}

/// A message as it was written.
#[derive(Clone, Debug, Serialize)]
pub struct TranscriptMessage {
    /// The message's id.
    pub id: MessageId,
    /// Who wrote it.
    pub role: Role,
    /// The text; Markdown, if the assistant wrote it.
    pub content: String,
    /// What the model thought while it wrote this.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thoughts: Vec<Thought>,
    /// How far it has come.
    pub status: MessageStatus,
    /// The tools that the assistant used for it.
    pub tool_calls: Vec<ToolCall>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// The message that it follows, 0 for the first. Messages with the same parent are versions of each other.
    pub parent_id: MessageId,
    /// Whether it is on the branch that is shown.
    pub shown: bool,
    /// What the person thinks of it, if they have said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
    /// The id of the model that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// How many tokens the model read for it. Estimated where the provider did not count, as for a stopped reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_tokens: Option<i64>,
    /// How many tokens the model wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_tokens: Option<i64>,
    /// Why the reply failed, if it did. Exports leave it out.
    #[serde(skip)]
    pub error: Option<AppError>,
}

/// Messages of a conversation on the branch that is shown, oldest first.
#[derive(Clone, Debug)]
pub struct TranscriptPage {
    /// The messages.
    pub messages: Vec<TranscriptMessage>,
    /// Older messages come before this one. `None` if there are none.
    pub next: Option<MessageId>,
}

/// How many conversations and messages a person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// The number of conversations.
    pub conversations: i64,
    /// The number of their messages, of the person and of the assistant.
    pub messages: i64,
}

impl Chat {
    /// The ids of all conversations of a person, the last used first.
    pub async fn conversation_ids(&self, user: &UserId) -> Result<Vec<ConversationId>, ChatError> {
        Ok(store::conversation_ids(&mut self.db.read_as(user).await?).await?)
    }

    /// At most `limit` messages of a conversation with all their versions, oldest first: those that come after `after`,
    /// or the first.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn messages_after(
        &self,
        user: &UserId,
        conversation: ConversationId,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Vec<TranscriptMessage>, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let conversation = find_conversation(&mut scope, conversation).await?.id;
        let after = after.unwrap_or(MessageId::new(0));
        Ok(messages_after(&mut scope, conversation, after, i64::try_from(limit).unwrap_or(i64::MAX)).await?)
    }

    /// How much a person asked of the models on each day, the newest day first. Days without a question are left out.
    pub async fn usage(&self, user: &UserId) -> Result<Vec<UsageOfDay>, ChatError> {
        Ok(store::usage::days(&mut self.db.read_as(user).await?).await?)
    }

    /// One conversation of a person.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn transcript(&self, user: &UserId, id: ConversationId) -> Result<Transcript, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let conversation = find_conversation(&mut scope, id).await?;
        let messages = messages_after(&mut scope, id, MessageId::new(0), i64::MAX).await?;
        Ok(Transcript { conversation, messages })
    }

    /// The newest `limit` messages of a conversation, or the newest before `before`.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn transcript_page(
        &self,
        user: &UserId,
        conversation: ConversationId,
        before: Option<MessageId>,
        limit: usize,
    ) -> Result<TranscriptPage, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let conversation = find_conversation(&mut scope, conversation).await?;
        let before = before.unwrap_or(MessageId::new(i64::MAX));
        // One more than fits on the page shows whether there are older ones.
        let mut rows = store::messages_before(&mut scope, conversation.id, before, limit as i64 + 1).await?;
        let goes_on = rows.len() > limit;
        rows.truncate(limit);
        outcomes::load(&mut scope, &mut rows).await?;
        let next = rows.last().filter(|_| goes_on).map(|oldest| oldest.id);
        // Programs get what was said, as readers of the page do. Exports hold the thoughts too.
        let without_thoughts = |row| TranscriptMessage { thoughts: Vec::new(), ..said(row, true) };
        let messages = rows.into_iter().rev().map(without_thoughts).collect();
        Ok(TranscriptPage { messages, next })
    }

    /// How many conversations and messages a person has.
    pub async fn amount(&self, user: &UserId) -> Result<Totals, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        Ok(Totals {
            conversations: store::count_conversations(&mut scope).await?,
            messages: store::count_messages(&mut scope).await?,
        })
    }
}

async fn messages_after(
    scope: &mut Scope,
    conversation: ConversationId,
    after: MessageId,
    limit: i64,
) -> sqlx::Result<Vec<TranscriptMessage>> {
    let found = store::messages_after(scope, conversation, after, limit).await?;
    let (mut rows, shown): (Vec<_>, Vec<_>) =
        found.into_iter().map(|message| (message.row, message.active)).unzip();
    outcomes::load(scope, &mut rows).await?;
    Ok(rows.into_iter().zip(shown).map(|(row, shown)| said(row, shown)).collect())
}

pub(super) fn said(row: store::MessageRow, shown: bool) -> TranscriptMessage {
    TranscriptMessage {
        id: row.id,
        role: row.role,
        content: row.content,
        thoughts: row.thoughts.0.into_iter().map(|stored| stored.thought).collect(),
        status: row.status,
        tool_calls: row.tool_calls.0.into_iter().map(|stored| stored.call).collect(),
        created_at: row.created_at,
        parent_id: row.parent_id,
        shown,
        feedback: row.feedback,
        model: row.model,
        input_tokens: row.input_tokens,
        output_tokens: row.output_tokens,
        error: row.error.map(|error| error.0),
    }
}
