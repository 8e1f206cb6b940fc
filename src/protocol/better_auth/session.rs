//! The current session, the sessions on all devices, and the tokens of the jwt plugin.

use super::Failure;
use super::call::Call;
use super::object::{SessionAndUser, SessionObject, Status};
use crate::auth::Token;
use crate::auth::server::{Auth, AuthError};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::{ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, PRAGMA};
use axum::response::{AppendHeaders, IntoResponse, Response};

/// The jwt plugin's header, which carries a fresh token.
const SET_AUTH_JWT: &str = "set-auth-jwt";

/// `GET /get-session`: the session and its person, or null.
pub(super) async fn get_session(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    // A token gets no fresh one, or it would never end.
    let by_cookie = call.session.as_ref().filter(|session| !session.by_token);
    let token = by_cookie.map(|session| auth.token(session)).transpose()?;
    let token = token.map(|Token { token }| {
        [(HeaderName::from_static(SET_AUTH_JWT), token), (ACCESS_CONTROL_EXPOSE_HEADERS, SET_AUTH_JWT.into())]
    });
    let body = Json(call.session.as_ref().map(SessionAndUser::from));
    let caching = [(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")];
    Ok((caching, AppendHeaders(token.into_iter().flatten()), body).into_response())
}

/// `POST /get-session`: always refuses. Better Auth has it for servers that renew sessions only on request.
pub(super) async fn post_session(_: Call) -> Failure {
    Failure::METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED
}

/// `GET /token`: a bearer token.
pub(super) async fn token(State(auth): State<Auth>, call: Call) -> Result<Json<Token>, Failure> {
    Ok(Json(auth.issue_token(call.member()?).await?))
}

/// `GET /list-sessions`: the person's live sessions. Refused if they logged in more than a day ago.
pub(super) async fn list(State(auth): State<Auth>, call: Call) -> Result<Response, Failure> {
    let session = call.member()?;
    if !auth.is_fresh(session) {
        return Err(Failure::SESSION_NOT_FRESH);
    }
    let sessions = auth.sessions(&session.user.id).await?;
    Ok(Json(sessions.iter().map(SessionObject::from).collect::<Vec<_>>()).into_response())
}

/// `POST /revoke-session`: ends the session with this token, if it belongs to the person. Like the next two it is refused
/// if they logged in more than a day ago, unless they end the session that asks.
pub(super) async fn revoke(State(auth): State<Auth>, call: Call) -> Result<Json<Status>, Failure> {
    let session = call.member()?;
    let mut fields = call.fields();
    let token = fields.text("token");
    fields.finish()?;
    auth.end_session_with_token(session, token).await.map_err(refusal)?;
    Ok(Json(Status::DONE))
}

/// `POST /revoke-sessions`: ends every session.
pub(super) async fn revoke_all(State(auth): State<Auth>, call: Call) -> Result<Json<Status>, Failure> {
    auth.end_own_sessions(call.member()?, false).await.map_err(refusal)?;
    Ok(Json(Status::DONE))
}

/// `POST /revoke-other-sessions`: ends every session but this one.
pub(super) async fn revoke_others(State(auth): State<Auth>, call: Call) -> Result<Json<Status>, Failure> {
    auth.end_own_sessions(call.member()?, true).await.map_err(refusal)?;
    Ok(Json(Status::DONE))
}

fn refusal(error: AuthError) -> Failure {
    if matches!(error, AuthError::NotFresh) { Failure::SESSION_NOT_FRESH } else { error.into() }
}
