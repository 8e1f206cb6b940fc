//! Streams of programs.

use crate::auth::server::{AuthError, Grant, Reader, StreamPermit};
use crate::state::AppState;

/// Permits the grant's program to hold one more stream open. Ask before anything is changed.
pub(crate) fn permit_stream(state: &AppState, grant: &Grant) -> Result<StreamPermit, AuthError> {
    state.auth.permit_stream(&grant.user.id, Reader::Program)
}
