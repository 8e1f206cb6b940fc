//! A reply that this process is writing, and whoever follows it.

use super::super::{
    ChatEvent, Conversation, Exchange, Message, MessageStatus, Part, Role, ToolCall, ToolResult, Versions,
};
use super::present::{self, StoredCall};
use super::presenter::{Presenter, Progress, Rest};
use super::usage::Meter;
use crate::error::AppError;
use crate::id::{MessageId, UserId};
use crate::timestamp::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Events that a slow follower may lag behind before it is given the reply anew from where it was. Each costs a reply
/// some 32 bytes from its beginning, followed or not.
const BACKLOG: usize = 256;

/// Most bytes of a call's id; models make them of 30 or so, and the database has them in an index.
const CALL_ID_MAX: usize = 200;

/// A reply while it is written. Every change is made and announced under one lock, so that a follower gets
/// exactly the state at one moment and every event after it.
pub(super) struct Live {
    pub(super) user: UserId,
    pub(super) reply: MessageId,
    /// Tool calls under way. They end by themselves, also when the reply is stopped.
    pub(super) calls: TaskTracker,
    /// What it costs.
    pub(super) meter: Meter,
    conversation: Conversation,
    question: Message,
    created_at: Timestamp,
    versions: Option<Versions>,
    stopped: CancellationToken,
    doubted: Notify,
    state: Mutex<State>,
}

struct State {
    presenter: Presenter,
    end: Option<Message>,
    events: broadcast::Sender<Arc<ChatEvent>>,
}

/// A follower's start: where the reply is, and what comes after.
pub(super) struct Subscription {
    pub(super) started: ChatEvent,
    pub(super) end: Option<Message>,
    pub(super) events: broadcast::Receiver<Arc<ChatEvent>>,
}

impl Live {
    pub(super) fn new(user: UserId, exchange: Exchange) -> Self {
        let Exchange { conversation, question, reply } = exchange;
        Self {
            user,
            reply: reply.id,
            calls: TaskTracker::new(),
            meter: Meter::default(),
            conversation,
            question,
            created_at: reply.created_at,
            versions: reply.versions,
            stopped: CancellationToken::new(),
            doubted: Notify::new(),
            state: Mutex::new(State {
                presenter: Presenter::default(),
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

    /// Has its row looked at: it may have been ended elsewhere.
    pub(super) fn doubt(&self) {
        self.doubted.notify_one();
    }

    /// Resolves when it may have been ended elsewhere.
    pub(super) async fn doubted(&self) {
        self.doubted.notified().await;
    }

    pub(super) fn progress(&self) -> Progress {
        lock(&self.state).presenter.progress().clone()
    }

    /// Follows it from a position on.
    pub(super) fn subscribe(&self, from: usize) -> Subscription {
        let state = lock(&self.state);
        let Rest { from, parts, position, tail } = state.presenter.after(from);
        let started = ChatEvent::Started {
            conversation: self.conversation.clone(),
            question: self.question.clone(),
            reply: self.message(parts, MessageStatus::Streaming, None),
            tail,
            from,
            position,
        };
        Subscription { started, end: state.end.clone(), events: state.events.subscribe() }
    }

    /// Adds text.
    pub(super) fn push_text(&self, delta: &str) {
        let mut state = lock(&self.state);
        let event = state.presenter.text(delta);
        state.announce(event);
    }

    /// Notes that a tool is being called. Gives the call's id, which may have had to be made unique.
    pub(super) fn begin_call(&self, round: usize, mut call: ToolCall) -> ToolCall {
        let mut state = lock(&self.state);
        let Progress { content, calls } = state.presenter.progress();
        let taken = || calls.iter().any(|stored| stored.call.id == call.id);
        if call.id.is_empty() || call.id.len() > CALL_ID_MAX || taken() {
            call.id = format!("call_{}_{}", self.reply, calls.len() + 1);
        }
        let stored = StoredCall { at: content.len(), round, call: call.clone() };
        for event in state.presenter.begin_call(stored) {
            state.announce(event);
        }
        call
    }

    /// Notes what came of a tool call.
    pub(super) fn end_call(&self, mut call: ToolCall, result: ToolResult) {
        call.result = Some(result);
        let mut state = lock(&self.state);
        let event = state.presenter.end_call(call);
        state.announce(event);
    }

    /// Announces the end; nothing comes after it.
    pub(super) fn finish(&self, status: MessageStatus, error: Option<AppError>) {
        let mut state = lock(&self.state);
        // Rendered as a whole, once: what readers get from here on, live or from the database, is the same.
        let Progress { content, calls } = state.presenter.progress();
        let reply = self.message(present::parts(content, calls), status, error);
        state.end = Some(reply.clone());
        state.announce(ChatEvent::Done { reply });
    }

    fn message(&self, parts: Vec<Part>, status: MessageStatus, error: Option<AppError>) -> Message {
        Message {
            id: self.reply,
            role: Role::Assistant,
            parts,
            status,
            error,
            created_at: self.created_at.clone(),
            versions: self.versions,
        }
    }
}

impl State {
    fn announce(&self, event: ChatEvent) {
        // An error means that nobody follows, which is fine.
        let _ = self.events.send(Arc::new(event));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The state is consistent at every point where a panic could happen.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
