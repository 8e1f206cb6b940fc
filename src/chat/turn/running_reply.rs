//! A reply that this process is writing, and its followers.

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

/// How many events a follower may lag behind. A slower one gets the reply again from its position. Each event's slot
/// costs every reply some 32 bytes from its beginning, followed or not.
const BACKLOG: usize = 256;

/// Most bytes of a call's id. Models use about 30. The database has the ids in an index.
const CALL_ID_MAX: usize = 200;

/// A reply while it is written. Every change is made and announced under one lock, so that a follower gets
/// exactly the state at one moment and every event after it.
pub(crate) struct RunningReply {
    pub(crate) user: UserId,
    pub(crate) reply: MessageId,
    /// Tool calls under way. They run to their end, even when the reply is stopped.
    pub(crate) calls: TaskTracker,
    /// The reply's cost.
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

    /// The message that the reply answers.
    pub(crate) fn question(&self) -> &Message {
        &self.question
    }

    /// Ends the reply because the person wants it to stop.
    pub(crate) fn stop(&self) {
        self.stopped.cancel();
    }

    /// Resolves when the person wants the reply to stop.
    pub(crate) async fn stopped(&self) {
        self.stopped.cancelled().await;
    }

    /// Makes the writer look at the reply's row: another process may have ended the reply.
    pub(crate) fn request_recheck(&self) {
        self.recheck_requested.notify_one();
    }

    /// Resolves when the writer should look at the reply's row.
    pub(crate) async fn recheck_requested(&self) {
        self.recheck_requested.notified().await;
    }

    pub(crate) fn progress(&self) -> Progress {
        self.with_progress(Progress::clone)
    }

    /// Looks at the progress without copying it. Nothing can be written meanwhile.
    pub(crate) fn with_progress<T>(&self, look: impl FnOnce(&Progress) -> T) -> T {
        look(lock(&self.state).renderer.progress())
    }

    /// Follows the reply from a position on.
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

    /// Records that a tool is being called. Returns the call, with a new id if its own was missing, too long or taken.
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

    /// Records the result of a tool call.
    pub(crate) fn finish_tool_call(&self, mut call: ToolCall, result: ToolResult) {
        call.result = Some(result);
        let mut state = lock(&self.state);
        let event = state.renderer.finish_tool_call(call);
        state.announce(event);
    }

    /// Announces the end; nothing comes after it.
    pub(crate) fn finish(&self, status: MessageStatus, error: Option<AppError>) {
        let mut state = lock(&self.state);
        // The reply is rendered once as a whole, so that its followers and later readers of the database get the same
        // HTML.
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
            feedback: None,
        }
    }
}

impl State {
    fn announce(&self, event: ChatEvent) {
        // An error means that there are no followers, which is fine.
        let _ = self.events.send(Arc::new(event));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The state is consistent at every point where a panic could happen.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
