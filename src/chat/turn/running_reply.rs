//! A reply that this process is writing, and whoever follows it.

use super::meter::Meter;
use super::parts;
use super::renderer::{Progress, Renderer, Rest};
use crate::chat::store::StoredCall;
use crate::chat::{
    ChatEvent, Conversation, Exchange, Message, MessageStatus, Part, Role, ToolCall, ToolResult, Versions,
};
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
pub(crate) struct RunningReply {
    pub(crate) user: UserId,
    pub(crate) reply: MessageId,
    /// Tool calls under way. They end by themselves, also when the reply is stopped.
    pub(crate) calls: TaskTracker,
    /// What it costs.
    pub(crate) meter: Meter,
    conversation: Conversation,
    question: Message,
    created_at: Timestamp,
    versions: Option<Versions>,
    stopped: CancellationToken,
    recheck_requested: Notify,
    state: Mutex<State>,
}

struct State {
    renderer: Renderer,
    end: Option<Message>,
    events: broadcast::Sender<Arc<ChatEvent>>,
}

/// A follower's start: where the reply is, and what comes after.
pub(crate) struct Snapshot {
    pub(crate) started: ChatEvent,
    pub(crate) end: Option<Message>,
    pub(crate) events: broadcast::Receiver<Arc<ChatEvent>>,
}

impl RunningReply {
    pub(crate) fn new(user: UserId, exchange: Exchange) -> Self {
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
            recheck_requested: Notify::new(),
            state: Mutex::new(State {
                renderer: Renderer::default(),
                end: None,
                events: broadcast::Sender::new(BACKLOG),
            }),
        }
    }

    pub(crate) fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// The message that it answers.
    pub(crate) fn question(&self) -> &Message {
        &self.question
    }

    /// Ends the reply at the person's wish.
    pub(crate) fn stop(&self) {
        self.stopped.cancel();
    }

    /// Resolves when the person wants it ended.
    pub(crate) async fn stopped(&self) {
        self.stopped.cancelled().await;
    }

    /// Has its row looked at: it may have been ended elsewhere.
    pub(crate) fn request_recheck(&self) {
        self.recheck_requested.notify_one();
    }

    /// Resolves when it may have been ended elsewhere.
    pub(crate) async fn recheck_requested(&self) {
        self.recheck_requested.notified().await;
    }

    pub(crate) fn progress(&self) -> Progress {
        lock(&self.state).renderer.progress().clone()
    }

    /// Follows it from a position on.
    pub(crate) fn subscribe(&self, from: usize) -> Snapshot {
        let state = lock(&self.state);
        let Rest { from, parts, position, tail } = state.renderer.after(from);
        let started = ChatEvent::Started {
            conversation: self.conversation.clone(),
            question: self.question.clone(),
            reply: self.message(parts, MessageStatus::Streaming, None),
            tail,
            from,
            position,
        };
        Snapshot { started, end: state.end.clone(), events: state.events.subscribe() }
    }

    /// Adds text.
    pub(crate) fn push_text(&self, delta: &str) {
        let mut state = lock(&self.state);
        let event = state.renderer.text(delta);
        state.announce(event);
    }

    /// Notes that a tool is being called. Gives the call's id, which may have had to be made unique.
    pub(crate) fn start_tool_call(&self, round: usize, mut call: ToolCall) -> ToolCall {
        let mut state = lock(&self.state);
        let Progress { content, calls } = state.renderer.progress();
        let taken = || calls.iter().any(|stored| stored.call.id == call.id);
        if call.id.is_empty() || call.id.len() > CALL_ID_MAX || taken() {
            call.id = format!("call_{}_{}", self.reply, calls.len() + 1);
        }
        let stored = StoredCall { at: content.len(), round, call: call.clone() };
        for event in state.renderer.start_tool_call(stored) {
            state.announce(event);
        }
        call
    }

    /// Notes what came of a tool call.
    pub(crate) fn finish_tool_call(&self, mut call: ToolCall, result: ToolResult) {
        call.result = Some(result);
        let mut state = lock(&self.state);
        let event = state.renderer.finish_tool_call(call);
        state.announce(event);
    }

    /// Announces the end; nothing comes after it.
    pub(crate) fn finish(&self, status: MessageStatus, error: Option<AppError>) {
        let mut state = lock(&self.state);
        // Rendered as a whole, once: what readers get from here on, live or from the database, is the same.
        let Progress { content, calls } = state.renderer.progress();
        let reply = self.message(parts::parts(content, calls), status, error);
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
