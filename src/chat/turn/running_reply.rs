//! A reply that this process is writing.

mod thoughts;

use super::ahead::Ahead;
use super::lease::Lease;
use super::ledger::Ledger;
use super::meter::Meter;
use super::renderer::Progress;
use super::view::ReplyView;
use crate::chat::store::StoredCall;
use crate::chat::store::pieces::Piece;
use crate::chat::{Conversation, Exchange, Message, MessageStatus, ToolCall, ToolResult};
use crate::error::AppError;
use crate::id::{MessageId, UserId};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long another process follows a reply after it has asked for it. It asks again before that.
const WANTED_FOR: Duration = Duration::from_secs(12);

/// Most bytes of a call's id. Models use about 30. The database has the ids in an index.
const CALL_ID_MAX: usize = 200;

/// A reply while it is written.
pub(crate) struct RunningReply {
    pub(crate) user: UserId,
    pub(crate) reply: MessageId,
    /// The lease under which this process writes it.
    pub(crate) lease: Lease,
    /// What followers see of it.
    pub(crate) view: Arc<ReplyView>,
    /// Tool calls under way. They run to their end, even when the reply is stopped.
    pub(crate) calls: TaskTracker,
    /// The reply's cost.
    pub(crate) meter: Meter,
    conversation: Conversation,
    question: Message,
    stopped: CancellationToken,
    lost: CancellationToken,
    /// Notified when a piece is stored, and when the journal has let go of the reply.
    journalled: Notify,
    writing: Mutex<Writing>,
}

/// What only the writer needs to know. It is always locked before the view.
struct Writing {
    ledger: Ledger,
    /// When the model began the thought that it has not ended.
    thinking: Option<Instant>,
    /// When it began the text since the last tool call.
    speaking: Option<Instant>,
    /// Until when another process follows the reply.
    wanted_until: Option<Instant>,
    /// Whether a task tells the other processes its text ahead of the journal.
    telling: bool,
    /// Whether the writer should look whether the reply is still its own.
    recheck: bool,
    /// Whether the journal is storing a piece.
    in_journal: bool,
    /// When the journal last took what was new, or when the reply began.
    taken: Instant,
    /// Whether the journal should take what is new at once.
    hurried: bool,
}

impl Writing {
    fn new() -> Self {
        Self {
            ledger: Ledger::default(),
            thinking: None,
            speaking: None,
            wanted_until: None,
            telling: false,
            recheck: false,
            in_journal: false,
            taken: Instant::now(),
            hurried: false,
        }
    }
}

/// What the journal has to do for a reply.
pub(crate) struct Entry {
    pub(crate) live: Arc<RunningReply>,
    /// `None` only asks whether the reply is still its writer's.
    pub(crate) piece: Option<Arc<Piece>>,
    /// Whether another process follows the reply.
    pub(crate) wanted: bool,
}

impl RunningReply {
    pub(crate) fn new(user: UserId, exchange: Exchange, lease: Lease) -> Self {
        let (conversation, question, reply) =
            (exchange.conversation.clone(), exchange.question.clone(), exchange.reply.id);
        Self {
            user,
            reply,
            lease,
            view: Arc::new(ReplyView::new(exchange, Progress::default())),
            calls: TaskTracker::new(),
            meter: Meter::default(),
            conversation,
            question,
            stopped: CancellationToken::new(),
            lost: CancellationToken::new(),
            journalled: Notify::new(),
            writing: Mutex::new(Writing::new()),
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

    /// Ends the reply because its row is no longer this writer's.
    pub(crate) fn lose(&self) {
        self.lost.cancel();
    }

    /// Resolves when the reply no longer belongs to this writer.
    pub(crate) async fn lost(&self) {
        tokio::select! {
            biased;
            () = self.lost.cancelled() => {}
            () = self.lease.lost() => {}
        }
    }

    /// Makes the journal look at the reply's row: somebody may want the reply to stop.
    pub(crate) fn request_recheck(&self) {
        lock(&self.writing).recheck = true;
    }

    /// Notes that another process follows the reply.
    pub(crate) fn want(&self) {
        lock(&self.writing).wanted_until = Some(Instant::now() + WANTED_FOR);
    }

    /// Whether another process follows the reply.
    pub(crate) fn is_wanted(&self) -> bool {
        is_wanted(&lock(&self.writing))
    }

    /// Notes that a task tells the other processes the reply's text. False if one does already.
    pub(crate) fn begin_telling(&self) -> bool {
        !std::mem::replace(&mut lock(&self.writing).telling, true)
    }

    /// Whether that task should go on. If not, the next one may begin.
    pub(crate) fn goes_on_telling(&self) -> bool {
        let mut writing = lock(&self.writing);
        writing.telling = is_wanted(&writing) && !self.view.is_over();
        writing.telling
    }

    /// What followers elsewhere are to be told next; see [`Ahead::of`].
    pub(crate) fn ahead(&self, told: usize) -> Ahead {
        let writing = lock(&self.writing);
        self.view.with_progress(|progress| Ahead::of(progress, &writing.ledger, told))
    }

    /// Makes the journal take what is new at once.
    pub(crate) fn hurry(&self) {
        lock(&self.writing).hurried = true;
    }

    /// When the journal should take what is new, if it does so in periods of this length.
    pub(crate) fn due(&self, period: Duration) -> Instant {
        let writing = lock(&self.writing);
        if writing.hurried { writing.taken } else { writing.taken + period }
    }

    /// What the journal has to do for the reply, if anything. The journal tells when it has, by [`Self::journal_done`].
    pub(crate) fn journal_entry(self: &Arc<Self>) -> Option<Entry> {
        let mut writing = lock(&self.writing);
        (writing.taken, writing.hurried) = (Instant::now(), false);
        let piece = self.view.with_progress(|progress| writing.ledger.next(progress));
        if piece.is_none() && !std::mem::take(&mut writing.recheck) {
            return None;
        }
        writing.in_journal = true;
        let wanted = is_wanted(&writing);
        Some(Entry { live: self.clone(), piece, wanted })
    }

    /// Notes that the journal has done what it had to do. `stored` is the number of the piece that is stored.
    pub(crate) fn journal_done(&self, stored: Option<i64>) {
        let mut writing = lock(&self.writing);
        writing.in_journal = false;
        if let Some(number) = stored {
            writing.ledger.stored(number);
        }
        drop(writing);
        self.journalled.notify_waiters();
    }

    /// Whether the journal has everything of the reply.
    pub(crate) fn is_journalled(&self) -> bool {
        let mut writing = lock(&self.writing);
        self.view.with_progress(|progress| writing.ledger.has_all(progress))
    }

    /// Notifies when the journal has done something for the reply.
    pub(crate) fn journalled(&self) -> &Notify {
        &self.journalled
    }

    /// Takes the reply out of the journal's hands, because its end is stored next. Returns when no piece is under way.
    pub(crate) async fn close_journal(&self) {
        lock(&self.writing).ledger.close();
        loop {
            let notified = self.journalled.notified();
            if !lock(&self.writing).in_journal {
                return;
            }
            notified.await;
        }
    }

    /// Whether a tool has been called.
    pub(crate) fn has_calls(&self) -> bool {
        self.view.with_progress(|progress| !progress.calls.is_empty())
    }

    pub(crate) fn progress(&self) -> Progress {
        self.view.with_progress(Progress::clone)
    }

    /// Adds text.
    pub(crate) fn push_text(&self, delta: &str) {
        let mut writing = lock(&self.writing);
        self.close_thought(&mut writing);
        writing.speaking.get_or_insert_with(Instant::now);
        self.view.text(delta);
    }

    /// How many bytes of text the reply has.
    pub(crate) fn text_len(&self) -> usize {
        self.view.with_progress(|progress| progress.content.len())
    }

    /// Records that a tool is being called. Returns the call, with a new id if its own was missing, too long or taken.
    pub(crate) fn start_tool_call(&self, round: usize, mut call: ToolCall) -> ToolCall {
        let mut writing = lock(&self.writing);
        self.close_thought(&mut writing);
        writing.speaking = None;
        let (at, place) = self.view.with_progress(|Progress { content, calls, .. }| {
            let taken = || calls.iter().any(|stored| stored.call.id == call.id);
            if call.id.is_empty() || call.id.len() > CALL_ID_MAX || taken() {
                call.id = format!("call_{}_{}", self.reply, calls.len() + 1);
            }
            (content.len(), calls.len())
        });
        writing.ledger.note_call(place);
        let stored = StoredCall { at, round, call: call.clone() };
        self.view.change(|renderer| renderer.start_tool_call(stored));
        call
    }

    /// Records the result of a tool call.
    pub(crate) fn finish_tool_call(&self, mut call: ToolCall, result: ToolResult) {
        call.result = Some(result);
        let mut writing = lock(&self.writing);
        let known = |progress: &Progress| progress.calls.iter().position(|stored| stored.call.id == call.id);
        if let Some(place) = self.view.with_progress(known) {
            writing.ledger.note_call(place);
        }
        self.view.change(|renderer| [renderer.finish_tool_call(call)]);
    }

    /// Announces the end; nothing comes after it.
    pub(crate) fn finish(&self, status: MessageStatus, error: Option<AppError>) {
        self.view.end(status, error);
    }
}

fn is_wanted(writing: &Writing) -> bool {
    writing.wanted_until.is_some_and(|until| until > Instant::now())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The state is consistent at every point where a panic could happen.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
