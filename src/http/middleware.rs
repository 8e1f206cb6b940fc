//! What is done to every request, whatever it asks.

use crate::config::Config;
use crate::error::{AppError, ErrorCode};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// Refuses requests that change state and come from another site's page: by `Sec-Fetch-Site`, or by `Origin`
/// where a browser does not send that. Programs send neither and are let through; they carry no cookies by
/// themselves.
pub(super) fn cross_origin(config: &Config) -> CsrfLayer<fn(ProtectionError) -> Response> {
    let origins = config
        .public_url
        .iter()
        .map(|url| url.origin().ascii_serialization())
        .chain(config.trusted_origins.iter().cloned());
    let layer = origins
        .fold(CsrfLayer::new(), |layer, origin| layer.clone().add_trusted_origin(&origin).unwrap_or(layer));
    layer.with_rejection_response(refuse as fn(ProtectionError) -> Response)
}

fn refuse(_: ProtectionError) -> Response {
    AppError::new(ErrorCode::Forbidden, "This request came from another site's page and was refused.")
        .into_response()
}

/// A year, for browsers to insist on https.
const HSTS: &str = "max-age=31536000";
/// For everything that is not a page of ours, which brings its own with a nonce: nothing may run or be framed.
const NO_CONTENT_POLICY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/// What no page of ours asks a browser for.
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Headers that keep browsers from guessing, framing, running what is not ours and telling others.
pub(super) async fn security_headers(State(https): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NO_CONTENT_POLICY));
    headers.insert("permissions-policy", HeaderValue::from_static(PERMISSIONS));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    // Forms without JavaScript come back by their Referer. A page whose address is a secret says so itself.
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    // Everything but the client's files, which say so themselves, is one person's and changes.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// One line a request: method, path (never the query, which may hold input), status and time.
pub(super) async fn log(request: Request, next: Next) -> Response {
    let (method, path, began) = (request.method().clone(), request.uri().path().to_owned(), Instant::now());
    let response = next.run(request).await;
    let (status, milliseconds) = (response.status().as_u16(), began.elapsed().as_millis());
    super::metrics::count_request(status);
    tracing::debug!(%method, path, status, milliseconds, "request");
    response
}
