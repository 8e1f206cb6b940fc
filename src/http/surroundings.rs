//! What surrounds every route. One function does it all, in order: axum clones everything below a layer for each request.

use super::answer::{Form, in_form, or_fault};
use super::compression::Accepted;
use super::{client_address, leftover, metrics, request_id, slow_body};
use crate::error::Reason;
use crate::protocol::{BODY_LIMIT, CALDAV_BODY_LIMIT};
use crate::response::OPENER_POLICY;
use crate::tasks::page::import::UPLOAD_LIMIT;
use crate::url;
use axum::RequestExt;
use axum::body::HttpBody;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long browsers insist on https: a year.
const HSTS: &str = "max-age=31536000";
/// The policy for all answers that do not bring their own, as our pages do with a nonce. Nothing may run or be framed.
const NO_CONTENT_POLICY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/// Permissions that none of our pages uses.
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// What the surroundings of the routes depend on.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// Whether people reach this server by HTTPS.
    pub(super) https: bool,
    /// The networks of trusted proxies.
    pub(super) proxies: Arc<[IpNet]>,
    /// How long the body of a request may take.
    pub(super) body_time: Duration,
}

/// Takes a request to its route, and the answer back.
pub(super) async fn surround(
    State(around): State<Arc<Surroundings>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let id = request_id::of(&mut request);
    let (form, accepted) = (Form::of(&request), Accepted::of(request.headers()));
    let client = client_address::identify(&around.proxies, &mut request);
    let (request, leftover) = leftover::lend(request);
    let (request, late) = slow_body::limit(around.body_time, request);
    let max = body_limit(uri.path());
    let response = if announces_too_much(max, &request) {
        form.response(&Reason::BodyTooLarge { max }.into())
    } else {
        in_form(form, or_fault(form, next.run(limited(max, request))).await)
    };
    let response = late.or_refuse(form, say_too_large(form, max, response));
    client_address::log_foreign_page(client, &uri, &response);
    let mut response = accepted.compress(response).await;
    secure(around.https, &mut response);
    leftover.read(response.status()).await;
    let (status, milliseconds) = (response.status().as_u16(), began.elapsed().as_millis());
    metrics::count_request(status);
    // Never the query, which may hold input.
    tracing::debug!(%method, path = told(uri.path()), status, milliseconds, id = ?id, "request");
    request_id::tell(id, &mut response);
    response
}

/// A path as the log has it, without the secret that a calendar's has.
fn told(path: &str) -> &str {
    let is_secret = path.strip_prefix(url::CALENDAR).is_some_and(|rest| rest.starts_with('/'));
    if is_secret { url::CALENDAR } else { path }
}

/// Most bytes of the body of a request to this path.
fn body_limit(path: &str) -> usize {
    match path {
        url::IMPORT_FILE => UPLOAD_LIMIT,
        path if path.starts_with(url::CALDAV) => CALDAV_BODY_LIMIT,
        _ => BODY_LIMIT,
    }
}

/// Whether a request says that its body has more than `max` bytes.
fn announces_too_much(max: usize, request: &Request) -> bool {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    length.is_some_and(|length: u64| usize::try_from(length).is_ok_and(|length| length > max))
}

/// The request, whose body fails when it gets too long.
fn limited(max: usize, mut request: Request) -> Request {
    if request.body().is_end_stream() {
        return request;
    }
    DefaultBodyLimit::max(max).apply(&mut request);
    request.with_limited_body()
}

/// Gives the reason in the caller's form when a route refuses a body that got too long.
fn say_too_large(form: Form, max: usize, response: Response) -> Response {
    let is_said = || {
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| {
            ["application/json", "text/html"].iter().any(|said| kind.as_bytes().starts_with(said.as_bytes()))
        })
    };
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE && !is_said() {
        return form.response(&Reason::BodyTooLarge { max }.into());
    }
    response
}

/// Adds headers that keep browsers from guessing types, framing pages, running foreign code and leaking addresses.
fn secure(https: bool, response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NO_CONTENT_POLICY));
    headers.insert("permissions-policy", HeaderValue::from_static(PERMISSIONS));
    // The pages on the way of an app's request for consent allow more.
    headers.entry(OPENER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    // A plain form returns to its page by the Referer. A page with a secret in its address sets a stricter policy
    // itself.
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    // Everything is private to one person and changes, except the client's files, which set this header themselves.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_has_no_secret_of_a_calendar() {
        assert_eq!(told("/calendar/docket_cal_secret.ics"), "/calendar");
        assert_eq!(told("/calendar"), "/calendar");
        assert_eq!(told("/calendars/x"), "/calendars/x");
        assert_eq!(told("/tasks/12"), "/tasks/12");
    }
}
