//! What this process has asked the database for and would begin to write: beginnings and claims whose answers are on their
//! way. A row of one of them is nobody's loss, however slow the database is.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The promises to begin a reply. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Promises(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    /// How many were made.
    made: u64,
    /// Those that are not settled.
    open: BTreeSet<u64>,
}

/// A promise. It is settled when it is dropped: the reply is being written, or nobody will hear of it.
#[derive(Debug)]
pub(crate) struct Promise {
    promises: Promises,
    number: u64,
}

/// A moment between promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(u64);

impl Promises {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes one. It must be made before the database is asked, and kept until the reply is listed as running.
    pub(crate) fn make(&self) -> Promise {
        let mut inner = self.lock();
        inner.made += 1;
        let number = inner.made;
        inner.open.insert(number);
        Promise { promises: self.clone(), number }
    }

    /// The moment after all promises that were made so far.
    pub(super) fn now(&self) -> Moment {
        Moment(self.lock().made)
    }

    /// Whether all promises are settled that were made before a moment.
    pub(super) fn are_settled(&self, before: Moment) -> bool {
        self.lock().open.first().is_none_or(|oldest| *oldest > before.0)
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        self.promises.lock().open.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_waits_for_earlier_promises_alone() {
        let promises = Promises::default();
        let (first, second) = (promises.make(), promises.make());
        let moment = promises.now();
        let later = promises.make();
        drop(second);
        assert!(!promises.are_settled(moment));
        drop(first);
        assert!(promises.are_settled(moment) && !promises.are_settled(promises.now()));
        drop(later);
        assert!(promises.are_settled(promises.now()));
    }
}
