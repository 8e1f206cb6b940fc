//! Doors: the URLs at which programs of other people act for a person. Every door has the same middleware: who may come
//! from which page (CORS and origins), for whom the request acts, and how many requests there may be.

mod basic;
mod limit;
mod streams;

pub(crate) use basic::identify_by_password;
pub(crate) use limit::Requests;
pub(crate) use streams::permit_stream;

use crate::auth::server::{ActiveSession, AuthError, Client, Grant, PERSONAL_TOKEN_PREFIX};
use crate::config::Config;
use crate::error::{AppError, Error, Reason};
use crate::oauth::server::ACCESS_TOKEN_PREFIX;
use crate::state::AppState;
use crate::url;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION, RETRY_AFTER,
    WWW_AUTHENTICATE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may remember what a preflight request allowed.
const PREFLIGHT_LIFE: Duration = Duration::from_secs(600);

/// What pages of other origins may send and read. Without `TRUSTED_ORIGINS` they may nothing. Cookies are never
/// allowed: a page of another origin brings a token.
pub(crate) fn cors(config: &Config) -> CorsLayer {
    let origins = config.origins();
    let is_trusted = move |origin: &HeaderValue, _: &Parts| {
        origin.to_str().is_ok_and(|origin| origins.trust_foreign(origin))
    };
    let sent = [
        ACCEPT.as_str(),
        AUTHORIZATION.as_str(),
        CONTENT_TYPE.as_str(),
        IF_MATCH.as_str(),
        IF_NONE_MATCH.as_str(),
        "idempotency-key",
        "last-event-id",
        "mcp-method",
        "mcp-name",
        "mcp-protocol-version",
        "mcp-session-id",
        "x-request-id",
    ];
    let read =
        [ETAG.as_str(), LOCATION.as_str(), RETRY_AFTER.as_str(), WWW_AUTHENTICATE.as_str(), "x-request-id"];
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(is_trusted))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(sent.map(HeaderName::from_static))
        .expose_headers(read.map(HeaderName::from_static))
        .max_age(PREFLIGHT_LIFE)
}

/// Adds the [`Grant`] that a request proves to its extensions. A session must have been found before.
///
/// # Errors
/// The answer, if the grant's person may do nothing here or the database fails.
pub(crate) async fn identify(state: &AppState, request: &mut Request) -> Result<(), Response> {
    let grant = match request.extensions().get::<ActiveSession>() {
        Some(session) => Some(Grant::from(session)),
        None => match bearer(request.headers()) {
            Some(token) => {
                let (path, client) = (request.uri().path(), request.extensions().get());
                grant_of_bearer(state, token, path, client).await.map_err(IntoResponse::into_response)?
            }
            None => None,
        },
    };
    if let Some(grant) = grant {
        request.extensions_mut().insert(grant);
    }
    Ok(())
}

/// The right that the token of a request gives, if it is not a session's. The token's beginning tells its kind. A
/// personal access token opens every door, an app's token only the one for which it was made: the MCP server.
async fn grant_of_bearer(
    state: &AppState,
    token: &str,
    path: &str,
    client: Option<&Client>,
) -> Result<Option<Grant>, Error> {
    let grant = if token.starts_with(PERSONAL_TOKEN_PREFIX) {
        state.auth.grant_of_personal_token(token).await?
    } else if token.starts_with(ACCESS_TOKEN_PREFIX) && path == url::MCP {
        state.oauth.grant_of_access_token(token, state.oauth.resource()).await?
    } else {
        None
    };
    match &grant {
        Some(grant) if state.auth.must_enrol(&grant.user).await? => {
            return Err(AuthError::EnrolmentNeeded.into());
        }
        Some(_) => {}
        None => {
            let client = client.map(|client| &client.address);
            tracing::warn!(target: "docket::security", client, path, "a token was refused");
        }
    }
    Ok(grant)
}

/// The bearer token of a request.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Refuses a request if its person or its token has sent too many. `None` if the request may go on.
pub(crate) fn limit(requests: &Requests, request: &Request) -> Option<Response> {
    let grant = request.extensions().get::<Grant>()?;
    let seconds = requests.count(grant).err()?;
    tracing::warn!(target: "docket::security", person = %grant.user.id, via = ?grant.via, "too many requests");
    Some(AppError::from(Reason::TooManyRequests { seconds }).into_response())
}

/// The right that a request brings. A request without one is refused (401).
#[derive(Clone, Debug)]
pub(crate) struct Authorized(pub(crate) Grant);

impl FromRequestParts<AppState> for Authorized {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Error> {
        parts.extensions.get().cloned().map(Self).ok_or(Error::Unauthenticated)
    }
}
