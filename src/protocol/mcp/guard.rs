//! What a request must bring before its message reaches the tools: an address and an origin of ours, a token, and the
//! scope for what it calls.

use super::host;
use super::message::Message;
use crate::auth::Permission;
use crate::auth::server::{Grant, Via};
use crate::error::{AppError, Error, Reason};
use crate::origins::Origins;
use axum::Json;
use axum::extract::Request;
use axum::http::header::{ALLOW, AUTHORIZATION, HOST, ORIGIN, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Where the protected resource metadata of `/mcp` is: the well-known name before the path (RFC 9728, section 3.1).
const METADATA: &str = "/.well-known/oauth-protected-resource/mcp";
/// What a client is told to ask for. Less would do for a beginning, but few clients ask a second time.
const SCOPES: &str = "read write";

/// Refuses requests to a foreign host or from a foreign page with 403, as the transport demands against DNS rebinding
/// (revision 2025-11-25, "Security Warning").
pub(super) fn check_address(origins: &Origins, request: &Request) -> Result<(), AppError> {
    let host = host(request.headers(), request.uri());
    if !host.is_some_and(|host| origins.have_host(host)) {
        tracing::warn!(target: "docket::security", host, "refused a request to a host that is not ours");
        return Err(Reason::ForeignHost.into());
    }
    let Some(origin) = request.headers().get(ORIGIN) else { return Ok(()) };
    if origin.to_str().is_ok_and(|origin| origins.trust(origin, host)) {
        return Ok(());
    }
    tracing::warn!(target: "docket::security", ?origin, "refused a request of a page that is not trusted");
    Err(Reason::ForeignPage.into())
}

/// 405: there are no sessions to listen to or to end.
pub(super) fn only_post() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, HeaderValue::from_static("POST"))]).into_response()
}

/// 401 with a challenge that leads to the authorization server. It names an error only if there was a token (RFC 6750,
/// section 3.1).
pub(super) fn unauthenticated(origins: &Origins, headers: &HeaderMap) -> Response {
    let error = headers.contains_key(AUTHORIZATION).then_some((
        "invalid_token",
        "The token is expired, revoked, unknown, or was not made for this server.",
    ));
    challenge(origins, headers, Error::Unauthenticated.public(), error, SCOPES)
}

/// Refuses a call that needs more than the token's scope with 403, so that the client can ask the person for it
/// (2026-07-28, authorization, "Step-Up Authorization Flow"). Only OAuth has such a way. A personal token that may only
/// read gets the tool's own refusal instead, which a model can read.
pub(super) fn missing_scope(
    origins: &Origins,
    headers: &HeaderMap,
    grant: &Grant,
    message: &Message,
) -> Option<Response> {
    let writes = message.tool().is_some_and(|tool| !tool.about().effects.read_only);
    if !writes || !matches!(grant.via, Via::App(_)) {
        return None;
    }
    let refusal = Error::from(grant.require(Permission::Write).err()?).public();
    let described = ("insufficient_scope", "This tool changes tasks, which the token does not allow.");
    Some(challenge(origins, headers, refusal, Some(described), "write"))
}

fn challenge(
    origins: &Origins,
    headers: &HeaderMap,
    refusal: AppError,
    error: Option<(&str, &str)>,
    scope: &str,
) -> Response {
    let mut challenge = String::from("Bearer ");
    if let Some((error, description)) = error {
        challenge += &format!("error=\"{error}\", error_description=\"{description}\", ");
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    if let Some(origin) = origins.own(host) {
        challenge += &format!("resource_metadata=\"{origin}{METADATA}\", ");
    }
    challenge += &format!("scope=\"{scope}\"");
    let mut response = refuse(refusal);
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// What programs get of a refusal.
pub(super) fn refuse(error: AppError) -> Response {
    (error.status(), Json(error.body())).into_response()
}
