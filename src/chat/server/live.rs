//! Replies that this process is writing, and whoever follows them.

use super::super::{ChatEvent, Conversation, Message, MessageStatus, Part, Role, ToolCall, ToolResult};
use super::present::StoredCall;
use super::store::MessageRow;
use super::{Chat, ChatError, markdown, present, run};
use crate::error::AppError;
use crate::id::{MessageId, UserId};
use crate::timestamp::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Events that a slow follower may lag behind before it is given the whole reply anew.
const BACKLOG: usize = 512;

/// The running replies of this process.
#[derive(Clone, Default)]
pub(super) struct Runs {
    live: Arc<Mutex<HashMap<MessageId, Arc<Live>>>>,
    tracker: TaskTracker,
    shutdown: CancellationToken,
}

impl Runs {
    /// The running reply with this id.
    pub(super) fn get(&self, reply: MessageId) -> Option<Arc<Live>> {
        lock(&self.live).get(&reply).cloned()
    }

    /// Refuses new turns once the server is shutting down.
    pub(super) fn accepting(&self) -> Result<(), ChatError> {
        if self.shutdown.is_cancelled() { Err(ChatError::ShuttingDown) } else { Ok(()) }
    }

    /// Resolves when replies must end because the server does.
    pub(super) async fn shutting_down(&self) {
        self.shutdown.cancelled().await;
    }

    /// Writes a reply in a task of its own, whoever follows it.
    pub(super) fn spawn(&self, live: Arc<Live>, chat: Chat) {
        lock(&self.live).insert(live.reply, live.clone());
        let running = self.live.clone();
        self.tracker.spawn(async move {
            // Also when the run panics: a reply that nobody writes must not look like a running one.
            let _unlist = Unlist { running, reply: live.reply };
            run::run(&chat, &live).await;
        });
    }

    /// Takes no new turns, ends the running ones as interrupted, and waits until all is stored.
    pub(super) async fn end(&self) {
        self.shutdown.cancel();
        self.tracker.close();
        self.tracker.wait().await;
    }
}

struct Unlist {
    running: Arc<Mutex<HashMap<MessageId, Arc<Live>>>>,
    reply: MessageId,
}

impl Drop for Unlist {
    fn drop(&mut self) {
        lock(&self.running).remove(&self.reply);
    }
}

/// A reply while it is written. Every change is made and announced under one lock, so that a follower gets
/// exactly the state at one moment and every event after it.
pub(super) struct Live {
    pub(super) user: UserId,
    pub(super) reply: MessageId,
    conversation: Conversation,
    question: Message,
    created_at: Timestamp,
    stopped: CancellationToken,
    state: Mutex<State>,
}

struct State {
    progress: Progress,
    parts: Vec<Part>,
    /// Bytes of the content that are in `parts`.
    presented: usize,
    end: Option<Message>,
    events: broadcast::Sender<ChatEvent>,
}

/// What of a running reply is stored.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Progress {
    pub(super) content: String,
    pub(super) calls: Vec<StoredCall>,
}

/// A follower's start: where the reply is, and what comes after.
pub(super) struct Subscription {
    pub(super) started: ChatEvent,
    pub(super) end: Option<Message>,
    pub(super) events: broadcast::Receiver<ChatEvent>,
}

impl Live {
    pub(super) fn new(
        user: UserId,
        conversation: Conversation,
        question: Message,
        reply: &MessageRow,
    ) -> Self {
        Self {
            user,
            reply: reply.id,
            conversation,
            question,
            created_at: reply.created_at.clone(),
            stopped: CancellationToken::new(),
            state: Mutex::new(State {
                progress: Progress::default(),
                parts: Vec::new(),
                presented: 0,
                end: None,
                events: broadcast::Sender::new(BACKLOG),
            }),
        }
    }

    pub(super) fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// The message that it answers.
    pub(super) fn question(&self) -> &Message {
        &self.question
    }

    /// Ends the reply at the person's wish.
    pub(super) fn stop(&self) {
        self.stopped.cancel();
    }

    /// Resolves when the person wants it ended.
    pub(super) async fn stopped(&self) {
        self.stopped.cancelled().await;
    }

    pub(super) fn progress(&self) -> Progress {
        lock(&self.state).progress.clone()
    }

    pub(super) fn subscribe(&self) -> Subscription {
        let state = lock(&self.state);
        let (tail, events) = (state.tail().to_owned(), state.events.subscribe());
        let reply = self.message(&state, MessageStatus::Streaming, None);
        let started = ChatEvent::Started {
            conversation: self.conversation.clone(),
            question: self.question.clone(),
            reply,
            tail,
        };
        Subscription { started, end: state.end.clone(), events }
    }

    /// Adds text. Blocks that are complete become HTML, the rest stays raw until they are.
    pub(super) fn push_text(&self, delta: &str) {
        let mut state = lock(&self.state);
        state.progress.content.push_str(delta);
        let settled = markdown::settled(state.tail());
        if settled > 0 {
            state.present(settled);
        } else {
            state.announce(ChatEvent::Text { delta: delta.to_owned() });
        }
    }

    /// Notes that a tool is being called. Gives the call's id, which may have had to be made unique.
    pub(super) fn begin_call(&self, round: usize, mut call: ToolCall) -> ToolCall {
        let mut state = lock(&self.state);
        let tail = state.tail().len();
        if tail > 0 {
            state.present(tail);
        }
        if call.id.is_empty() || state.progress.calls.iter().any(|stored| stored.call.id == call.id) {
            call.id = format!("call_{}_{}", self.reply, state.progress.calls.len() + 1);
        }
        let at = state.progress.content.len();
        state.progress.calls.push(StoredCall { at, round, call: call.clone() });
        state.parts.push(Part::Tool { call: call.clone() });
        state.announce(ChatEvent::Tool { call: call.clone() });
        call
    }

    /// Notes what came of a tool call.
    pub(super) fn end_call(&self, mut call: ToolCall, result: ToolResult) {
        call.result = Some(result);
        let mut state = lock(&self.state);
        if let Some(stored) = state.progress.calls.iter_mut().find(|stored| stored.call.id == call.id) {
            stored.call = call.clone();
        }
        let shown = state.parts.iter_mut().find_map(|part| match part {
            Part::Tool { call: shown } if shown.id == call.id => Some(shown),
            _ => None,
        });
        if let Some(shown) = shown {
            *shown = call.clone();
        }
        state.announce(ChatEvent::Tool { call });
    }

    /// Announces the end; nothing comes after it.
    pub(super) fn finish(&self, status: MessageStatus, error: Option<AppError>) {
        let mut state = lock(&self.state);
        // Rendered as a whole, once: what readers get from here on, live or from the database, is the same.
        state.parts = present::parts(&state.progress.content, &state.progress.calls);
        let reply = self.message(&state, status, error);
        state.end = Some(reply.clone());
        state.announce(ChatEvent::Done { reply });
    }

    fn message(&self, state: &State, status: MessageStatus, error: Option<AppError>) -> Message {
        Message {
            id: self.reply,
            role: Role::Assistant,
            parts: state.parts.clone(),
            status,
            error,
            created_at: self.created_at.clone(),
        }
    }
}

impl State {
    fn tail(&self) -> &str {
        self.progress.content.get(self.presented..).unwrap_or_default()
    }

    /// Turns the first `bytes` of the tail into a part.
    fn present(&mut self, bytes: usize) {
        let tail = self.tail();
        let (done, rest) = tail.split_at_checked(bytes).unwrap_or((tail, ""));
        let (html, rest) = (markdown::to_html(done), rest.to_owned());
        self.presented += done.len();
        self.parts.push(Part::Html { html: html.clone() });
        self.announce(ChatEvent::Html { html, tail: rest });
    }

    fn announce(&self, event: ChatEvent) {
        // An error means that nobody follows, which is fine.
        let _ = self.events.send(event);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The state is consistent at every point where a panic could happen.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
