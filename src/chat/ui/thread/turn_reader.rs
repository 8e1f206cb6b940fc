//! Reads the events of a turn into the thread. When the connection breaks, the reader connects again: the server goes
//! on without it and sends what it has missed.

use super::announcer::spoken;
use super::state::ThreadState;
use super::turn_request::TurnRequest;
use super::unsent;
use crate::chat::ChatEvent;
use crate::chat::ui::message::{MessageState, ReactiveMessage};
use crate::error::{AppError, ErrorCode, Reason};
use crate::id::MessageId;
use crate::lines::Decoder;
use crate::ui::timer::sleep;
use futures::StreamExt;
use futures::future::{Either, select};
use leptos::prelude::*;
use leptos::server_fn::codec::ByteStream;
use std::pin::pin;
use std::time::Duration;

/// How often the reader connects again before it gives up.
const ATTEMPTS: u32 = 5;

/// A connection that is silent for so long is broken. The server sends a ping every 15 seconds.
const SILENCE: Duration = Duration::from_secs(40);

/// Whether more events follow.
enum Progress {
    More,
    End,
}

/// Reads one turn: a question and its reply.
pub struct TurnReader {
    thread: ThreadState,
    /// Called with the id of the reply when the turn has started.
    started: Box<dyn Fn(MessageId)>,
    /// The question, until the server has stored it.
    question: Option<ReactiveMessage>,
    reply: Option<ReactiveMessage>,
    replaces: Option<MessageId>,
}

impl TurnReader {
    /// A reader for a turn. `question` is the question if it is not stored yet.
    pub fn new(
        thread: ThreadState,
        question: Option<ReactiveMessage>,
        started: impl Fn(MessageId) + 'static,
    ) -> Self {
        Self { thread, started: Box::new(started), question, reply: None, replaces: None }
    }

    /// Sends the request and reads until the reply has ended or cannot be had. Returns whether it has ended.
    pub async fn run(mut self, mut request: TurnRequest) -> bool {
        self.replaces = request.replaces();
        let mut attempt = 0;
        loop {
            match request.open(&self.thread).await {
                Ok(bytes) => match self.read(bytes, &mut attempt).await {
                    Progress::End => return self.reply.as_ref().is_some_and(|reply| !reply.is_pending()),
                    Progress::More => {}
                },
                Err(error) if error.code != ErrorCode::Unreachable => {
                    self.refused(request, error);
                    return false;
                }
                // The request did not reach the server. The person should know at once, not after silent attempts.
                Err(error) if attempt == 0 && !matches!(request, TurnRequest::Follow(_)) => {
                    self.give_up(request, error);
                    return false;
                }
                Err(_) => {}
            }
            attempt += 1;
            if attempt > ATTEMPTS {
                self.give_up(request, Reason::ConnectionLost.into());
                return false;
            }
            sleep(Duration::from_millis(250 << attempt)).await;
            if let Some(reply) = self.reply.as_ref().and_then(ReactiveMessage::id) {
                request = TurnRequest::Follow(reply);
            }
        }
    }

    /// Reads to the end of the stream. Returns `More` if the stream broke off before the reply ended.
    async fn read(&mut self, bytes: ByteStream<AppError>, attempt: &mut u32) -> Progress {
        let mut bytes = bytes.into_inner();
        let mut decoder = Decoder::default();
        while let Either::Left((Some(Ok(chunk)), _)) = select(bytes.next(), pin!(sleep(SILENCE))).await {
            for event in decoder.push(&chunk) {
                *attempt = 0;
                if let Progress::End = self.apply(event) {
                    return Progress::End;
                }
            }
        }
        Progress::More
    }

    /// Applies an event to the thread.
    fn apply(&mut self, event: ChatEvent) -> Progress {
        let context = self.thread.context;
        match event {
            ChatEvent::Started { conversation, question, reply, tail, from, position } => {
                let messages = self.thread.messages.clone();
                if let Some(first) = self.replaces.take() {
                    messages.truncate(first, reply.id);
                    unsent::forget_edit(first);
                }
                // The question goes first, so that a new conversation is never shown without a message.
                match self.question.take() {
                    Some(shown) => {
                        self.thread.settled(&shown);
                        shown.update(|content| content.replace(question, String::new()));
                    }
                    None => _ = messages.put(question),
                }
                if self.thread.conversation.get_untracked().is_none() {
                    self.thread.conversation.set(Some(conversation.id));
                }
                (self.started)(reply.id);
                self.reply = Some(
                    messages.put_with(reply, |content, reply| content.resume(reply, tail, from, position)),
                );
                context.started.run(conversation);
            }
            // The session that began to read has ended. It may have been replaced, as when the password is changed. If
            // it was not, the server says so when the reader connects again.
            ChatEvent::Refused { error }
                if error.code == ErrorCode::Unauthenticated && self.reply.is_some() => {}
            ChatEvent::Refused { error } => {
                self.refuse(error);
                return Progress::End;
            }
            ChatEvent::Done { reply } => {
                self.thread.told.set(Some(spoken(&reply)));
                self.reply = Some(self.thread.messages.put(reply));
                return Progress::End;
            }
            event => {
                if let Some(reply) = &self.reply {
                    reply.update(|content| content.apply(event));
                }
            }
        }
        Progress::More
    }

    /// Handles an answer that refuses the request.
    fn refused(mut self, request: TurnRequest, error: AppError) {
        self.find_reply(&request);
        self.refuse(error);
    }

    fn refuse(&mut self, error: AppError) {
        if let Some(question) = self.question.take() {
            return self.thread.refuse(&question, error);
        }
        if let Some(reply) = self.reply.take().filter(ReactiveMessage::is_pending) {
            let logged_out = error.code.ends_page();
            reply.set_state(if logged_out { MessageState::LoggedOut } else { MessageState::Lost });
        }
        self.thread.context.notices.show(error);
    }

    /// Handles a server that does not answer. The person can then try again.
    fn give_up(mut self, request: TurnRequest, error: AppError) {
        self.find_reply(&request);
        match (self.question, request) {
            (Some(question), TurnRequest::Send { client_id, .. }) => {
                question.set_state(MessageState::Unsent { client_id });
            }
            (_, TurnRequest::Follow(_)) => {
                if let Some(reply) = self.reply {
                    reply.set_state(MessageState::Lost);
                }
            }
            _ => self.thread.context.notices.show(error),
        }
    }

    /// Looks up the reply that a `Follow` is about, if no event has named it yet.
    fn find_reply(&mut self, request: &TurnRequest) {
        if let (None, TurnRequest::Follow(reply)) = (&self.reply, request) {
            self.reply = self.thread.messages.find(*reply);
        }
    }
}
