//! The replies that this process is writing, and news of those that others write.

use super::live::Live;
use super::{Chat, ChatError, run};
use crate::id::MessageId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The running replies of this process. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Runs {
    live: Arc<Mutex<HashMap<MessageId, Arc<Live>>>>,
    watched: Arc<Mutex<HashMap<MessageId, watch::Sender<()>>>>,
    tracker: TaskTracker,
    closing: CancellationToken,
    shutdown: CancellationToken,
}

impl Runs {
    /// The running reply with this id.
    pub(super) fn get(&self, reply: MessageId) -> Option<Arc<Live>> {
        lock(&self.live).get(&reply).cloned()
    }

    /// Refuses new turns once the server is shutting down.
    pub(super) fn accepting(&self) -> Result<(), ChatError> {
        if self.closing.is_cancelled() { Err(ChatError::ShuttingDown) } else { Ok(()) }
    }

    /// Resolves once the server is shutting down.
    pub(super) async fn closing(&self) {
        self.closing.cancelled().await;
    }

    /// Resolves when replies must end because the server does.
    pub(super) async fn shutting_down(&self) {
        self.shutdown.cancelled().await;
    }

    /// Writes a reply in a task of its own, whoever follows it, and then the next one that waits for it.
    pub(super) fn spawn(&self, live: Arc<Live>, chat: Chat) {
        lock(&self.live).insert(live.reply, live.clone());
        self.changed(live.reply);
        let running = self.live.clone();
        self.tracker.spawn(async move {
            // Also when the run panics: a reply that nobody writes must not look like a running one.
            let _unlist = Unlist { running, reply: live.reply };
            run::run(&chat, &live).await;
        });
    }

    /// Takes no new turns, lets the running replies end for a time, ends the rest as interrupted, and waits until
    /// all is stored.
    pub(super) async fn end(&self, patience: Duration) {
        self.closing.cancel();
        self.tracker.close();
        if tokio::time::timeout(patience, self.tracker.wait()).await.is_err() {
            tracing::info!(replies = self.tracker.len(), "these replies are interrupted");
        }
        self.shutdown.cancel();
        self.tracker.wait().await;
    }

    /// News of a reply that this process does not write.
    pub(super) fn watch(&self, reply: MessageId) -> Watch {
        let mut watched = lock(&self.watched);
        let news = watched.entry(reply).or_insert_with(|| watch::Sender::new(())).subscribe();
        Watch { reply, news, watched: self.watched.clone() }
    }

    /// Tells whoever watches a reply that it has changed.
    pub(super) fn changed(&self, reply: MessageId) {
        if let Some(news) = lock(&self.watched).get(&reply) {
            news.send_replace(());
        }
    }

    /// Tells everybody who watches anything to look: news may have been missed.
    pub(super) fn all_changed(&self) {
        for news in lock(&self.watched).values() {
            news.send_replace(());
        }
    }
}

/// News of one reply.
pub(super) struct Watch {
    reply: MessageId,
    news: watch::Receiver<()>,
    watched: Arc<Mutex<HashMap<MessageId, watch::Sender<()>>>>,
}

impl Watch {
    /// Resolves when the reply has changed since this was called last.
    pub(super) async fn changed(&mut self) {
        if self.news.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut watched = lock(&self.watched);
        // The last one, which is this one, takes the entry away.
        if watched.get(&self.reply).is_some_and(|news| news.receiver_count() <= 1) {
            watched.remove(&self.reply);
        }
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change is one insertion or removal: nothing is ever half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
