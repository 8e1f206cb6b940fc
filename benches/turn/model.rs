//! A model that says what time it is, at an even pace.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::IntoResponse;
use axum::routing::post;
use axum::serve::ListenerExt;
use futures::{StreamExt, stream};
use std::io;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{MissedTickBehavior, interval};

static START: LazyLock<Instant> = LazyLock::new(Instant::now);
static WORDS: AtomicUsize = AtomicUsize::new(0);
static PACE: AtomicU64 = AtomicU64::new(0);

/// The time in microseconds that the model says.
pub fn clock() -> u128 {
    START.elapsed().as_micros()
}

/// Sets every answer from now on.
pub fn set_answer(words: usize, pace: Duration) {
    WORDS.store(words, Ordering::Relaxed);
    PACE.store(pace.as_micros().try_into().unwrap(), Ordering::Relaxed);
}

/// Starts the model. Returns the address under which `/chat/completions` is.
pub async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/chat/completions", post(answer));
    tokio::spawn(async move { axum::serve(listener.tap_io(without_delay), router).await.unwrap() });
    url
}

/// Sends each word as soon as it is said, as model providers do.
pub fn without_delay(connection: &mut TcpStream) {
    connection.set_nodelay(true).unwrap();
}

async fn answer(question: Bytes) -> impl IntoResponse {
    // A request without tools asks for a title, not for a reply.
    let is_title = !question.windows(7).any(|bytes| bytes == b"\"tools\"");
    let words = if is_title { 1 } else { WORDS.load(Ordering::Relaxed) };
    // The first word comes at once, so all of its delay was added on the way.
    let mut beat = interval(Duration::from_micros(PACE.load(Ordering::Relaxed)));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let words = stream::unfold((beat, words), async |(mut beat, left)| {
        let left = left.checked_sub(1)?;
        beat.tick().await;
        let word = format!("{{\"content\":\"{} \"}}", clock());
        Some((chunk(&word, "null"), (beat, left)))
    });
    let end = [chunk("{}", "\"stop\""), Ok(Bytes::from_static(b"data: [DONE]\n\n"))];
    ([("content-type", "text/event-stream")], Body::from_stream(words.chain(stream::iter(end))))
}

fn chunk(delta: &str, finish: &str) -> io::Result<Bytes> {
    Ok(Bytes::from(format!(
        "data: {{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"clock\",\
         \"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}]}}\n\n"
    )))
}
