//! Compression of answers that are made at once. Never of streams: a compressor keeps megabytes for each, and each event
//! would need a flush, all to save a few bytes.

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use std::convert::Infallible;
use tower::ServiceExt;
use tower::service_fn;
use tower_http::compression::Compression;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// The encodings that a request accepts.
#[derive(Debug)]
pub(super) struct Accepted(Vec<HeaderValue>);

impl Accepted {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(ACCEPT_ENCODING).iter().cloned().collect())
    }

    /// Compresses an answer if it is no stream and the request accepts that. What is not compressed stays as it is, so that
    /// its pieces go no longer way.
    pub(super) async fn compress(self, response: Response) -> Response {
        if !is_compressible(&response) {
            return response;
        }
        let mut request = Request::default();
        for value in self.0 {
            request.headers_mut().append(ACCEPT_ENCODING, value);
        }
        let mut ready = Some(response);
        let answer = service_fn(move |_: Request| {
            let response = ready.take().unwrap_or_default();
            async move { Ok::<_, Infallible>(response) }
        });
        match Compression::new(answer).oneshot(request).await {
            Ok(response) => response.map(axum::body::Body::new),
            Err(never) => match never {},
        }
    }
}

/// Whether an answer may be compressed. Pages come in pieces, but are made at once. Nothing else does that is no stream,
/// except exports, which may be long. A release holds the client's files compressed. In a development build they are so
/// large that compressing them at each load would hold up everything else for seconds.
fn is_compressible(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    let is_whole = response.body().size_hint().exact().is_some() || kind.starts_with(b"text/html");
    let streams = NotForContentType::const_new("application/octet-stream");
    let code = NotForContentType::const_new("application/wasm");
    is_whole && DefaultPredicate::new().and(streams).and(code).should_compress(response)
}
