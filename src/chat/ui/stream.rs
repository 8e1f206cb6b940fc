//! Reads the events of a turn and puts them into the thread. A connection that breaks is made again: the server
//! goes on without us and gives everything we missed.

use super::content::State;
use super::live::Live;
use super::thread::{Thread, touches_tasks};
use crate::chat::event::Decoder;
use crate::chat::{ChatEvent, Part, api};
use crate::error::{AppError, ErrorCode};
use crate::id::MessageId;
use futures::StreamExt;
use futures::channel::oneshot;
use futures::future::{Either, select};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use leptos::server_fn::codec::ByteStream;
use std::pin::pin;
use std::time::Duration;

/// How often a broken connection is made again before the person is asked.
const ATTEMPTS: u32 = 5;

/// A connection that says nothing for so long is broken: an idle one says that it is alive every 15 seconds.
const SILENCE: Duration = Duration::from_secs(40);

/// What is asked of the server. All of it can be asked again without being done twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Take a message and answer it.
    Send {
        /// What the person said.
        text: String,
        /// The message's id until it has one.
        client_id: String,
    },
    /// Give a reply anew.
    Retry(MessageId),
    /// Take another message in the place of this one, and answer it.
    Edit {
        /// The message.
        message: MessageId,
        /// What the person says instead.
        text: String,
        /// The new message's id until it has one.
        client_id: String,
    },
    /// Go on telling a reply.
    Follow(MessageId),
}

impl Call {
    /// The first message that a new version takes the place of, with all that follows it.
    fn replaces(&self) -> Option<MessageId> {
        match self {
            Self::Retry(message) | Self::Edit { message, .. } => Some(*message),
            Self::Send { .. } | Self::Follow(_) => None,
        }
    }
}

/// What an event means for the reading.
enum Next {
    Go,
    End,
}

/// One question and its reply while the page reads it.
pub struct Turn {
    thread: Thread,
    question: Option<Live>,
    reply: Option<Live>,
    replaces: Option<MessageId>,
}

impl Turn {
    /// A turn in a thread, with the question if it is not stored yet.
    pub fn new(thread: Thread, question: Option<Live>) -> Self {
        Self { thread, question, reply: None, replaces: None }
    }

    /// Asks the server and reads until the reply is there, or cannot be had. Whether it is there.
    pub async fn run(mut self, mut call: Call) -> bool {
        self.replaces = call.replaces();
        let mut attempt = 0;
        loop {
            match self.open(&call).await {
                Ok(bytes) => match self.read(bytes, &mut attempt).await {
                    Next::End => return self.reply.as_ref().is_some_and(|reply| !reply.is_to_come()),
                    Next::Go => {}
                },
                Err(error) if error.code != ErrorCode::Unreachable => {
                    self.refused(call, error);
                    return false;
                }
                // It did not even begin: better said at once than tried in secret.
                Err(error) if attempt == 0 && !matches!(call, Call::Follow(_)) => {
                    self.give_up(call, error);
                    return false;
                }
                Err(_) => {}
            }
            attempt += 1;
            if attempt > ATTEMPTS {
                let error = AppError::new(ErrorCode::Unreachable, "The connection was lost.");
                self.give_up(call, error);
                return false;
            }
            sleep(Duration::from_millis(250 << attempt)).await;
            if let Some(reply) = self.reply.as_ref().and_then(Live::id) {
                call = Call::Follow(reply);
            }
        }
    }

    async fn open(&self, call: &Call) -> Result<ByteStream<AppError>, AppError> {
        match call.clone() {
            Call::Send { text, client_id } => {
                let conversation = self.thread.conversation.get_untracked();
                // A conversation that is there knows its model.
                let model = self.thread.model.get_untracked().filter(|_| conversation.is_none());
                api::send(conversation, text, client_id, model).await
            }
            Call::Retry(reply) => api::retry(reply).await,
            Call::Edit { message, text, client_id } => api::edit(message, text, client_id).await,
            Call::Follow(reply) => {
                let position = self.thread.find(reply).map(|reply| reply.position());
                api::follow(reply, position).await
            }
        }
    }

    /// Reads to the end of the stream; `Go` if that came too soon.
    async fn read(&mut self, bytes: ByteStream<AppError>, attempt: &mut u32) -> Next {
        let mut bytes = bytes.into_inner();
        let mut decoder = Decoder::default();
        while let Either::Left((Some(Ok(chunk)), _)) = select(bytes.next(), pin!(sleep(SILENCE))).await {
            for event in decoder.push(&chunk) {
                *attempt = 0;
                if let Next::End = self.take(event) {
                    return Next::End;
                }
            }
        }
        Next::Go
    }

    fn take(&mut self, event: ChatEvent) -> Next {
        let tasks = self.thread.around.tasks;
        match event {
            ChatEvent::Started { conversation, question, reply, tail, from, position } => {
                if let Some(first) = self.replaces.take() {
                    self.thread.leave(first, reply.id);
                }
                // The question goes first, so that a new conversation is never seen empty.
                match self.question.take() {
                    Some(live) => live.update(|content| content.replace(question, String::new())),
                    None => _ = self.thread.put(question),
                }
                if reply.parts.iter().any(touches_tasks) {
                    tasks.refetch();
                }
                if self.thread.conversation.get_untracked().is_none() {
                    self.thread.conversation.set(Some(conversation.id));
                }
                self.thread.running_as(reply.id);
                let live =
                    self.thread.put_with(reply, |content, reply| content.go_on(reply, tail, from, position));
                self.reply = Some(live);
                self.thread.around.started.run(conversation);
            }
            // The session that began to read has ended. Perhaps it was replaced, as when the password is changed; if
            // not, the server says so when it is asked again.
            ChatEvent::Refused { error }
                if error.code == ErrorCode::Unauthenticated && self.reply.is_some() => {}
            ChatEvent::Refused { error } => {
                self.refuse(error);
                return Next::End;
            }
            ChatEvent::Done { reply } => {
                self.reply = Some(self.thread.put(reply));
                return Next::End;
            }
            event => {
                if matches!(&event, ChatEvent::Tool { call } if touches_tasks(&Part::Tool { call: call.clone() }))
                {
                    tasks.refetch();
                }
                if let Some(reply) = &self.reply {
                    reply.update(|content| content.apply(event));
                }
            }
        }
        Next::Go
    }

    /// The server answered, and will not.
    fn refused(mut self, call: Call, error: AppError) {
        self.find_reply(&call);
        self.refuse(error);
    }

    fn refuse(&mut self, error: AppError) {
        if let Some(question) = self.question.take() {
            return self.thread.refuse(&question, error);
        }
        if let Some(reply) = self.reply.take().filter(Live::is_to_come) {
            let logged_out = error.code == ErrorCode::Unauthenticated;
            reply.set_state(if logged_out { State::LoggedOut } else { State::Lost });
        }
        self.thread.around.notices.show(error);
    }

    /// The server does not answer; the person may have it tried again.
    fn give_up(mut self, call: Call, error: AppError) {
        self.find_reply(&call);
        match (self.question, call) {
            (Some(question), call @ Call::Send { .. }) => question.set_state(State::Unsent(call)),
            (_, Call::Follow(_)) => {
                if let Some(reply) = self.reply {
                    reply.set_state(State::Lost);
                }
            }
            _ => self.thread.around.notices.show(error),
        }
    }

    fn find_reply(&mut self, call: &Call) {
        if let (None, Call::Follow(reply)) = (&self.reply, call) {
            self.reply = self.thread.find(*reply);
        }
    }
}

/// Waits; the browser's timer ends with the wait, however that ends.
async fn sleep(duration: Duration) {
    struct Timer(Option<TimeoutHandle>);

    impl Drop for Timer {
        fn drop(&mut self) {
            if let Some(handle) = self.0 {
                handle.clear();
            }
        }
    }

    let (wake, woken) = oneshot::channel();
    let _timer = Timer(set_timeout_with_handle(move || _ = wake.send(()), duration).ok());
    _ = woken.await;
}
