//! Doors: the URLs at which programs of other people act for a person. Every door has the same middleware: who may come
//! from which page (CORS and origins), for whom the request acts, and how many requests there may be.

mod limit;
mod streams;

pub(crate) use limit::Requests;
pub(crate) use streams::while_granted;

use crate::auth::server::{ActiveSession, Grant};
use crate::config::Config;
use crate::error::{AppError, Error, Reason};
use crate::state::AppState;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// How long a browser may remember what a preflight request allowed.
const PREFLIGHT_LIFE: Duration = Duration::from_secs(600);

/// What pages of other origins may send and read. Without `TRUSTED_ORIGINS` they may nothing. Cookies are never allowed:
/// a page of another origin brings a token.
pub(crate) fn cors(config: &Config) -> CorsLayer {
    let origins = config.trusted_origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
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
    let read = [ETAG.as_str(), RETRY_AFTER.as_str(), WWW_AUTHENTICATE.as_str(), "x-request-id"];
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(sent.map(HeaderName::from_static))
        .expose_headers(read.map(HeaderName::from_static))
        .max_age(PREFLIGHT_LIFE)
}

/// Adds the [`Grant`] that a request proves to its extensions. A session is found by its own middleware, which runs
/// before.
pub(crate) async fn identify(mut request: Request, next: Next) -> Response {
    if let Some(grant) = request.extensions().get::<ActiveSession>().map(Grant::from) {
        request.extensions_mut().insert(grant);
    }
    next.run(request).await
}

/// Refuses a request if its person or its token has sent too many.
pub(crate) async fn limit(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    if let Some(grant) = request.extensions().get::<Grant>()
        && let Err(seconds) = requests.count(grant)
    {
        let person = &grant.user.id;
        tracing::warn!(target: "docket::security", %person, via = ?grant.via, "too many requests");
        return AppError::from(Reason::TooManyRequests { seconds }).into_response();
    }
    next.run(request).await
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
