//! A stream that ends with the right to read it.

use super::StreamPermit;
use super::rights::Standing;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A stream that somebody holds open.
pub(super) struct Held<T, Last> {
    /// `None` once it has ended.
    items: Option<BoxStream<'static, T>>,
    standing: Standing,
    /// What the stream tells when its right has ended.
    last: Option<Last>,
    /// The place is free again when nobody reads any more.
    _permit: StreamPermit,
}

impl<T, Last> Held<T, Last> {
    pub(super) fn new(
        permit: StreamPermit,
        standing: Standing,
        items: BoxStream<'static, T>,
        last: Last,
    ) -> Self {
        Self { items: Some(items), standing, last: Some(last), _permit: permit }
    }
}

impl<T, Last: FnOnce() -> T + Unpin> Held<T, Last> {
    fn end(&mut self) -> Poll<Option<T>> {
        self.items = None;
        Poll::Ready(self.last.take().map(|last| last()))
    }
}

impl<T, Last: FnOnce() -> T + Unpin> Stream for Held<T, Last> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        if self.items.is_some() && self.standing.is_over() {
            return self.end();
        }
        let Some(items) = &mut self.items else { return Poll::Ready(None) };
        match items.poll_next_unpin(context) {
            Poll::Pending if self.standing.is_over_or_wakes(context.waker()) => self.end(),
            Poll::Ready(None) => {
                self.items = None;
                Poll::Ready(None)
            }
            next => next,
        }
    }
}
