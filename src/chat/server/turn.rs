//! A turn as a follower sees it: where its reply is, and what happens until it ends.

use super::super::{ChatEvent, Conversation, Message, MessageStatus};
use super::live::Live;
use super::{present, store};
use crate::db::Db;
use crate::id::{ConversationId, UserId};
use futures::stream::{self, Stream, StreamExt};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

/// How often a reply that another process writes is looked at.
const POLL: Duration = Duration::from_millis(500);
/// How often a silent stream shows that it is alive.
const PING: Duration = Duration::from_secs(15);

/// A reply to follow. Dropping it ends nothing but the following.
pub struct Turn {
    conversation: ConversationId,
    ready: VecDeque<ChatEvent>,
    source: Source,
}

enum Source {
    /// This process writes it.
    Live(Arc<Live>, broadcast::Receiver<ChatEvent>),
    /// Another process writes it, or did; the row tells.
    Row(Box<Row>),
    /// It has ended.
    Ended,
}

struct Row {
    db: Db,
    user: UserId,
    conversation: Conversation,
    question: Message,
    /// The reply as it was last looked at.
    seen: Message,
}

impl Turn {
    pub(super) fn subscribe(live: &Arc<Live>) -> Self {
        let subscription = live.subscribe();
        let mut ready = VecDeque::from([subscription.started]);
        let source = match subscription.end {
            Some(reply) => {
                ready.push_back(ChatEvent::Done { reply });
                Source::Ended
            }
            None => Source::Live(live.clone(), subscription.events),
        };
        Self { conversation: live.conversation().id, ready, source }
    }

    pub(super) fn elsewhere(
        db: Db,
        user: UserId,
        conversation: Conversation,
        question: Message,
        reply: store::MessageRow,
    ) -> Self {
        let seen = present::message(reply);
        let started = ChatEvent::Started {
            conversation: conversation.clone(),
            question: question.clone(),
            reply: seen.clone(),
            tail: String::new(),
        };
        let (id, mut ready) = (conversation.id, VecDeque::from([started]));
        let source = if seen.status.is_final() {
            ready.push_back(ChatEvent::Done { reply: seen });
            Source::Ended
        } else {
            Source::Row(Box::new(Row { db, user, conversation, question, seen }))
        };
        Self { conversation: id, ready, source }
    }

    /// Everything from here to the end: first `Started`, last `Done`.
    pub fn events(self) -> impl Stream<Item = ChatEvent> + Send + use<> {
        stream::unfold(self, |mut turn| async { turn.next().await.map(|event| (event, turn)) }).fuse()
    }

    /// Waits for the end, and gives the conversation.
    pub async fn wait(mut self) -> ConversationId {
        while self.next().await.is_some() {}
        self.conversation
    }

    async fn next(&mut self) -> Option<ChatEvent> {
        if let Some(event) = self.ready.pop_front() {
            return Some(event);
        }
        let event = match &mut self.source {
            Source::Ended => return None,
            Source::Live(live, events) => match tokio::time::timeout(PING, events.recv()).await {
                Ok(Ok(event)) => event,
                // Too slow: start over from where the reply is now.
                Ok(Err(RecvError::Lagged(_))) => {
                    *self = Self::subscribe(&live.clone());
                    return self.ready.pop_front();
                }
                Ok(Err(RecvError::Closed)) => return None,
                Err(_) => ChatEvent::Ping,
            },
            Source::Row(row) => row.next().await,
        };
        if matches!(event, ChatEvent::Done { .. }) {
            self.source = Source::Ended;
        }
        Some(event)
    }
}

impl Row {
    async fn next(&mut self) -> ChatEvent {
        tokio::time::sleep(POLL).await;
        match self.look().await {
            Ok(Some(now)) if now.status.is_final() => ChatEvent::Done { reply: now },
            Ok(Some(now)) if now != self.seen => {
                self.seen = now.clone();
                ChatEvent::Started {
                    conversation: self.conversation.clone(),
                    question: self.question.clone(),
                    reply: now,
                    tail: String::new(),
                }
            }
            // Deleted with its conversation.
            Ok(None) => {
                ChatEvent::Done { reply: Message { status: MessageStatus::Interrupted, ..self.seen.clone() } }
            }
            Ok(Some(_)) | Err(_) => ChatEvent::Ping,
        }
    }

    async fn look(&self) -> sqlx::Result<Option<Message>> {
        let row = store::message(&mut self.db.read_as(&self.user).await?, self.seen.id).await?;
        Ok(row.map(present::message))
    }
}
