//! A reply that this process is writing, and its followers.

use super::meter::Meter;
use super::parts;
use super::renderer::{Progress, Renderer, Rest};
use crate::chat::store::{StoredCall, StoredThought};
use crate::chat::{
    ChatEvent, Conversation, Exchange, Message, MessageStatus, Part, Role, Thought, ToolCall, ToolResult,
    Versions,
};
use crate::error::AppError;
use crate::id::{MessageId, UserId};
use crate::timestamp::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, broadcast};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How many events a follower may lag behind. A slower one gets the reply again from its position. Each event's slot
/// costs every reply some 32 bytes from its beginning, followed or not.
const BACKLOG: usize = 256;

/// Most bytes of a call's id. Models use about 30. The database has the ids in an index.
const CALL_ID_MAX: usize = 200;

/// Most bytes that are kept of what a model thinks for one reply.
const THOUGHT_MAX: usize = 64 * 1024;
/// Most thoughts of one reply. A model that thinks between all its words is cut short.
const THOUGHTS_MAX: usize = 64;

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
    /// When the model began the thought that it has not ended.
    thinking: Option<Instant>,
    /// When it began the text since the last tool call.
    speaking: Option<Instant>,
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
                thinking: None,
                speaking: None,
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
        let started = self.started(&state, from);
        Snapshot { started, end: state.end.clone(), events: state.events.subscribe() }
    }

    fn started(&self, state: &State, from: usize) -> ChatEvent {
        let Rest { from, parts, position, tail } = state.renderer.after(from);
        ChatEvent::Started {
            conversation: self.conversation.clone(),
            question: self.question.clone(),
            reply: self.message(parts, MessageStatus::Streaming, None),
            tail,
            from,
            position,
        }
    }

    /// Adds text.
    pub(crate) fn push_text(&self, delta: &str) {
        let mut state = lock(&self.state);
        state.end_thought();
        state.speaking.get_or_insert_with(Instant::now);
        let event = state.renderer.text(delta);
        state.announce(event);
    }

    /// Adds to what the model thinks. White space begins no thought.
    pub(crate) fn push_thought(&self, round: usize, delta: &str) {
        let mut state = lock(&self.state);
        let Progress { content, thoughts, .. } = state.renderer.progress();
        let kept: usize = thoughts.iter().map(|stored| stored.thought.text.len()).sum();
        let mut delta = delta;
        if state.thinking.is_none() {
            delta = delta.trim_start();
            if delta.is_empty() || thoughts.len() >= THOUGHTS_MAX {
                return;
            }
            let thought = Thought { text: String::new(), seconds: None };
            let stored = StoredThought { at: content.len(), round, thought };
            state.thinking = Some(Instant::now());
            for event in state.renderer.start_thought(stored) {
                state.announce(event);
            }
        }
        match THOUGHT_MAX.saturating_sub(kept) {
            0 => {}
            room => state.renderer.think(&cut(delta, room)),
        }
    }

    /// Makes a thought of what the model has said in this round. Followers begin again.
    pub(crate) fn rethink(&self, round: usize) {
        let mut state = lock(&self.state);
        state.end_thought();
        let mut progress = state.renderer.progress().clone();
        let at = progress.calls.last().map_or(0, |stored| stored.at).min(progress.content.len());
        let text = cut(progress.content.split_off(at).trim(), THOUGHT_MAX);
        let seconds = state.speaking.take().map(seconds_since);
        progress.thoughts.push(StoredThought { at, round, thought: Thought { text, seconds } });
        state.renderer = Renderer::at(progress);
        state.announce(self.started(&state, 0));
    }

    /// Forgets what a model thought in this round that failed before it said anything. Followers begin again.
    pub(crate) fn forget_thoughts(&self, round: usize) {
        let mut state = lock(&self.state);
        state.end_thought();
        let mut progress = state.renderer.progress().clone();
        let before = progress.thoughts.len();
        progress.thoughts.retain(|stored| stored.round != round);
        if progress.thoughts.len() < before {
            state.renderer = Renderer::at(progress);
            state.announce(self.started(&state, 0));
        }
    }

    /// Ends the thought that the model has not ended, if there is one.
    pub(crate) fn end_thought(&self) {
        lock(&self.state).end_thought();
    }

    /// Records that a tool is being called. Returns the call, with a new id if its own was missing, too long or taken.
    pub(crate) fn start_tool_call(&self, round: usize, mut call: ToolCall) -> ToolCall {
        let mut state = lock(&self.state);
        state.end_thought();
        state.speaking = None;
        let Progress { content, calls, .. } = state.renderer.progress();
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
        let reply = self.message(parts::parts(state.renderer.progress()), status, error);
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
    fn end_thought(&mut self) {
        if let Some(began) = self.thinking.take() {
            let event = self.renderer.end_thought(seconds_since(began));
            event.into_iter().for_each(|event| self.announce(event));
        }
    }

    fn announce(&self, event: ChatEvent) {
        // An error means that there are no followers, which is fine.
        let _ = self.events.send(Arc::new(event));
    }
}

/// A model that thought for a moment thought for a second.
fn seconds_since(began: Instant) -> u32 {
    u32::try_from(began.elapsed().as_millis().div_ceil(1000).max(1)).unwrap_or(u32::MAX)
}

/// At most about `room` bytes of a text, with a sign if it was longer.
fn cut(text: &str, room: usize) -> String {
    match text.len() <= room {
        true => text.to_owned(),
        false => [&text[..text.floor_char_boundary(room)], "…"].concat(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The state is consistent at every point where a panic could happen.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
