//! Better Auth's HTTP API, under `/api/auth`. So far: the token of its jwt plugin.

use crate::auth::Token;
use crate::auth::server::{ActiveSession, Auth};
use crate::error::Error;
use crate::state::AppState;
use axum::extract::State;
use axum::{Extension, Json, Router, routing::get};

/// The routes of this protocol.
pub fn router() -> Router<AppState> {
    Router::new().route("/api/auth/token", get(token))
}

/// `GET /api/auth/token`: a bearer token for whoever the session cookie proves.
async fn token(
    State(auth): State<Auth>,
    session: Option<Extension<ActiveSession>>,
) -> Result<Json<Token>, Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    Ok(Json(auth.token(&session)?))
}
