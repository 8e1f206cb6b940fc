//! A page that reads a reply: its requests, and the text it shows.

use crate::server::Browser;
use crate::words::numbers;
use reqwest::Response;
use reqwest::header::ACCEPT;
use serde_json::Value;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Longer than a stream is ever silent on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long a client waits before it asks again, as a page does. No event tells it that a server answers again.
const AGAIN: Duration = Duration::from_millis(50);

/// The events of a reply as they come.
pub struct Stream {
    response: Response,
    pending: Vec<u8>,
    ready: VecDeque<Value>,
}

impl Stream {
    /// The next event; `None` if the stream has ended or was cut.
    pub async fn next(&mut self) -> Option<Value> {
        while self.ready.is_empty() {
            let chunk =
                timeout(PATIENCE, self.response.chunk()).await.expect("the stream is silent").ok()??;
            self.pending.extend_from_slice(&chunk);
            if let Some(end) = self.pending.iter().rposition(|byte| *byte == b'\n') {
                let lines: Vec<_> = self.pending.drain(..=end).collect();
                let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
                self.ready.extend(lines.map(|line| serde_json::from_slice::<Value>(line).unwrap()));
            }
        }
        self.ready.pop_front()
    }
}

/// Calls a server function that streams. `None` if the server cannot be reached or does not answer.
pub async fn stream(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Option<Stream> {
    let request = browser.request(path).header(ACCEPT, "application/json").form(fields);
    let response = timeout(PATIENCE, request.send()).await.expect("no answer").ok()?;
    let response = response.error_for_status().ok()?;
    Some(Stream { response, pending: Vec::new(), ready: VecDeque::new() })
}

/// Sends a message.
pub async fn send(
    browser: &Browser,
    conversation: Option<&str>,
    text: &str,
    client_id: &str,
) -> Option<Stream> {
    let mut fields = vec![("text", text), ("client_id", client_id)];
    fields.extend(conversation.map(|id| ("conversation", id)));
    stream(browser, "/rpc/chat/send", &fields).await
}

/// A reply as a page shows it.
#[derive(Debug, Default)]
pub struct Page {
    /// The conversation's id.
    pub conversation: String,
    /// The reply's id.
    pub reply: String,
    /// The status of the reply.
    pub status: String,
    /// The code of the error if the reply failed or was refused.
    pub error: Option<String>,
    /// Whether the final state has arrived.
    pub ended: bool,
    /// Finished parts, each with the position at which it ends.
    parts: Vec<(usize, String)>,
    tail: String,
    /// How many words were shown, with the time from which they were.
    pub history: Vec<(Instant, usize)>,
}

impl Page {
    /// A page that has nothing of this reply yet.
    pub fn of(reply: &str) -> Self {
        Self { reply: reply.to_owned(), ..Self::default() }
    }

    /// The position from which it asks for the rest.
    fn position(&self) -> usize {
        self.parts.last().map_or(0, |(position, _)| *position)
    }

    /// The numbers of the words on the page.
    pub fn words(&self) -> Vec<usize> {
        let parts = self.parts.iter().map(|(_, html)| html.as_str());
        parts.chain([self.tail.as_str()]).flat_map(numbers).collect()
    }

    /// Applies an event to the page.
    pub fn apply(&mut self, event: &Value) {
        let position = number(&event["position"]);
        match event["type"].as_str().unwrap() {
            "started" => {
                let from = number(&event["from"]);
                self.parts.retain(|(end, _)| (1..=from).contains(end));
                self.take_message(&event["reply"], position);
                self.tail = text(&event["tail"]);
                self.conversation = event["conversation"]["id"].to_string();
            }
            "text" => self.tail += event["delta"].as_str().unwrap(),
            "html" => {
                self.parts.push((position, text(&event["html"])));
                self.tail = text(&event["tail"]);
            }
            "done" => {
                self.parts.clear();
                self.tail.clear();
                self.take_message(&event["reply"], usize::MAX);
                self.ended = true;
            }
            "refused" => self.error = Some(text(&event["error"]["code"])),
            // A tool that begins or ends says nothing.
            "tool" | "ping" => {}
            other => panic!("{other}: {event}"),
        }
        self.history.push((Instant::now(), self.words().len()));
    }

    fn take_message(&mut self, reply: &Value, position: usize) {
        self.reply = reply["id"].to_string();
        self.status = text(&reply["status"]);
        self.error = reply["error"]["code"].as_str().map(str::to_owned);
        let parts = reply["parts"].as_array().unwrap().iter();
        self.parts.extend(parts.map(|part| (position, text(&part["html"]))));
    }

    /// Reads until at least this many words are shown. Returns whether they came before the stream ended.
    pub async fn read_words(&mut self, stream: &mut Stream, words: usize) -> bool {
        while self.words().len() < words {
            match stream.next().await {
                Some(event) => self.apply(&event),
                None => return false,
            }
        }
        true
    }

    /// Reads until the stream ends.
    pub async fn read(&mut self, mut stream: Stream) {
        while let Some(event) = stream.next().await {
            self.apply(&event);
        }
    }

    /// Asks for the rest of the reply.
    pub async fn follow(&self, browser: &Browser) -> Option<Stream> {
        let position = self.position().to_string();
        let fields = [("reply", self.reply.as_str()), ("position", position.as_str())];
        stream(browser, "/rpc/chat/follow", &fields).await
    }

    /// Follows the reply until it has ended, no matter how often the stream breaks.
    pub async fn follow_to_end(&mut self, browser: &Browser) {
        let reading = async {
            while !self.ended {
                match self.follow(browser).await {
                    Some(stream) => self.read(stream).await,
                    None => tokio::time::sleep(AGAIN).await,
                }
            }
        };
        timeout(PATIENCE * 2, reading).await.expect("the reply has no end");
    }

    /// When the page first showed more than `words` words. `None` if it never did.
    pub fn shown_after(&self, words: usize) -> Option<Instant> {
        self.history.iter().find(|(_, shown)| *shown > words).map(|(moment, _)| *moment)
    }
}

/// The messages of a conversation in the database, oldest first: who wrote each, its status and its words.
pub async fn stored(browser: &Browser, conversation: &str) -> Vec<(String, String, Vec<usize>)> {
    let page = browser.call("/rpc/chat/messages", &[("conversation", conversation)]).await;
    let page: Value = page.json().await.unwrap();
    let messages = page["messages"].as_array().unwrap().iter();
    let words = |message: &Value| -> Vec<usize> {
        let parts = message["parts"].as_array().unwrap().iter();
        parts.flat_map(|part| numbers(part["html"].as_str().unwrap_or_default())).collect()
    };
    messages.map(|message| (text(&message["role"]), text(&message["status"]), words(message))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap_or_default().try_into().unwrap()
}
