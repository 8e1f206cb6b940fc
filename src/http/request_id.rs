//! The id of a request: the one that it brings in `X-Request-Id`, or a new one. The answer and the log name it.

use crate::random::Random;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

const NAME: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a new id.
const LENGTH: usize = 16;

/// The id of a request, which has it in its headers from now on.
pub(super) fn of(request: &mut Request) -> Option<HeaderValue> {
    if let Some(brought) = request.headers().get(NAME) {
        return Some(brought.clone());
    }
    let id = HeaderValue::from_str(&Random::system().alphanumeric(LENGTH)).ok()?;
    request.headers_mut().insert(NAME, id.clone());
    Some(id)
}

/// Names the id in the answer.
pub(super) fn tell(id: Option<HeaderValue>, response: &mut Response) {
    if let Some(id) = id {
        response.headers_mut().entry(NAME).or_insert(id);
    }
}
