//! Streams that end with the right to read them.

use crate::auth::server::{AuthError, Grant, Reader, StreamPermit, Via, while_holds};
use crate::state::AppState;
use futures::Stream;
use futures::stream::BoxStream;

/// Permits the grant's program to hold one more stream open. Ask before anything is changed.
pub(crate) fn permit_stream(state: &AppState, grant: &Grant) -> Result<StreamPermit, AuthError> {
    state.auth.permit_stream(&grant.user.id, Reader::Program)
}

/// Ends a stream when the grant ends, as when its token is revoked. `last` is then the last item.
pub(crate) fn while_granted<T: Send + 'static>(
    state: &AppState,
    grant: &Grant,
    permit: StreamPermit,
    items: impl Stream<Item = T> + Send + 'static,
    last: impl FnOnce() -> T + Send + 'static,
) -> BoxStream<'static, T> {
    let (auth, oauth, via) = (state.auth.clone(), state.oauth.clone(), grant.via.clone());
    let holds = move || {
        let (auth, oauth, via) = (auth.clone(), oauth.clone(), via.clone());
        async move {
            match &via {
                // An app's access token may end meanwhile: the app gets another one without the person.
                Via::App(connection) => Ok(oauth.still_connected(connection).await?),
                Via::Session(_) | Via::PersonalToken(_) => auth.still_grants(&via).await,
            }
        }
    };
    while_holds(permit, holds, items, last)
}
