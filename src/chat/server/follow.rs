//! Replies as programs read them: Markdown and tool calls, whole or piece by piece.

use super::transcript::said;
use super::{Chat, ChatError, TranscriptMessage, find_conversation};
use crate::chat::turn::renderer::Progress;
pub use crate::chat::turn::told::{Piece, Told};
use crate::chat::turn::{Subscription, outcomes};
use crate::chat::{ChatEvent, Role, store};
use crate::id::{ConversationId, MessageId, UserId};
use futures::stream::{self, Stream, StreamExt};
use std::collections::VecDeque;

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

struct Follower {
    chat: Chat,
    user: UserId,
    subscription: Subscription,
    told: Told,
    ready: VecDeque<Heard>,
    ended: bool,
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
        let follower = Follower {
            chat: self.clone(),
            user: user.clone(),
            subscription: reply,
            told,
            ready: VecDeque::new(),
            ended: false,
        };
        stream::unfold(follower, |mut follower| async { Some((follower.next().await?, follower)) }).fuse()
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

impl Follower {
    async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some(heard) = self.ready.pop_front() {
                return Some(heard);
            }
            if self.ended {
                return None;
            }
            // The events of pages tell that something has changed. What it is, the reply's progress tells.
            match self.subscription.next().await {
                Some(ChatEvent::Ping) => return Some(Heard::Ping),
                Some(ChatEvent::Done { .. }) => self.end().await,
                Some(_) => {
                    let told = &mut self.told;
                    let look = |now: &Progress| told.catch_up(&now.content, &now.calls);
                    let pieces = self.subscription.with_progress(look).unwrap_or_default();
                    self.ready.extend(pieces.into_iter().map(|(piece, told)| Heard::Piece(piece, told)));
                }
                // This process is shutting down. The program goes on with another replica.
                None => self.ended = true,
            }
        }
    }

    /// Reads the end from the row, which is stored before the end is announced.
    async fn end(&mut self) {
        self.ended = true;
        let (conversation, reply) = (self.subscription.conversation(), self.subscription.reply());
        match self.read_end(conversation, reply).await {
            Ok((progress, end)) => {
                let pieces = self.told.catch_up(&progress.content, &progress.calls);
                self.ready.extend(pieces.into_iter().map(|(piece, told)| Heard::Piece(piece, told)));
                self.ready.push_back(Heard::Ended(Box::new(end)));
            }
            Err(error) => {
                tracing::warn!(%reply, %error, "the end of a reply could not be read");
                self.ready.push_back(Heard::Failed);
            }
        }
    }

    async fn read_end(
        &self,
        conversation: ConversationId,
        reply: MessageId,
    ) -> Result<(Progress, TranscriptMessage), ChatError> {
        let mut scope = self.chat.db.read_as(&self.user).await?;
        let row = store::message(&mut scope, reply).await?;
        let mut rows = [row
            .filter(|row| row.conversation_id == conversation)
            .ok_or(ChatError::MessageNotFound(reply))?];
        outcomes::load(&mut scope, &mut rows).await?;
        let [row] = rows;
        Ok((Progress::from(&row), said(row, true)))
    }
}
