//! The rights that open streams stand on, and how a stream learns that its right has ended.

use crate::auth::server::Via;
use futures::task::AtomicWaker;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use tokio::sync::Notify;

/// The rights of all streams that are open in this process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Rights(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    streams: Mutex<Streams>,
    /// A stream has begun while there was none.
    begun: Notify,
}

#[derive(Debug, Default)]
struct Streams {
    /// The number of the next stream.
    next: u64,
    open: HashMap<u64, (Via, Arc<End>)>,
}

/// Whether the right of a stream has ended. A look at it costs no lock, because each item of the stream takes one.
#[derive(Debug, Default)]
struct End {
    is_reached: AtomicBool,
    reader: AtomicWaker,
}

impl Rights {
    /// Adds a stream that stands on this right.
    pub(super) fn stand_on(&self, via: Via) -> Standing {
        let (end, mut streams) = (Arc::<End>::default(), self.streams());
        let number = streams.next;
        streams.next += 1;
        streams.open.insert(number, (via, end.clone()));
        if streams.open.len() == 1 {
            self.0.begun.notify_one();
        }
        Standing { rights: self.clone(), number, end }
    }

    /// Resolves when a stream is open.
    pub(super) async fn some(&self) {
        while self.streams().open.is_empty() {
            self.0.begun.notified().await;
        }
    }

    /// The rights of all open streams, each once.
    pub(super) fn all(&self) -> HashSet<Via> {
        self.streams().open.values().map(|(via, _)| via.clone()).collect()
    }

    /// Ends the streams that stand on these.
    pub(super) fn end(&self, ended: &HashSet<Via>) {
        if ended.is_empty() {
            return;
        }
        for (_, end) in self.streams().open.values().filter(|(via, _)| ended.contains(via)) {
            end.is_reached.store(true, Ordering::Release);
            end.reader.wake();
        }
    }

    fn streams(&self) -> MutexGuard<'_, Streams> {
        // A panic leaves the map intact, because each change is one insertion or removal.
        self.0.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One stream's place among the rights. Dropping it gives the place up.
#[derive(Debug)]
pub(super) struct Standing {
    rights: Rights,
    number: u64,
    end: Arc<End>,
}

impl Standing {
    /// Whether the right has ended.
    pub(super) fn is_over(&self) -> bool {
        self.end.is_reached.load(Ordering::Acquire)
    }

    /// The same. If it has not, `waker` is woken when it does.
    pub(super) fn is_over_or_wakes(&self, waker: &Waker) -> bool {
        self.end.reader.register(waker);
        // It may have ended just before.
        self.is_over()
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        self.rights.streams().open.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::SessionId;
    use futures::FutureExt;

    fn session(id: &str) -> Via {
        Via::Session(SessionId::new(id))
    }

    #[test]
    fn all_streams_of_a_right_end_with_it_and_no_others() {
        let rights = Rights::default();
        let [one, two, other] = ["a", "a", "b"].map(|id| rights.stand_on(session(id)));
        assert_eq!(rights.all(), HashSet::from([session("a"), session("b")]));
        rights.end(&HashSet::from([session("a"), session("c")]));
        assert!(one.is_over() && two.is_over() && !other.is_over());
        // A person who has logged in again under the same name is listed again.
        assert!(!rights.stand_on(session("a")).is_over());
        drop((one, two, other));
        assert!(rights.all().is_empty());
    }

    #[test]
    fn nobody_looks_while_no_stream_is_open() {
        let rights = Rights::default();
        assert!(rights.some().now_or_never().is_none());
        let stream = rights.stand_on(session("a"));
        assert!(rights.some().now_or_never().is_some());
        drop(stream);
        assert!(rights.some().now_or_never().is_none());
    }
}
