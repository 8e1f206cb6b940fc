//! A reply as its followers see it. Those of a reply that this process writes and those of one that another process writes
//! read the same way: a follower is a cursor into the encoded events, and takes at once all that has come since.

use super::ahead::Ahead;
use super::parts;
use super::renderer::{Progress, Renderer};
use super::told::{Piece as ToldPiece, Told};
use super::wire::Wire;
use crate::chat::store::pieces::Piece;
use crate::chat::{ChatEvent, Conversation, Exchange, Message, MessageStatus};
use crate::error::AppError;
use crate::lines;
use axum::body::Bytes;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, OnceCell};

/// Texts of more bytes are rendered away from the tasks that serve requests.
const LARGE: usize = 16 * 1024;

/// What there is to see of a reply. Each change is made and announced under one lock, so a follower gets exactly the state
/// at one moment and every event after it.
pub(crate) struct ReplyView {
    state: Mutex<State>,
    changed: Notify,
}

struct State {
    conversation: Conversation,
    question: Message,
    /// The reply without its parts.
    reply: Message,
    renderer: Renderer,
    wire: Wire,
    /// How often followers had to begin again.
    restarts: u64,
    /// How many events were more than text.
    marks: u64,
    end: Option<Arc<End>>,
    /// Whether nothing more comes, not even an end.
    abandoned: bool,
}

/// How a reply ended.
pub(crate) struct End {
    reply: Message,
    line: OnceCell<Bytes>,
}

/// Where a follower is.
#[derive(Debug)]
pub(crate) struct Cursor {
    /// Whether the follower has got its first event, and what it held.
    begun: bool,
    restarts: u64,
    marks: u64,
    line: u64,
    /// Bytes of the text that the follower has, in parts and raw.
    text: usize,
    /// Bytes that it has in parts.
    position: usize,
}

/// What a follower takes.
pub(crate) enum Taken {
    /// Events.
    Lines(Bytes),
    /// The whole from the follower's position, still to be rendered.
    Start(Box<Start>),
    /// The end. The follower has everything before it.
    End(Arc<End>),
    /// Nothing has come since.
    Nothing,
    /// Nothing will come. The follower should follow again.
    Abandoned,
}

/// The state of a reply at one moment, for a follower that begins.
pub(crate) struct Start {
    conversation: Conversation,
    question: Message,
    reply: Message,
    renderer: Renderer,
    from: usize,
    ended: bool,
}

/// What is new for a program; see [`ReplyView::read`].
pub(crate) struct News {
    /// The conversation, the question and the reply, if the reply begins or begins again.
    pub(crate) started: Option<Box<(Conversation, Message, Message)>>,
    pub(crate) pieces: Vec<(ToldPiece, Told)>,
    pub(crate) end: Option<(MessageStatus, Option<AppError>)>,
    pub(crate) abandoned: bool,
}

impl Cursor {
    /// A follower that has finished parts up to a position.
    pub(crate) fn new(position: usize) -> Self {
        Self { begun: false, restarts: 0, marks: 0, line: 0, text: 0, position }
    }

    /// The position from which the follower would begin again.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun
    }
}

impl ReplyView {
    /// A reply that has come so far.
    pub(crate) fn new(exchange: Exchange, progress: Progress) -> Self {
        let Exchange { conversation, question, reply } = exchange;
        let end =
            reply.status.is_final().then(|| Arc::new(End { reply: reply.clone(), line: OnceCell::new() }));
        Self {
            state: Mutex::new(State {
                conversation,
                question,
                reply: Message { parts: Vec::new(), ..reply },
                renderer: if end.is_some() { Renderer::ended(progress) } else { Renderer::at(progress) },
                wire: Wire::default(),
                restarts: 0,
                marks: 0,
                end,
                abandoned: false,
            }),
            changed: Notify::new(),
        }
    }

    /// Notifies of the next change after [`Notify::notified`] is enabled.
    pub(crate) fn changed(&self) -> &Notify {
        &self.changed
    }

    /// Looks at the progress without copying it. Nothing can be written meanwhile.
    pub(crate) fn with_progress<T>(&self, look: impl FnOnce(&Progress) -> T) -> T {
        look(self.lock().renderer.progress())
    }

    /// Adds text.
    pub(crate) fn text(&self, delta: &str) {
        self.change(|renderer| [renderer.text(delta)]);
    }

    /// Makes a change, and announces the events that tell it.
    pub(crate) fn change<Events: IntoIterator<Item = ChatEvent>>(
        &self,
        change: impl FnOnce(&mut Renderer) -> Events,
    ) {
        let mut state = self.lock();
        for event in change(&mut state.renderer) {
            state.announce(&event);
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// Makes a change that takes something back. Followers begin again.
    pub(crate) fn rewrite(&self, change: impl FnOnce(Progress) -> Progress) {
        let mut state = self.lock();
        let before = std::mem::take(&mut state.renderer);
        state.renderer = Renderer::at(change(before.into_progress()));
        state.restart();
        drop(state);
        self.changed.notify_waiters();
    }

    /// Adds a piece that another process has written.
    pub(crate) fn add(&self, piece: &Piece) {
        let mut state = self.lock();
        match state.renderer.add(piece) {
            Some(events) => {
                for event in events {
                    state.announce(&event);
                }
            }
            None => state.restart(),
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// Adds text that another process tells ahead of the journal. Returns whether something is missing here that the journal
    /// has.
    pub(crate) fn add_ahead(&self, ahead: &Ahead) -> bool {
        let mut state = self.lock();
        if state.end.is_some() {
            return false;
        }
        let is_behind = ahead.at > state.renderer.progress().content.len();
        if is_behind || state.reply.status != MessageStatus::Streaming {
            return true;
        }
        if let Some(event) = state.renderer.add_ahead(ahead) {
            state.announce(&event);
            drop(state);
            self.changed.notify_waiters();
        }
        false
    }

    /// The reply, which was queued, is being written.
    pub(crate) fn begin(&self) {
        let mut state = self.lock();
        if state.reply.status == MessageStatus::Queued {
            state.reply.status = MessageStatus::Streaming;
            state.restart();
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// The reply has ended as its row says.
    pub(crate) fn end_with(&self, progress: Progress, status: MessageStatus, error: Option<AppError>) {
        self.lock().renderer = Renderer::ended(progress);
        self.end(status, error);
    }

    /// The reply has ended. Nothing comes after this.
    pub(crate) fn end(&self, status: MessageStatus, error: Option<AppError>) {
        let mut state = self.lock();
        let reply = Message { status, error, ..state.reply.clone() };
        state.end = Some(Arc::new(End { reply, line: OnceCell::new() }));
        drop(state);
        self.changed.notify_waiters();
    }

    /// Nothing more comes, not even an end.
    pub(crate) fn abandon(&self) {
        self.lock().abandoned = true;
        self.changed.notify_waiters();
    }

    /// Whether nothing more comes.
    pub(crate) fn is_over(&self) -> bool {
        let state = self.lock();
        state.end.is_some() || state.abandoned
    }

    /// Makes followers look again.
    pub(crate) fn wake(&self) {
        self.changed.notify_waiters();
    }

    /// Whether the reply has not come as far as a follower, who read it where it is written.
    pub(crate) fn is_behind(&self, cursor: &Cursor) -> bool {
        let state = self.lock();
        state.end.is_none() && !cursor.begun && cursor.position > state.renderer.progress().content.len()
    }

    /// Everything since the cursor, which moves on.
    pub(crate) fn take(&self, cursor: &mut Cursor) -> Taken {
        let state = self.lock();
        if !cursor.begun || cursor.restarts != state.restarts {
            return state.start(cursor);
        }
        let lines = match state.wire.since(cursor.line) {
            Some(lines) => Bytes::copy_from_slice(lines),
            // Only text has come since, so the follower needs no more than that.
            None if cursor.marks == state.marks => {
                let text = state.renderer.progress().content.get(cursor.text..).unwrap_or_default();
                lines::encode(&ChatEvent::Text { delta: text.to_owned() }).into()
            }
            None => return state.start(cursor),
        };
        state.move_on(cursor);
        match &state.end {
            _ if !lines.is_empty() => Taken::Lines(lines),
            Some(end) => Taken::End(end.clone()),
            None if state.abandoned => Taken::Abandoned,
            None => Taken::Nothing,
        }
    }

    /// What is new since a program was told so much. `restarts` is what the last call set it to.
    pub(crate) fn read(&self, told: &mut Told, restarts: &mut Option<u64>) -> News {
        let state = self.lock();
        let begins = restarts.replace(state.restarts) != Some(state.restarts);
        let Progress { content, calls, .. } = state.renderer.progress();
        News {
            started: begins
                .then(|| Box::new((state.conversation.clone(), state.question.clone(), state.reply.clone()))),
            pieces: told.catch_up(content, calls),
            end: state.end.as_ref().map(|end| (end.reply.status, end.reply.error.clone())),
            abandoned: state.abandoned,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is consistent at every point where a panic could happen.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The event that tells the end. It is rendered once, as a whole, so that followers and later readers of the database
    /// get the same.
    pub(crate) async fn last_line(&self, end: &End) -> Bytes {
        let line = end.line.get_or_init(async || {
            let (progress, reply) = (self.with_progress(Progress::clone), end.reply.clone());
            render(progress.content.len(), move || {
                let reply = Message { parts: parts::parts(&progress), ..reply };
                lines::encode(&ChatEvent::Done { reply }).into()
            })
            .await
        });
        line.await.clone()
    }
}

impl State {
    fn announce(&mut self, event: &ChatEvent) {
        self.marks += u64::from(!matches!(event, ChatEvent::Text { .. }));
        self.wire.push(&lines::encode(event));
    }

    fn restart(&mut self) {
        self.restarts += 1;
        self.wire.clear();
    }

    fn start(&self, cursor: &mut Cursor) -> Taken {
        // What the follower has is of an earlier text.
        let stale = cursor.begun && cursor.restarts != self.restarts;
        let start = Start {
            conversation: self.conversation.clone(),
            question: self.question.clone(),
            reply: self.reply.clone(),
            renderer: self.renderer.clone(),
            from: if stale { 0 } else { cursor.position },
            ended: self.end.is_some(),
        };
        self.move_on(cursor);
        Taken::Start(Box::new(start))
    }

    fn move_on(&self, cursor: &mut Cursor) {
        *cursor = Cursor {
            begun: true,
            restarts: self.restarts,
            marks: self.marks,
            line: self.wire.end(),
            text: self.renderer.progress().content.len(),
            position: self.renderer.position(),
        };
    }
}

impl Start {
    /// The event that tells it.
    pub(crate) async fn line(self) -> Bytes {
        render(self.renderer.progress().content.len(), move || lines::encode(&self.event()).into()).await
    }

    fn event(self) -> ChatEvent {
        let Self { conversation, question, reply, renderer, from, ended } = self;
        if ended {
            // The end replaces everything. Until it arrives, a moment later, the client keeps what it has.
            return ChatEvent::Started {
                conversation,
                question,
                reply,
                tail: String::new(),
                from,
                position: from,
            };
        }
        let rest = renderer.after(from);
        let reply = Message { parts: rest.parts, ..reply };
        let (tail, from, position) = (rest.tail, rest.from, rest.position);
        ChatEvent::Started { conversation, question, reply, tail, from, position }
    }
}

/// Renders a text of so many bytes.
async fn render(bytes: usize, work: impl FnOnce() -> Bytes + Send + 'static) -> Bytes {
    if bytes <= LARGE {
        return work();
    }
    tokio::task::spawn_blocking(work).await.unwrap_or_default()
}
