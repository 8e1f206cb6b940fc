//! Messages as they were written, for programs that show them in their own way: Markdown, and tool calls with their
//! places in it.

use super::{Chat, ChatError, Order, Thread};
use crate::chat::store as messages;
use crate::chat::store::{MessageRow, StoredCall, passage, threads};
use crate::chat::turn::outcomes;
use crate::chat::turn::renderer::Progress;
use crate::chat::{Feedback, MessageStatus, Role, ToolCall};
use crate::error::AppError;
use crate::id::{ConversationId, MessageId, UserId};
use crate::timestamp::Timestamp;

/// A message as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The message's id.
    pub id: MessageId,
    /// Who wrote it.
    pub role: Role,
    /// The text; Markdown, if the assistant wrote it.
    pub content: String,
    /// The tools that the assistant used for it, in order.
    pub calls: Vec<WrittenCall>,
    /// How far it has come.
    pub status: MessageStatus,
    /// Why it failed, if it did.
    pub error: Option<AppError>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// What the person thinks of it, if they have said.
    pub feedback: Option<Feedback>,
}

/// A tool call with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenCall {
    /// How many bytes of the message's text come before it.
    pub at: usize,
    /// The call.
    pub call: ToolCall,
}

/// Where a page of messages begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which way to read from there.
    pub order: Order,
    /// The first message of the page. `None` is the end of the conversation where reading begins.
    pub from: Option<MessageId>,
}

/// Some messages of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPage {
    /// The conversation.
    pub thread: Thread,
    /// The messages, in the order that was asked for.
    pub messages: Vec<Written>,
    /// The newest reply of the whole conversation that used a tool.
    pub last_reply_with_calls: Option<MessageId>,
}

impl Chat {
    /// Up to `limit` messages of the branch that is shown.
    ///
    /// # Errors
    /// [`ChatError::ConversationNotFound`].
    pub async fn written(
        &self,
        user: &UserId,
        conversation: ConversationId,
        place: Place,
        limit: i64,
    ) -> Result<WrittenPage, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        let thread = threads::thread(&mut scope, conversation).await?;
        let thread = thread.ok_or(ChatError::ConversationNotFound(conversation))?;
        let mut rows = match place.order {
            Order::OldestFirst => {
                let from = place.from.unwrap_or(MessageId::new(0));
                passage::messages_from(&mut scope, conversation, from, limit).await?
            }
            Order::NewestFirst => {
                let before = place.from.map_or(i64::MAX, |from| from.get().saturating_add(1));
                messages::messages_before(&mut scope, conversation, MessageId::new(before), limit).await?
            }
        };
        rows.iter_mut().for_each(|row| self.catch_up(row));
        outcomes::load(&mut scope, &mut rows).await?;
        let latest = MessageId::new(i64::MAX);
        let stored = threads::last_reply_with_calls(&mut scope, conversation, latest).await?;
        let last_reply_with_calls = stored.max(self.running_with_calls(user, conversation, latest));
        let messages = rows.into_iter().map(written).collect();
        Ok(WrittenPage { thread, messages, last_reply_with_calls })
    }

    /// One message, on the branch that is shown or not.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`] if it is not in this conversation.
    pub async fn written_message(
        &self,
        user: &UserId,
        conversation: ConversationId,
        message: MessageId,
    ) -> Result<Written, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        threads::thread(&mut scope, conversation)
            .await?
            .ok_or(ChatError::ConversationNotFound(conversation))?;
        let row = messages::message(&mut scope, message).await?;
        let row = row.filter(|row| row.conversation_id == conversation);
        let mut rows = [row.ok_or(ChatError::MessageNotFound(message))?];
        rows.iter_mut().for_each(|row| self.catch_up(row));
        outcomes::load(&mut scope, &mut rows).await?;
        let [row] = rows;
        Ok(written(row))
    }

    /// Adds what a reply holds that its row does not hold yet, if this process writes it.
    fn catch_up(&self, row: &mut MessageRow) {
        if row.status == MessageStatus::Streaming
            && let Some(live) = self.engine.running(row.id)
        {
            let Progress { content, calls, .. } = live.progress();
            (row.content, row.tool_calls.0) = (content, calls);
        }
    }
}

fn written(row: MessageRow) -> Written {
    let calls = row.tool_calls.0.into_iter();
    Written {
        id: row.id,
        role: row.role,
        content: row.content,
        calls: calls.map(|StoredCall { at, call, .. }| WrittenCall { at, call }).collect(),
        status: row.status,
        error: row.error.map(|error| error.0),
        created_at: row.created_at,
        feedback: row.feedback,
    }
}
