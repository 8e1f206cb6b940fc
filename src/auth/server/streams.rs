//! Streams that people hold open: how many there may be, and how they end with the right to read them.

use super::{Auth, AuthError};
use crate::id::UserId;
use futures::stream::{self, BoxStream};
use futures::{FutureExt, Stream, StreamExt};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often a stream checks that the right to read it still holds.
const CHECK_INTERVAL: Duration = Duration::from_secs(3);

/// What reads a stream. Programs do not take the places of their person's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// A page of ours.
    Page,
    /// A program, by one of the doors.
    Program,
}

/// Counts the streams that are open in this process. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenStreams {
    /// Most streams of a person's pages, and of their programs. `None` sets no limit.
    most: Option<u32>,
    open: Arc<Mutex<HashMap<(UserId, Reader), u32>>>,
}

impl OpenStreams {
    pub(super) fn new(most: Option<u32>) -> Self {
        Self { most, open: Arc::default() }
    }

    fn take(&self, user: &UserId, reader: Reader) -> Result<StreamPermit, AuthError> {
        let key = (user.clone(), reader);
        let mut counts = self.counts();
        let count = counts.get(&key).copied().unwrap_or_default();
        if let Some(max) = self.most.filter(|most| count >= *most) {
            return Err(AuthError::TooManyStreams { max });
        }
        counts.insert(key.clone(), count + 1);
        Ok(StreamPermit { streams: self.clone(), key })
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<(UserId, Reader), u32>> {
        // A panic leaves the map intact, because each change is one insertion or removal.
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
        match counts.get_mut(&self.key) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(counts.remove(&self.key)),
        }
    }
}

impl Auth {
    /// Permits one more stream. Ask before anything is changed, so that a refused request has changed nothing.
    ///
    /// # Errors
    /// [`AuthError::TooManyStreams`] if the person has as many open as one may have.
    pub fn permit_stream(&self, user: &UserId, reader: Reader) -> Result<StreamPermit, AuthError> {
        self.streams.take(user, reader).inspect_err(|_| {
            tracing::warn!(target: "docket::security", person = %user, ?reader, "too many open streams");
        })
    }
}

/// Ends a stream when the right to read it ends, as when its session or token is revoked. `holds` tells whether the
/// right still holds; if it cannot tell, it holds. `last` is then the last item. The stream keeps `permit` until it is
/// dropped.
pub fn while_holds<T, Check>(
    permit: StreamPermit,
    holds: impl Fn() -> Check + Send + 'static,
    items: impl Stream<Item = T> + Send + 'static,
    last: impl FnOnce() -> T + Send + 'static,
) -> BoxStream<'static, T>
where
    T: Send + 'static,
    Check: Future<Output = Result<bool, AuthError>> + Send + 'static,
{
    let ended = async move {
        loop {
            tokio::time::sleep(CHECK_INTERVAL).await;
            if matches!(holds().await, Ok(false)) {
                break;
            }
        }
    };
    let state = (items.boxed(), Some((ended.boxed(), last)), permit);
    stream::unfold(state, async |(mut items, rest, permit)| {
        let (mut ended, last) = rest?;
        tokio::select! {
            item = items.next() => Some((item?, (items, Some((ended, last)), permit))),
            () = &mut ended => Some((last(), (items, None, permit))),
        }
    })
    .boxed()
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
        assert!(streams.counts().is_empty());
    }
}
