//! Reads what a refused request still sends.
//!
//! A request is often refused before its body is read: it has no token, or comes from another site. hyper then closes
//! the connection. If the body arrives only now, the system resets the connection, and the client may lose the answer
//! with it: it reports a broken connection in place of the refusal. Clients that send head and body in two packets,
//! such as Python's httpx, met that on a busy machine.

use crate::protocol::BODY_LIMIT;
use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use futures::{Stream, StreamExt};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::oneshot;

/// How long an answer may wait for the rest of its request.
const PATIENCE: Duration = Duration::from_secs(2);

/// The body of a request, if it comes back unread.
#[derive(Debug)]
pub(super) struct Leftover(Option<oneshot::Receiver<BodyDataStream>>);

/// Lends a request's body to its route.
pub(super) fn lend(request: Request) -> (Request, Leftover) {
    if request.body().is_end_stream() {
        return (request, Leftover(None));
    }
    let (parts, body) = request.into_parts();
    let (give_back, given_back) = oneshot::channel();
    let body = Lent { body: Some(body.into_data_stream()), give_back: Some(give_back) };
    (Request::from_parts(parts, Body::from_stream(body)), Leftover(Some(given_back)))
}

impl Leftover {
    /// Reads the rest of a request's body before the answer is sent, unless it is too long or too slow.
    pub(super) async fn read(self, status: StatusCode) {
        if let Some(mut given_back) = self.0
            && status != StatusCode::REQUEST_TIMEOUT
            && let Ok(rest) = given_back.try_recv()
        {
            // Too slow: the connection is closed after all.
            _ = tokio::time::timeout(PATIENCE, skip(rest)).await;
        }
    }
}

async fn skip(mut rest: BodyDataStream) {
    let mut skipped = 0;
    while let Some(Ok(chunk)) = rest.next().await {
        skipped += chunk.len();
        if skipped > BODY_LIMIT {
            break;
        }
    }
}

/// A body that comes back if it is dropped before its end.
struct Lent {
    body: Option<BodyDataStream>,
    give_back: Option<oneshot::Sender<BodyDataStream>>,
}

impl Stream for Lent {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let next = body.poll_next_unpin(context);
        if let Poll::Ready(None) = next {
            self.body = None;
        }
        next
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let (Some(body), Some(give_back)) = (self.body.take(), self.give_back.take()) {
            // Fails if nobody waits for the answer any more.
            _ = give_back.send(body);
        }
    }
}
