//! A model that says what time it is, at an even pace, or writes code as fast as it can.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::IntoResponse;
use axum::routing::post;
use axum::serve::ListenerExt;
use futures::{Stream, StreamExt, stream};
use std::io;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

static START: LazyLock<Instant> = LazyLock::new(Instant::now);
static ANSWER: Mutex<Answer> =
    Mutex::new(Answer::Words { words: 0, pace: Duration::from_millis(1), bytes: 0 });

/// Stands before the time in each word, and nowhere else.
pub const MARK: char = '@';
/// Words in a paragraph.
const PARAGRAPH: usize = 20;
/// What fills long words.
const FILLER: &str = "lorem ipsum dolor sit amet ";

/// What the model says.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// The time, so often and at this pace. Each word is filled up to so many bytes, in paragraphs.
    Words { words: usize, pace: Duration, bytes: usize },
    /// A block of code of so many bytes in pieces of five, as fast as they are taken.
    Block { bytes: usize },
}

/// The time in microseconds that the model says.
pub fn clock() -> u64 {
    START.elapsed().as_micros().try_into().unwrap()
}

/// Sets every answer from now on.
pub fn set_answer(answer: Answer) {
    *ANSWER.lock().unwrap() = answer;
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
    let answer = *ANSWER.lock().unwrap();
    let said = match answer {
        _ if is_title => stream::iter([chunk(r#"{"content":"Time"}"#, "null")]).boxed(),
        Answer::Words { words, pace, bytes } => said(words, pace, bytes).boxed(),
        Answer::Block { bytes } => block(bytes).boxed(),
    };
    let end = [chunk("{}", "\"stop\""), Ok(Bytes::from_static(b"data: [DONE]\n\n"))];
    ([("content-type", "text/event-stream")], Body::from_stream(said.chain(stream::iter(end))))
}

fn said(words: usize, pace: Duration, bytes: usize) -> impl Stream<Item = io::Result<Bytes>> + Send {
    // The first word comes at once, so all of its delay was added on the way.
    let mut beat = interval_at(Instant::now() + pace, pace);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let filler: String = FILLER.chars().cycle().take(bytes.saturating_sub(12)).collect();
    stream::unfold(
        (beat, 0, filler),
        move |(mut beat, number, filler): (Interval, usize, String)| async move {
            if number == words {
                return None;
            }
            if number > 0 {
                beat.tick().await;
            }
            let number = number + 1;
            let gap = if number % PARAGRAPH == 0 && bytes > 0 { "\\n\\n" } else { " " };
            let word = format!("{{\"content\":\"{MARK}{} {}{gap}\"}}", clock(), filler.trim_end());
            Some((chunk(&word, "null"), (beat, number, filler)))
        },
    )
}

fn block(bytes: usize) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let pieces = (0..bytes / 5).map(|number| if number % 12 == 11 { "abcd\\n" } else { "abcd " });
    let pieces = ["```text\\n"].into_iter().chain(pieces).chain(["\\n```\\n"]);
    stream::iter(pieces.map(|piece| chunk(&format!("{{\"content\":\"{piece}\"}}"), "null")))
}

fn chunk(delta: &str, finish: &str) -> io::Result<Bytes> {
    Ok(Bytes::from(format!(
        "data: {{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"clock\",\
         \"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}]}}\n\n"
    )))
}
