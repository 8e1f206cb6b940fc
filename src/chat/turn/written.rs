//! A reply as it is written: its Markdown and its tool calls, for programs that show it in their own way. The page gets
//! HTML instead (`ChatEvent`).

use super::subscription::Subscription;
use super::told::{Piece, Told};
use super::view::News;
use crate::chat::{Conversation, Message, MessageStatus};
use crate::error::AppError;
use futures::stream::{self, Stream, StreamExt};
use std::collections::VecDeque;

/// What happens while a reply is written.
#[expect(clippy::large_enum_variant, reason = "the large one opens a stream; none is kept")]
#[derive(Clone, Debug)]
pub enum WrittenEvent {
    /// The turn as it is stored. It comes again when a queued reply begins.
    Started {
        /// The conversation, which may be new.
        conversation: Conversation,
        /// The person's message.
        question: Message,
        /// The reply. Its parts are left out.
        reply: Message,
    },
    /// A piece of the reply, and how much is told after it.
    Piece(Piece, Told),
    /// The reply ended. Nothing comes after this.
    Ended {
        /// How.
        status: MessageStatus,
        /// Why it failed, if it did.
        error: Option<AppError>,
    },
    /// Nothing has happened for a while. The connection is alive.
    Ping,
}

impl Subscription {
    /// The reply from its beginning to its end. The first event is `Started`. The last is `Ended`, unless this process
    /// shuts down. What came while nobody read is told as one event, so a slow reader costs no memory.
    pub fn written(self) -> impl Stream<Item = WrittenEvent> + Send + use<> {
        self.written_after(Told::default())
    }

    /// The same for a program that has been told so much already.
    pub fn written_after(self, told: Told) -> impl Stream<Item = WrittenEvent> + Send + use<> {
        let reader = Reader { turn: self, ready: VecDeque::new(), told, restarts: None, ended: false };
        stream::unfold(reader, |mut reader| async { reader.next().await.map(|event| (event, reader)) }).fuse()
    }
}

struct Reader {
    turn: Subscription,
    ready: VecDeque<WrittenEvent>,
    told: Told,
    restarts: Option<u64>,
    ended: bool,
}

impl Reader {
    async fn next(&mut self) -> Option<WrittenEvent> {
        if let Some(event) = self.ready.pop_front() {
            return Some(event);
        }
        if self.ended {
            return None;
        }
        let wanted = |news: &News| news.started.is_some() || !news.pieces.is_empty();
        let news = self.turn.news(&mut self.told, &mut self.restarts, wanted).await;
        if let Some(started) = news.started {
            let (conversation, question, reply) = *started;
            self.ready.push_back(WrittenEvent::Started { conversation, question, reply });
        }
        self.ready.extend(news.pieces.into_iter().map(|(piece, told)| WrittenEvent::Piece(piece, told)));
        if let Some((status, error)) = news.end {
            self.ready.push_back(WrittenEvent::Ended { status, error });
        }
        self.ended = news.abandoned || matches!(self.ready.back(), Some(WrittenEvent::Ended { .. }));
        if self.ready.is_empty() && !self.ended {
            return Some(WrittenEvent::Ping);
        }
        self.ready.pop_front()
    }
}
