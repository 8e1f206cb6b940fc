//! One follower's view of a reply, from a position to the end.

use super::registry::Watch;
use super::renderer::{Progress, Renderer, Rest};
use super::running_reply::RunningReply;
use super::{Engine, parts};
use crate::chat::{ChatEvent, Exchange, Message, MessageStatus, store};
use crate::id::{ConversationId, MessageId, UserId};
use futures::stream::{self, Stream, StreamExt};
use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

/// How often to look at a reply that another process writes if no news of it comes. News may be lost.
const RECHECK_INTERVAL: Duration = Duration::from_secs(1);
/// How long a row may lag behind a follower that comes from the writing replica, which stores the row twice a second.
const CATCH_UP_TIMEOUT: Duration = Duration::from_secs(3);
/// How often a silent stream shows that it is alive.
const PING: Duration = Duration::from_secs(15);

/// A follower of a reply. Dropping it does not end the reply.
pub struct Subscription {
    conversation: ConversationId,
    reply: MessageId,
    ready: VecDeque<ChatEvent>,
    /// The position up to which the follower has finished parts.
    position: usize,
    source: Source,
}

enum Source {
    /// This process writes the reply.
    Live(Arc<RunningReply>, broadcast::Receiver<Arc<ChatEvent>>),
    /// The reply is queued, or another process writes it or wrote it. The row tells.
    Row(Box<Row>),
    /// The reply has ended.
    Ended(End),
}

/// Where the whole of an ended reply is.
enum End {
    /// In the memory of this process, which wrote it.
    Live(Arc<RunningReply>),
    /// In its row.
    Row(Progress),
}

struct Row {
    engine: Engine,
    user: UserId,
    exchange: Exchange,
    renderer: Renderer,
    watch: Watch,
    told: Instant,
    /// The follower's position, while the row has not caught up with it.
    ahead: Option<usize>,
}

impl Subscription {
    /// Follows a reply that this process writes, from a position on.
    pub(crate) fn to(live: &Arc<RunningReply>, from: usize) -> Self {
        let subscription = live.subscribe(from);
        let mut ready = VecDeque::from([subscription.started]);
        let source = match subscription.end {
            Some(reply) => {
                ready.push_back(ChatEvent::Done { reply });
                Source::Ended(End::Live(live.clone()))
            }
            None => Source::Live(live.clone(), subscription.events),
        };
        Self { conversation: live.conversation().id, reply: live.reply, ready, position: 0, source }
    }

    /// Follows a reply by its row, from a position on.
    pub(crate) fn of_row(
        engine: &Engine,
        user: &UserId,
        exchange: Exchange,
        progress: Progress,
        from: usize,
    ) -> Self {
        let (conversation, reply) = (exchange.conversation.id, exchange.reply.id);
        if exchange.reply.status.is_final() {
            // The end replaces everything. With `from`, the client keeps what it has until the end arrives, a moment
            // later.
            let Exchange { conversation: place, question, reply: end } = exchange;
            let started = ChatEvent::Started {
                conversation: place,
                question,
                reply: Message { parts: Vec::new(), ..end.clone() },
                tail: String::new(),
                from,
                position: from,
            };
            let ready = VecDeque::from([started, ChatEvent::Done { reply: end }]);
            return Self {
                conversation,
                reply,
                ready,
                position: 0,
                source: Source::Ended(End::Row(progress)),
            };
        }
        // A follower that comes from the writing replica may have more than the row.
        let ahead = (from > progress.content.len()).then_some(from);
        let (renderer, watch) = (Renderer::at(progress), engine.registry.watch(reply));
        let (engine, user) = (engine.clone(), user.clone());
        let row = Row { engine, user, exchange, renderer, watch, told: Instant::now(), ahead };
        let ready = if ahead.is_some() { VecDeque::new() } else { VecDeque::from([row.started(from)]) };
        Self { conversation, reply, ready, position: 0, source: Source::Row(Box::new(row)) }
    }

    /// The conversation of the reply.
    pub fn conversation(&self) -> ConversationId {
        self.conversation
    }

    /// The reply's id.
    pub fn reply(&self) -> MessageId {
        self.reply
    }

    /// All events from here to the end. The first is `Started`, the last is `Done`.
    pub fn events(self) -> impl Stream<Item = ChatEvent> + Send + use<> {
        stream::unfold(self, |mut turn| async { turn.next().await.map(|event| (event, turn)) }).fuse()
    }

    /// Waits for the end and returns the conversation.
    pub async fn wait(mut self) -> ConversationId {
        while self.next().await.is_some() {}
        self.conversation
    }

    pub(super) async fn next(&mut self) -> Option<ChatEvent> {
        let event = self.take().await?;
        match &event {
            ChatEvent::Started { position, .. } | ChatEvent::Html { position, .. } => {
                self.position = *position
            }
            ChatEvent::Done { .. } => self.end(),
            _ => {}
        }
        Some(event)
    }

    fn end(&mut self) {
        let source = mem::replace(&mut self.source, Source::Ended(End::Row(Progress::default())));
        self.source = Source::Ended(match source {
            Source::Live(live, _) => End::Live(live),
            Source::Row(row) => End::Row(row.renderer.into_progress()),
            Source::Ended(end) => end,
        });
    }

    /// Reads what the reply holds now, which may be more than the events have told.
    pub(crate) fn with_progress<T>(&self, read: impl FnOnce(&Progress) -> T) -> T {
        match &self.source {
            Source::Live(live, _) | Source::Ended(End::Live(live)) => live.with_progress(read),
            Source::Row(row) => read(row.renderer.progress()),
            Source::Ended(End::Row(progress)) => read(progress),
        }
    }

    async fn take(&mut self) -> Option<ChatEvent> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            match &mut self.source {
                Source::Ended(_) => return None,
                Source::Live(live, events) => match tokio::time::timeout(PING, events.recv()).await {
                    Ok(Ok(event)) => return Some(Arc::unwrap_or_clone(event)),
                    // The follower was too slow. Start again from its position.
                    Ok(Err(RecvError::Lagged(_))) => *self = Self::to(&live.clone(), self.position),
                    Ok(Err(RecvError::Closed)) => return None,
                    Err(_) => return Some(ChatEvent::Ping),
                },
                Source::Row(row) => match row.engine.registry.get(self.reply) {
                    // The reply was queued, and now this process writes it.
                    Some(live) => *self = Self::to(&live, self.position),
                    // This process is shutting down. The client goes on with another replica.
                    None if !row.engine.registry.is_accepting() => return None,
                    None => self.ready = row.next().await.into(),
                },
            }
        }
    }
}

impl Row {
    /// The next events. Empty if this process has begun to write the reply, or is shutting down.
    async fn next(&mut self) -> Vec<ChatEvent> {
        let ping = self.told + PING;
        let mut news = Vec::new();
        while news.is_empty() && self.engine.registry.get(self.exchange.reply.id).is_none() {
            tokio::select! {
                () = self.watch.changed() => {}
                () = tokio::time::sleep(RECHECK_INTERVAL) => {}
                () = self.engine.registry.closing() => break,
            }
            if self.engine.registry.get(self.exchange.reply.id).is_some() {
                break;
            }
            match self.look().await {
                Ok(row) => news = self.tell(row),
                // The database does not answer. The next look tries again.
                Err(error) => tracing::debug!(%error, "could not look at a reply"),
            }
            if news.is_empty() && Instant::now() >= ping {
                news.push(ChatEvent::Ping);
            }
        }
        self.told = Instant::now();
        news
    }

    fn tell(&mut self, row: Option<store::MessageRow>) -> Vec<ChatEvent> {
        let versions = self.exchange.reply.versions;
        let Some(row) = row else {
            // The reply was deleted with its conversation.
            let gone = Message { status: MessageStatus::Interrupted, ..self.exchange.reply.clone() };
            return vec![ChatEvent::Done { reply: gone }];
        };
        let progress = Progress::from(&row);
        if row.status.is_final() {
            let mut news = Vec::with_capacity(2);
            self.renderer = Renderer::at(progress);
            if let Some(from) = self.ahead {
                news.push(self.started(from));
            }
            news.push(ChatEvent::Done { reply: Message { versions, ..parts::message(row) } });
            return news;
        }
        match self.ahead {
            Some(from) if from > progress.content.len() && self.told.elapsed() < CATCH_UP_TIMEOUT => {
                return Vec::new();
            }
            Some(from) => {
                (self.renderer, self.ahead) = (Renderer::at(progress), None);
                return vec![self.started(from)];
            }
            None => {}
        }
        let begun = row.status != self.exchange.reply.status;
        match self.renderer.advance(&progress) {
            Some(events) if !begun => events,
            _ => {
                self.renderer = Renderer::at(progress);
                self.exchange.reply = Message { versions, parts: Vec::new(), ..parts::message(row) };
                vec![self.started(0)]
            }
        }
    }

    fn started(&self, from: usize) -> ChatEvent {
        let Rest { from, parts, position, tail } = self.renderer.after(from);
        let Exchange { conversation, question, reply } = self.exchange.clone();
        let reply = Message { parts, ..reply };
        ChatEvent::Started { conversation, question, reply, tail, from, position }
    }

    async fn look(&self) -> sqlx::Result<Option<store::MessageRow>> {
        store::message(&mut self.engine.db.read_as(&self.user).await?, self.exchange.reply.id).await
    }
}
