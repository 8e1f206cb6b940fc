//! One follower's view of a reply, from a position to the end.

use super::Engine;
use super::mirror::MirrorGuard;
use super::renderer::Progress;
use super::running_reply::RunningReply;
use super::told::Told;
use super::view::{Cursor, News, ReplyView, Taken};
use crate::chat::{ChatEvent, Exchange};
use crate::id::{ConversationId, MessageId, UserId};
use crate::lines::{self, Decoder};
use axum::body::Bytes;
use futures::stream::{self, Stream, StreamExt};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::futures::Notified;
use tokio::time::{Instant, Sleep, sleep_until};

/// How long the journal may lag behind a follower that comes from the writing process.
const CATCH_UP_TIMEOUT: Duration = Duration::from_secs(3);
/// How often a silent stream shows that it is alive.
const PING: Duration = Duration::from_secs(15);

/// A follower of a reply. Dropping it does not end the reply.
pub struct Subscription {
    conversation: ConversationId,
    reply: MessageId,
    view: Arc<ReplyView>,
    cursor: Cursor,
    /// Set if this process does not write the reply.
    elsewhere: Option<Elsewhere>,
    /// When something was last told.
    told: Instant,
    ping: Pin<Box<Sleep>>,
    ended: bool,
}

struct Elsewhere {
    engine: Engine,
    _guard: MirrorGuard,
    /// Until when a follower who is ahead of the journal waits for it.
    patience: Instant,
}

/// Why a follower that waits goes on.
enum Woken {
    Changed,
    Ping,
    /// This process is shutting down and does not write the reply. The client goes on with another one.
    Closing,
}

impl Subscription {
    /// Follows a reply that this process writes, from a position on.
    pub(crate) fn to(live: &Arc<RunningReply>, from: usize) -> Self {
        Self::of(live.conversation().id, live.reply, live.view.clone(), from, None)
    }

    /// Follows a reply that has ended, or that this process does not write. `number` is that of the last piece of the
    /// journal in `progress`.
    pub(crate) fn of_row(
        engine: &Engine,
        user: &UserId,
        exchange: Exchange,
        progress: Progress,
        number: i64,
        from: usize,
    ) -> Self {
        let (conversation, reply) = (exchange.conversation.id, exchange.reply.id);
        if exchange.reply.status.is_final() {
            let view = Arc::new(ReplyView::new(exchange, progress));
            return Self::of(conversation, reply, view, from, None);
        }
        let guard = engine.mirror(user, exchange, progress, number);
        let view = guard.view.clone();
        let patience = Instant::now() + CATCH_UP_TIMEOUT;
        let elsewhere = Elsewhere { engine: engine.clone(), _guard: guard, patience };
        Self::of(conversation, reply, view, from, Some(elsewhere))
    }

    fn of(
        conversation: ConversationId,
        reply: MessageId,
        view: Arc<ReplyView>,
        from: usize,
        elsewhere: Option<Elsewhere>,
    ) -> Self {
        let told = Instant::now();
        let ping = Box::pin(sleep_until(told + PING));
        Self { conversation, reply, view, cursor: Cursor::new(from), elsewhere, told, ping, ended: false }
    }

    /// The conversation of the reply.
    pub fn conversation(&self) -> ConversationId {
        self.conversation
    }

    /// The reply's id.
    pub fn reply(&self) -> MessageId {
        self.reply
    }

    /// All events from here to the end, as lines (see [`crate::lines`]). What comes while nobody reads is one item.
    pub fn lines(self) -> impl Stream<Item = Bytes> + Send + use<> {
        stream::unfold(self, |mut turn| async { turn.next().await.map(|lines| (lines, turn)) }).fuse()
    }

    /// The same as events. The first is `Started`, the last is `Done`.
    pub fn events(self) -> impl Stream<Item = ChatEvent> + Send + use<> {
        let mut decoder = Decoder::default();
        self.lines().flat_map(move |lines| stream::iter(decoder.push(&lines)))
    }

    /// Waits for the end and returns the conversation.
    pub async fn wait(mut self) -> ConversationId {
        let (mut told, mut restarts) = (Told::default(), None);
        loop {
            let News { end, abandoned, .. } = self.news(&mut told, &mut restarts, |_| false).await;
            if end.is_some() || abandoned {
                return self.conversation;
            }
        }
    }

    /// The next events. `None` after the end, and if nothing more comes here.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            let view = self.view.clone();
            let changed = view.changed().notified();
            if self.move_home() {
                continue;
            }
            if !self.must_wait() {
                let lines = match view.take(&mut self.cursor) {
                    _ if self.ended => return None,
                    Taken::Lines(lines) => Some(lines),
                    Taken::Start(start) => Some(start.line().await),
                    Taken::End(end) => {
                        self.ended = true;
                        Some(view.last_line(&end).await)
                    }
                    Taken::Abandoned => return None,
                    Taken::Nothing => None,
                };
                if lines.is_some() {
                    self.told = Instant::now();
                    return lines;
                }
            }
            match self.woken(changed).await {
                Woken::Changed => {}
                Woken::Ping => return Some(lines::encode(&ChatEvent::Ping).into()),
                Woken::Closing => return None,
            }
        }
    }

    /// What is new for a program that was told so much. It waits until there is something, or until it is time to show
    /// that the stream is alive; then there is nothing. `wanted` says what counts as something.
    pub(super) async fn news(
        &mut self,
        told: &mut Told,
        restarts: &mut Option<u64>,
        wanted: impl Fn(&News) -> bool,
    ) -> News {
        loop {
            let view = self.view.clone();
            let changed = view.changed().notified();
            if self.move_home() {
                continue;
            }
            let mut news = view.read(told, restarts);
            if news.end.is_some() || news.abandoned || wanted(&news) {
                self.told = Instant::now();
                return news;
            }
            match self.woken(changed).await {
                Woken::Changed => {}
                Woken::Ping => return news,
                Woken::Closing => {
                    news.abandoned = true;
                    return news;
                }
            }
        }
    }

    /// Follows the reply where it is written, if this process writes it by now. Returns whether it just began to.
    fn move_home(&mut self) -> bool {
        let live = self.elsewhere.as_ref().and_then(|elsewhere| elsewhere.engine.running(self.reply));
        let Some(live) = live else { return false };
        self.view = live.view.clone();
        self.cursor = Cursor::new(self.cursor.position());
        self.elsewhere = None;
        true
    }

    /// Whether the journal has not caught up yet with the follower, who comes from the writing process.
    fn must_wait(&self) -> bool {
        self.elsewhere
            .as_ref()
            .is_some_and(|elsewhere| Instant::now() < elsewhere.patience && self.view.is_behind(&self.cursor))
    }

    async fn woken(&mut self, changed: Notified<'_>) -> Woken {
        let closing = async {
            match &self.elsewhere {
                Some(elsewhere) => elsewhere.engine.stopping().await,
                None => std::future::pending().await,
            }
        };
        let patience =
            self.elsewhere.as_ref().filter(|_| !self.cursor.has_begun()).map(|elsewhere| elsewhere.patience);
        let patience = async {
            match patience {
                Some(end) if end > Instant::now() => sleep_until(end).await,
                _ => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = changed => Woken::Changed,
            () = patience => Woken::Changed,
            () = closing => Woken::Closing,
            () = self.ping.as_mut() => {
                // Most of the time something was told since the timer was set. One timer for the whole stream is enough.
                let now = Instant::now();
                let is_due = now >= self.told + PING;
                self.told = if is_due { now } else { self.told };
                self.ping.as_mut().reset(self.told + PING);
                if is_due { Woken::Ping } else { Woken::Changed }
            }
        }
    }
}
