//! The replies that this process is writing.

use super::running_reply::RunningReply;
use crate::id::MessageId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The running replies of this process. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Registry {
    live: Arc<Mutex<BTreeMap<MessageId, Arc<RunningReply>>>>,
    tracker: TaskTracker,
    closing: CancellationToken,
    shutdown: CancellationToken,
}

impl Registry {
    /// The running reply with this id.
    pub(crate) fn get(&self, reply: MessageId) -> Option<Arc<RunningReply>> {
        lock(&self.live).get(&reply).cloned()
    }

    /// How many replies are running.
    pub(crate) fn len(&self) -> usize {
        lock(&self.live).len()
    }

    /// All running replies.
    pub(crate) fn all(&self) -> Vec<Arc<RunningReply>> {
        lock(&self.live).values().cloned().collect()
    }

    /// Whether new turns are accepted. They are not once the server is shutting down.
    pub(crate) fn is_accepting(&self) -> bool {
        !self.closing.is_cancelled()
    }

    /// Resolves once the server is shutting down.
    pub(crate) async fn closing(&self) {
        self.closing.cancelled().await;
    }

    /// Whether the grace period of a shutdown is over.
    pub(crate) fn is_shutting_down(&self) -> bool {
        self.shutdown.is_cancelled()
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
        let unlist = Unlist { running: self.live.clone(), live: live.clone() };
        self.tracker.spawn(async move {
            // Takes the reply off the list and lets its followers go even if the writer panics: a reply without a writer
            // must not look like a running one.
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
}

struct Unlist {
    running: Arc<Mutex<BTreeMap<MessageId, Arc<RunningReply>>>>,
    live: Arc<RunningReply>,
}

impl Drop for Unlist {
    fn drop(&mut self) {
        lock(&self.running).remove(&self.live.reply);
        // Followers that have an end do not notice.
        self.live.view.abandon();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic leaves the map intact, because each change is one insertion or removal.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
