//! Middleware for every request.

use super::answer::Form;
use crate::error::Reason;
use crate::protocol::BODY_LIMIT;
use crate::random::Random;
use crate::response::OPENER_POLICY;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tower_http::request_id::{MakeRequestId, RequestId};

/// How long browsers insist on https: a year.
const HSTS: &str = "max-age=31536000";
/// The policy for all answers that do not bring their own, as our pages do with a nonce. Nothing may run or be framed.
const NO_CONTENT_POLICY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/// Permissions that none of our pages uses.
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Adds headers that keep browsers from guessing types, framing pages, running foreign code and leaking addresses.
pub(super) async fn security_headers(State(https): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
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
    response
}

/// Gives each request an id, unless it brings one in `X-Request-Id`. The answer and the log name it.
#[derive(Clone, Copy, Debug)]
pub(super) struct RequestIds;

impl MakeRequestId for RequestIds {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let id = Random::system().alphanumeric(16);
        HeaderValue::from_str(&id).ok().map(RequestId::new)
    }
}

/// Gives the reason when the limit on bodies refuses a request before anything reads it.
pub(super) async fn say_too_large(request: Request, next: Next) -> Response {
    let form = Form::of(&request);
    let response = next.run(request).await;
    let is_said = response.headers().get(CONTENT_TYPE).is_some_and(|kind| {
        ["application/json", "text/html"].iter().any(|said| kind.as_bytes().starts_with(said.as_bytes()))
    });
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE && !is_said {
        return form.response(&Reason::BodyTooLarge { max: BODY_LIMIT }.into());
    }
    response
}

/// Logs one line per request: method, path, status and time. Never the query, which may hold input.
pub(super) async fn log(request: Request, next: Next) -> Response {
    let (method, path, began) = (request.method().clone(), request.uri().path().to_owned(), Instant::now());
    let id = request.extensions().get::<RequestId>().map(|id| id.header_value().clone());
    let response = next.run(request).await;
    let (status, milliseconds) = (response.status().as_u16(), began.elapsed().as_millis());
    super::metrics::count_request(status);
    tracing::debug!(%method, path, status, milliseconds, id = ?id, "request");
    response
}
