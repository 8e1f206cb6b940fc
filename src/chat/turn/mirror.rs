//! Replies that people follow here and that another process writes, or that nobody writes yet. The journal tells what they
//! hold: one task reads what is new of all of them, in one query.

use super::Engine;
use super::ahead::Ahead;
use super::view::ReplyView;
use crate::chat::store::Progress;
use crate::chat::store::pieces::{Known, Newer};
use crate::chat::{Exchange, MessageStatus};
use crate::id::{MessageId, UserId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};
use tokio_util::task::AbortOnDropHandle;

/// How often to look at a reply if no news of it comes. News may be lost.
const LOOK: Duration = Duration::from_secs(1);
/// How often the writer of a reply is told that it is followed here.
const ASK: Duration = Duration::from_secs(5);

/// The replies that are followed here and not written here. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Mirrors {
    inner: Arc<Mutex<Inner>>,
    news: Arc<Notify>,
}

#[derive(Default)]
struct Inner {
    all: BTreeMap<MessageId, Mirror>,
    /// Whether a task reads the journal.
    fed: bool,
}

struct Mirror {
    user: UserId,
    view: Arc<ReplyView>,
    followers: usize,
    /// The number of the last piece that the view holds.
    number: i64,
    /// Whether to look at the reply now.
    due: bool,
    /// When its writer was last told that it is followed here.
    asked: Option<Instant>,
    /// The task that hears what the writer tells ahead of the journal.
    ahead: Option<AbortOnDropHandle<()>>,
}

/// A follower of a mirrored reply. Dropping it stops following.
pub(crate) struct MirrorGuard {
    mirrors: Mirrors,
    reply: MessageId,
    pub(crate) view: Arc<ReplyView>,
}

impl Mirrors {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic leaves the map intact, because each change is one insertion or removal.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows a reply that has come so far: up to the piece with this number.
    fn follow(&self, user: &UserId, exchange: Exchange, progress: Progress, number: i64) -> MirrorGuard {
        let reply = exchange.reply.id;
        let mut inner = self.lock();
        let mirror = inner.all.entry(reply).or_insert_with(|| Mirror {
            user: user.clone(),
            view: Arc::new(ReplyView::new(exchange, progress)),
            followers: 0,
            number,
            due: true,
            asked: None,
            ahead: None,
        });
        mirror.followers += 1;
        MirrorGuard { mirrors: self.clone(), reply, view: mirror.view.clone() }
    }

    /// Notes that a reply has changed.
    pub(crate) fn changed(&self, reply: MessageId) {
        if let Some(mirror) = self.lock().all.get_mut(&reply) {
            mirror.due = true;
            self.news.notify_one();
        }
    }

    /// Notes that a reply has begun or ended. One that begins has a writer who does not know yet that it is followed here.
    pub(crate) fn begun_or_ended(&self, reply: MessageId) {
        if let Some(mirror) = self.lock().all.get_mut(&reply) {
            (mirror.due, mirror.asked) = (true, None);
            self.news.notify_one();
        }
    }

    /// Adds text that the writer of a reply tells ahead of the journal.
    pub(super) fn add_ahead(&self, reply: MessageId, ahead: &Ahead) {
        let view = {
            let inner = self.lock();
            // What is older than the last piece may be taken back by it.
            let mirror = inner.all.get(&reply).filter(|mirror| ahead.pieces >= mirror.number);
            mirror.map(|mirror| mirror.view.clone())
        };
        if view.is_some_and(|view| view.add_ahead(ahead)) {
            self.changed(reply);
        }
    }

    /// Notes that any reply may have changed, and that their writers may not know who follows them.
    pub(crate) fn all_changed(&self) {
        self.lock().all.values_mut().for_each(|mirror| (mirror.due, mirror.asked) = (true, None));
        self.news.notify_one();
    }

    /// Makes the followers of a reply look where it is written now.
    pub(crate) fn wake(&self, reply: MessageId) {
        if let Some(mirror) = self.lock().all.get(&reply) {
            mirror.view.wake();
        }
    }

    /// What is known of the replies to look at: those of which there are news, or all.
    fn due(&self, all: bool) -> Vec<Known> {
        let mut inner = self.lock();
        let known = |(reply, mirror): (&MessageId, &mut Mirror)| {
            let is_due = std::mem::take(&mut mirror.due) || all;
            is_due.then(|| Known { reply: *reply, user: mirror.user.clone(), number: mirror.number })
        };
        inner.all.iter_mut().filter_map(known).collect()
    }

    /// The replies whose writers have not heard for a while that they are followed here.
    fn to_ask(&self) -> Vec<MessageId> {
        let now = Instant::now();
        let mut inner = self.lock();
        let due = |mirror: &Mirror| mirror.asked.is_none_or(|asked| now >= asked + ASK);
        let asking = inner.all.iter_mut().filter(|(_, mirror)| due(mirror));
        asking
            .map(|(reply, mirror)| {
                mirror.asked = Some(now);
                *reply
            })
            .collect()
    }

    /// Adds what is new to the view of its reply. Returns the person, if the reply has ended and its row is to be read.
    fn add(&self, newer: &Newer) -> Option<(UserId, Arc<ReplyView>)> {
        let mut inner = self.lock();
        let mirror = inner.all.get_mut(&newer.reply)?;
        match newer.status {
            Some(MessageStatus::Queued) => None,
            Some(MessageStatus::Streaming) => {
                mirror.view.begin();
                for piece in &newer.pieces {
                    if piece.number == mirror.number + 1 {
                        mirror.number = piece.number;
                        mirror.view.add(piece);
                    }
                }
                None
            }
            _ => Some((mirror.user.clone(), mirror.view.clone())),
        }
    }
}

impl Drop for MirrorGuard {
    fn drop(&mut self) {
        let mut inner = self.mirrors.lock();
        if let Some(mirror) = inner.all.get_mut(&self.reply) {
            mirror.followers -= 1;
            if mirror.followers == 0 {
                inner.all.remove(&self.reply);
            }
        }
    }
}

impl Engine {
    /// Follows a reply by the journal. `number` is that of the last piece in `progress`.
    pub(super) fn mirror(
        &self,
        user: &UserId,
        exchange: Exchange,
        progress: Progress,
        number: i64,
    ) -> MirrorGuard {
        let guard = self.mirrors.follow(user, exchange, progress, number);
        let mut inner = self.mirrors.lock();
        if self.db.direct().is_some()
            && let Some(mirror) = inner.all.get_mut(&guard.reply)
        {
            let hears = || AbortOnDropHandle::new(tokio::spawn(self.clone().hear_ahead(guard.reply)));
            mirror.ahead.get_or_insert_with(hears);
        }
        if !std::mem::replace(&mut inner.fed, true) {
            let engine = self.clone();
            tokio::spawn(async move { engine.feed().await });
        }
        drop(inner);
        self.mirrors.news.notify_one();
        guard
    }

    /// Reads the journal while somebody follows a reply of another process.
    async fn feed(&self) {
        let mut next = Instant::now();
        loop {
            tokio::select! {
                biased;
                () = self.mirrors.news.notified() => {}
                () = sleep_until(next) => {}
            }
            {
                let mut inner = self.mirrors.lock();
                if inner.all.is_empty() {
                    inner.fed = false;
                    return;
                }
            }
            for reply in self.mirrors.to_ask() {
                self.db.say(format!("wanted {reply}"));
            }
            let all = Instant::now() >= next;
            if all {
                next = Instant::now() + LOOK;
            }
            if let Err(error) = self.read_journal(self.mirrors.due(all)).await {
                // The next look tries again.
                tracing::debug!(%error, "could not look at the replies of other processes");
            }
        }
    }

    async fn read_journal(&self, known: Vec<Known>) -> sqlx::Result<()> {
        if known.is_empty() {
            return Ok(());
        }
        let newer = self.db.newer(known).await?;
        for newer in newer {
            if let Some((user, view)) = self.mirrors.add(&newer) {
                self.end_mirror(&user, newer.reply, &view).await?;
            }
        }
        Ok(())
    }

    async fn end_mirror(&self, user: &UserId, reply: MessageId, view: &ReplyView) -> sqlx::Result<()> {
        let row = self.db.message(user.clone(), reply).await?;
        match row {
            Some(row) if row.status.is_final() => {
                let progress = Progress::from(&row);
                view.end_with(progress, row.status, row.error.map(|error| error.0));
            }
            // It was begun again since.
            Some(_) => {}
            // It was deleted with its conversation.
            None => view.end(MessageStatus::Interrupted, None),
        }
        Ok(())
    }
}
