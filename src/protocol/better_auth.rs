//! Better Auth's HTTP API, under `/api/auth`. So far: the token of its jwt plugin.

use super::{Access, Endpoints};
use crate::auth::Token;
use crate::auth::server::{ActiveSession, Auth};
use crate::error::Error;
use axum::extract::State;
use axum::http::Method;
use axum::{Extension, Json};

/// The URLs of this protocol.
pub(crate) fn endpoints() -> Endpoints {
    Endpoints::default().on(Method::GET, "/api/auth/token", Access::Member, token)
}

/// `GET /api/auth/token`: a bearer token for whoever the session cookie proves.
async fn token(
    State(auth): State<Auth>,
    session: Option<Extension<ActiveSession>>,
) -> Result<Json<Token>, Error> {
    let Extension(session) = session.ok_or(Error::Unauthenticated)?;
    Ok(Json(auth.issue_token(&session).await?))
}
