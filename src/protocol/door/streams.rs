//! Streams that end with the right to read them.

use crate::auth::server::{Grant, while_holds};
use crate::state::AppState;
use futures::Stream;
use futures::stream::BoxStream;

/// Ends a stream when the grant ends, as when its token is revoked. `last` is then the last item.
pub(crate) fn while_granted<T: Send + 'static>(
    state: &AppState,
    grant: &Grant,
    items: impl Stream<Item = T> + Send + 'static,
    last: impl FnOnce() -> T + Send + 'static,
) -> BoxStream<'static, T> {
    let (auth, via) = (state.auth.clone(), grant.via.clone());
    let holds = move || {
        let (auth, via) = (auth.clone(), via.clone());
        async move { auth.still_grants(&via).await }
    };
    while_holds(holds, items, last)
}
