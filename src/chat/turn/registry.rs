//! The replies that this process is writing, and news of replies that other processes write.

use super::running_reply::RunningReply;
use crate::id::MessageId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The running replies of this process. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Registry {
    live: Arc<Mutex<HashMap<MessageId, Arc<RunningReply>>>>,
    watched: Arc<Mutex<HashMap<MessageId, watch::Sender<()>>>>,
    tracker: TaskTracker,
    closing: CancellationToken,
    shutdown: CancellationToken,
}

impl Registry {
    /// The running reply with this id.
    pub(crate) fn get(&self, reply: MessageId) -> Option<Arc<RunningReply>> {
        lock(&self.live).get(&reply).cloned()
    }

    /// Whether new turns are accepted. They are not once the server is shutting down.
    pub(crate) fn is_accepting(&self) -> bool {
        !self.closing.is_cancelled()
    }

    /// Resolves once the server is shutting down.
    pub(crate) async fn closing(&self) {
        self.closing.cancelled().await;
    }

    /// Resolves when the grace period of a shutdown is over and running replies must end.
    pub(crate) async fn shutting_down(&self) {
        self.shutdown.cancelled().await;
    }

    /// Lists a reply as running, and runs its writer in a task of its own, which does not depend on followers.
    pub(crate) fn spawn<F: Future<Output = ()> + Send + 'static>(
        &self,
        live: &Arc<RunningReply>,
        writing: F,
    ) {
        lock(&self.live).insert(live.reply, live.clone());
        self.changed(live.reply);
        let unlist = Unlist { running: self.live.clone(), reply: live.reply };
        self.tracker.spawn(async move {
            // Takes the reply off the list even if the writer panics: a reply without a writer must not look like a
            // running one.
            let _unlist = unlist;
            writing.await;
        });
    }

    /// Accepts no more turns, gives the running replies `grace` to end, interrupts the rest, and returns when
    /// everything is stored.
    pub(crate) async fn shut_down(&self, grace: Duration) {
        self.closing.cancel();
        self.tracker.close();
        if tokio::time::timeout(grace, self.tracker.wait()).await.is_err() {
            tracing::info!(replies = self.tracker.len(), "these replies are interrupted");
        }
        self.shutdown.cancel();
        self.tracker.wait().await;
    }

    /// Watches a reply that this process does not write.
    pub(crate) fn watch(&self, reply: MessageId) -> Watch {
        let mut watched = lock(&self.watched);
        let news = watched.entry(reply).or_insert_with(|| watch::Sender::new(())).subscribe();
        Watch { reply, news, watched: self.watched.clone() }
    }

    /// Tells the watchers of a reply that it has changed.
    pub(crate) fn changed(&self, reply: MessageId) {
        if let Some(news) = lock(&self.watched).get(&reply) {
            news.send_replace(());
        }
    }

    /// Tells all watchers to look at their replies, because news may have been missed.
    pub(crate) fn all_changed(&self) {
        for news in lock(&self.watched).values() {
            news.send_replace(());
        }
    }
}

/// News of one reply.
pub(crate) struct Watch {
    reply: MessageId,
    news: watch::Receiver<()>,
    watched: Arc<Mutex<HashMap<MessageId, watch::Sender<()>>>>,
}

impl Watch {
    /// Resolves when the reply has changed since the last call.
    pub(crate) async fn changed(&mut self) {
        if self.news.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut watched = lock(&self.watched);
        // The last watcher removes the entry. This one still counts as a receiver.
        if watched.get(&self.reply).is_some_and(|news| news.receiver_count() <= 1) {
            watched.remove(&self.reply);
        }
    }
}

struct Unlist {
    running: Arc<Mutex<HashMap<MessageId, Arc<RunningReply>>>>,
    reply: MessageId,
}

impl Drop for Unlist {
    fn drop(&mut self) {
        lock(&self.running).remove(&self.reply);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic leaves the map intact, because each change is one insertion or removal.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
