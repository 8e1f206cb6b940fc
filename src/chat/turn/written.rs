//! A reply as it is written: its Markdown and its tool calls, for programs that show it in their own way. The page gets
//! HTML instead (`ChatEvent`).

use super::subscription::Subscription;
use super::told::{Piece, Told};
use crate::chat::{ChatEvent, Conversation, Message, MessageStatus};
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
        let reader = Reader { turn: self, ready: VecDeque::new(), told };
        stream::unfold(reader, |mut reader| async { reader.next().await.map(|event| (event, reader)) }).fuse()
    }
}

struct Reader {
    turn: Subscription,
    ready: VecDeque<WrittenEvent>,
    told: Told,
}

impl Reader {
    async fn next(&mut self) -> Option<WrittenEvent> {
        while self.ready.is_empty() {
            let event = self.turn.next().await?;
            if let ChatEvent::Started { conversation, question, reply, .. } = &event {
                let reply = Message { parts: Vec::new(), ..reply.clone() };
                let (conversation, question) = (conversation.clone(), question.clone());
                self.ready.push_back(WrittenEvent::Started { conversation, question, reply });
            }
            // The event only says that there is something new. What is new is read from the reply itself.
            let told = &mut self.told;
            let pieces = self.turn.with_progress(|now| told.catch_up(&now.content, &now.calls));
            self.ready.extend(pieces.into_iter().map(|(piece, told)| WrittenEvent::Piece(piece, told)));
            match event {
                ChatEvent::Done { reply } => {
                    self.ready.push_back(WrittenEvent::Ended { status: reply.status, error: reply.error });
                }
                ChatEvent::Ping => self.ready.push_back(WrittenEvent::Ping),
                _ => {}
            }
        }
        self.ready.pop_front()
    }
}
