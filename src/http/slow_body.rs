//! Bodies that do not come to an end.

use super::answer::Form;
use crate::error::Reason;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use std::io::ErrorKind;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// Whether a request's body has not arrived in time.
#[derive(Debug)]
pub(super) struct Late(Option<Arc<AtomicBool>>);

/// Gives a request's body only so much time. Answers may take as long as they like.
pub(super) fn limit(patience: Duration, request: Request) -> (Request, Late) {
    if request.body().is_end_stream() {
        return (request, Late(None));
    }
    let late = Arc::new(AtomicBool::new(false));
    let timed = |body| Body::new(Timed { body, deadline: Box::pin(sleep(patience)), late: late.clone() });
    (request.map(timed), Late(Some(late)))
}

impl Late {
    /// Refuses the request if its body came too slowly.
    pub(super) fn or_refuse(self, form: Form, response: Response) -> Response {
        match self.0 {
            Some(late) if late.load(Ordering::Relaxed) => form.response(&Reason::BodyTooSlow.into()),
            _ => response,
        }
    }
}

/// A body that fails at its deadline.
struct Timed {
    body: Body,
    deadline: Pin<Box<Sleep>>,
    late: Arc<AtomicBool>,
}

impl HttpBody for Timed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if frame.is_pending() && self.deadline.as_mut().poll(context).is_ready() {
            self.late.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(ErrorKind::TimedOut)))));
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
