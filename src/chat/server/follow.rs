//! Replies as programs read them: Markdown and tool calls, whole or piece by piece.

use super::transcript::said;
use super::{Chat, ChatError, TranscriptMessage, find_conversation};
pub use crate::chat::turn::told::{Piece, Told};
use crate::chat::turn::{Subscription, WrittenEvent, outcomes};
use crate::chat::{Role, store};
use crate::id::{ConversationId, MessageId, UserId};
use futures::stream::{Stream, StreamExt};

/// What a program hears of a reply.
#[derive(Clone, Debug)]
pub enum Heard {
    /// A piece, and how much the program has been told after it.
    Piece(Piece, Told),
    /// Nothing has happened for a while. The connection is alive.
    Ping,
    /// The reply in its final state. It replaces everything before.
    Ended(Box<TranscriptMessage>),
    /// The reply's end cannot be read. Following it again may help.
    Failed,
}

impl Chat {
    /// The pieces of a reply that a program has not been told yet, as they come, up to the reply's end. `told` is the
    /// position of the last piece that the program has heard.
    pub fn pieces(
        &self,
        user: &UserId,
        reply: Subscription,
        told: Told,
    ) -> impl Stream<Item = Heard> + Send + use<> {
        let (chat, user) = (self.clone(), user.clone());
        let (conversation, reply_id) = (reply.conversation(), reply.reply());
        reply.written_after(told).filter_map(move |event| {
            let (chat, user) = (chat.clone(), user.clone());
            async move {
                Some(match event {
                    WrittenEvent::Started { .. } => return None,
                    WrittenEvent::Piece(piece, told) => Heard::Piece(piece, told),
                    WrittenEvent::Ping => Heard::Ping,
                    // The row is stored before the end is announced.
                    WrittenEvent::Ended { .. } => match chat.reply(&user, conversation, reply_id).await {
                        Ok(end) => Heard::Ended(Box::new(end)),
                        Err(error) => {
                            tracing::warn!(reply = %reply_id, %error, "the end of a reply could not be read");
                            Heard::Failed
                        }
                    },
                })
            }
        })
    }

    /// A reply of one conversation, in its current state.
    ///
    /// # Errors
    /// [`ChatError::MessageNotFound`], also for the person's own messages.
    pub async fn reply(
        &self,
        user: &UserId,
        conversation: ConversationId,
        reply: MessageId,
    ) -> Result<TranscriptMessage, ChatError> {
        let mut scope = self.db.read_as(user).await?;
        find_conversation(&mut scope, conversation).await?;
        let row = store::message(&mut scope, reply).await?;
        let row = row.filter(|row| row.role == Role::Assistant && row.conversation_id == conversation);
        let mut rows = [row.ok_or(ChatError::MessageNotFound(reply))?];
        outcomes::load(&mut scope, &mut rows).await?;
        let [row] = rows;
        Ok(said(row, true))
    }
}
