//! `/metrics` in Prometheus' text format, on a listener of its own, so that it is not public by accident.

use axum::{Router, routing::get};
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::TcpListener;

static REQUESTS: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];

/// Counts an answered request, by the class of its status.
pub(super) fn count_request(status: u16) {
    if let Some(counter) = REQUESTS.get(usize::from(status / 100).wrapping_sub(1)) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// Serves `/metrics` until it is dropped.
pub(super) async fn serve(listener: TcpListener) {
    let router = Router::new().route("/metrics", get(|| async { render() }));
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "the metrics listener failed");
    }
}

fn render() -> String {
    let mut text = String::from(
        "# HELP docket_http_requests_total Requests answered, by the class of their status.\n\
         # TYPE docket_http_requests_total counter\n",
    );
    for (class, counter) in (1..).zip(&REQUESTS) {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "docket_http_requests_total{{status=\"{class}xx\"}} {}",
            counter.load(Ordering::Relaxed)
        );
    }
    text
}
