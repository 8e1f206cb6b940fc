//! Streams that people hold open: how many there may be, and how they end with the right to read them.

mod held;
mod rights;

use super::{Auth, AuthError, Via};
use crate::id::UserId;
use futures::{Stream, StreamExt};
use held::Held;
use rights::Rights;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often the rights of all open streams are looked up.
const CHECK_INTERVAL: Duration = Duration::from_secs(3);

/// What reads a stream. Programs do not take the places of their person's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// A page of ours.
    Page,
    /// A program, by one of the doors.
    Program,
}

/// The streams that are open in this process. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct OpenStreams {
    /// Most streams of a person's pages, and of their programs. `None` sets no limit.
    most: Option<u32>,
    /// Most streams of all people.
    places: Arc<AtomicUsize>,
    open: Arc<Mutex<Counts>>,
    rights: Rights,
}

#[derive(Debug, Default)]
struct Counts {
    by_reader: HashMap<(UserId, Reader), u32>,
    sum: usize,
}

impl OpenStreams {
    pub(super) fn new(most: Option<u32>) -> Self {
        let places = Arc::new(AtomicUsize::new(usize::MAX));
        Self { most, places, open: Arc::default(), rights: Rights::default() }
    }

    fn take(&self, user: &UserId, reader: Reader) -> Result<StreamPermit, AuthError> {
        let key = (user.clone(), reader);
        let mut counts = self.counts();
        let count = counts.by_reader.get(&key).copied().unwrap_or_default();
        if let Some(max) = self.most.filter(|most| count >= *most) {
            return Err(AuthError::TooManyStreams { max });
        }
        if counts.sum >= self.places.load(Ordering::Relaxed) {
            return Err(AuthError::NoStreamLeft);
        }
        counts.by_reader.insert(key.clone(), count + 1);
        counts.sum += 1;
        Ok(StreamPermit { streams: self.clone(), key })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Nothing panics while it holds the lock.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of the streams that a person may hold open. Dropping it makes room for another.
#[derive(Debug)]
pub struct StreamPermit {
    streams: OpenStreams,
    key: (UserId, Reader),
}

impl Drop for StreamPermit {
    fn drop(&mut self) {
        let mut counts = self.streams.counts();
        counts.sum -= 1;
        match counts.by_reader.get_mut(&self.key) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(counts.by_reader.remove(&self.key)),
        }
    }
}

impl StreamPermit {
    /// Ends a stream when the right to read it ends, as when its session or token is revoked. `last` is then the last
    /// item. The permit is given back when the stream is dropped.
    pub fn while_holds<T: Send + 'static>(
        self,
        via: Via,
        items: impl Stream<Item = T> + Send + 'static,
        last: impl FnOnce() -> T + Send + Unpin + 'static,
    ) -> impl Stream<Item = T> + Send + Unpin + 'static {
        let standing = self.streams.rights.stand_on(via);
        Held::new(self, standing, items.boxed(), last)
    }
}

impl Auth {
    /// Permits one more stream. Ask before anything is changed, so that a refused request has changed nothing.
    ///
    /// # Errors
    /// [`AuthError::TooManyStreams`] if the person has as many open as one may have, [`AuthError::NoStreamLeft`] if the
    /// process has.
    pub fn permit_stream(&self, user: &UserId, reader: Reader) -> Result<StreamPermit, AuthError> {
        self.streams.take(user, reader).inspect_err(|error| {
            tracing::warn!(target: "docket::security", person = %user, ?reader, %error, "a stream was refused");
        })
    }

    /// Permits at most so many streams in this process, of all people together.
    pub fn limit_streams(&self, places: usize) {
        self.streams.places.store(places, Ordering::Relaxed);
    }

    /// Ends the streams of this process whose right has ended, for good. The database is asked for all of them at once,
    /// and not at all while none is open. If it does not answer, no stream ends, and the next question waits.
    pub async fn watch_streams(&self) {
        loop {
            self.streams.rights.some().await;
            tokio::time::sleep(CHECK_INTERVAL).await;
            match self.ended(&self.streams.rights.all()).await {
                Ok(ended) => self.streams.rights.end(&ended),
                Err(error) => tracing::debug!(%error, "cannot tell which streams' rights hold"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_places_for_pages_and_for_programs() {
        let streams = OpenStreams::new(Some(2));
        let (ann, bob) = (UserId::new("ann"), UserId::new("bob"));
        let take = |user, reader| streams.take(user, reader);
        let (first, second) = (take(&ann, Reader::Page), take(&ann, Reader::Page));
        assert!(matches!(take(&ann, Reader::Page), Err(AuthError::TooManyStreams { max: 2 })));
        let others = (take(&ann, Reader::Program), take(&bob, Reader::Page));
        assert!(others.0.is_ok() && others.1.is_ok());
        drop(first);
        let third = take(&ann, Reader::Page);
        assert!(third.is_ok() && take(&ann, Reader::Page).is_err());
        drop((second, third, others));
        assert!(streams.counts().by_reader.is_empty());
    }

    #[test]
    fn all_people_share_the_places_of_the_process() {
        let streams = OpenStreams::new(Some(2));
        streams.places.store(3, Ordering::Relaxed);
        let take = |user: &str| streams.take(&UserId::new(user), Reader::Page);
        let (first, others) = (take("ann"), (take("ann"), take("bob")));
        assert!(first.is_ok() && others.0.is_ok() && others.1.is_ok());
        assert!(matches!(take("ann"), Err(AuthError::TooManyStreams { max: 2 })));
        assert!(matches!(take("cid"), Err(AuthError::NoStreamLeft)));
        drop(first);
        let next = take("cid");
        assert!(next.is_ok() && take("dan").is_err());
    }
}
