//! ChatKit's protocol. `end2end/specs/protocols/chatkit.spec.ts` checks every answer against the types of the official
//! SDK; these tests check the order, the rules and the refusals.

use super::*;
use reqwest::Response;

mod actions;
mod lists;
mod refusals;
mod streams;

/// Sends a request. Adds nothing to it.
async fn ask(browser: &Browser, kind: &str, params: Value) -> Response {
    browser.request("/chatkit").json(&json!({ "type": kind, "params": params })).send().await.unwrap()
}

/// The answer to a request that must succeed.
async fn get(browser: &Browser, kind: &str, params: Value) -> Value {
    let answer = ask(browser, kind, params).await;
    assert_eq!(answer.status().as_u16(), 200, "{kind}: {}", answer.text().await.unwrap());
    answer.json().await.unwrap()
}

/// The status and the code of a refusal.
async fn refused(browser: &Browser, kind: &str, params: Value) -> (u16, String) {
    let answer = ask(browser, kind, params).await;
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap();
    assert!(body["detail"].is_string(), "{body}");
    assert_eq!(body.get("reason"), None);
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

/// The input of a message.
fn input(text: &str) -> Value {
    json!({ "content": [{ "type": "input_text", "text": text }], "attachments": [], "inference_options": {} })
}

/// An open stream.
struct Stream {
    response: Response,
    bytes: Vec<u8>,
}

impl Stream {
    async fn open(browser: &Browser, kind: &str, params: Value) -> Self {
        let response = ask(browser, kind, params).await;
        let (status, kind) = (response.status().as_u16(), response.headers()["content-type"].clone());
        assert_eq!((status, kind.to_str().unwrap()), (200, "text/event-stream"));
        Self { response, bytes: Vec::new() }
    }

    /// The next event; `None` at the end. Comments are passed over.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(end) = self.bytes.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<u8> = self.bytes.drain(..end + 2).collect();
                let event = String::from_utf8(event).unwrap();
                match event.strip_prefix("data: ") {
                    Some(data) => return Some(serde_json::from_str(data).unwrap()),
                    None => assert!(event.starts_with(':'), "{event}"),
                }
                continue;
            }
            match self.response.chunk().await.unwrap() {
                Some(chunk) => self.bytes.extend(chunk),
                None => {
                    assert!(self.bytes.is_empty(), "the stream broke off");
                    return None;
                }
            }
        }
    }

    /// The events up to the first of this kind, with it.
    async fn until(&mut self, kind: &str) -> Vec<Value> {
        let mut events = Vec::new();
        loop {
            let event = self.next().await.unwrap_or_else(|| panic!("no {kind} among {events:?}"));
            let found = event["type"] == kind;
            events.push(event);
            if found {
                return events;
            }
        }
    }

    /// The events that are left.
    async fn rest(mut self) -> Vec<Value> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        events
    }
}

/// All events of a request that streams.
async fn stream(browser: &Browser, kind: &str, params: Value) -> Vec<Value> {
    Stream::open(browser, kind, params).await.rest().await
}

/// Begins a thread. Returns its id, and the events.
async fn begin(browser: &Browser, text: &str) -> (String, Vec<Value>) {
    let events = stream(browser, "threads.create", json!({ "input": input(text) })).await;
    (events[0]["thread"]["id"].as_str().unwrap().to_owned(), events)
}

/// The newest items of a thread, the oldest first, as `id what`.
async fn shown(browser: &Browser, thread: &str) -> Vec<String> {
    let params = json!({ "thread_id": thread, "order": "asc", "limit": 100 });
    let page = get(browser, "items.list", params).await;
    page["data"].as_array().unwrap().iter().map(summary).collect()
}

/// An item in a few words.
fn summary(item: &Value) -> String {
    let what = match item["type"].as_str().unwrap() {
        "user_message" | "assistant_message" => item["content"][0]["text"].as_str().unwrap_or("").to_owned(),
        "task" => item["task"]["title"].as_str().unwrap().to_owned(),
        "widget" => {
            let rows = item["widget"]["children"].as_array().unwrap();
            rows.iter().map(|row| row["key"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
        }
        other => other.to_owned(),
    };
    format!("{} {what}", item["id"].as_str().unwrap())
}

/// Events in a few words each. Text deltas are joined.
fn summaries(events: &[Value]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for event in events {
        let kind = event["type"].as_str().unwrap();
        let update = event["update"]["type"].as_str().unwrap_or_default();
        if let (Some(delta), Some(before)) = (event["update"]["delta"].as_str(), words.last_mut())
            && before.starts_with("delta")
        {
            before.push_str(delta);
            continue;
        }
        words.push(match (kind, update) {
            (_, "assistant_message.content_part.text_delta") => {
                format!(
                    "delta {}: {}",
                    event["item_id"].as_str().unwrap(),
                    event["update"]["delta"].as_str().unwrap()
                )
            }
            ("thread.item.updated", update) => {
                format!("{} {update}", event["item_id"].as_str().unwrap())
            }
            ("thread.item.added" | "thread.item.done" | "thread.item.replaced", _) => {
                format!("{} {}", kind.trim_start_matches("thread.item."), summary(&event["item"]))
            }
            ("thread.item.removed", _) => format!("removed {}", event["item_id"].as_str().unwrap()),
            ("progress_update", _) => format!("progress {}", event["text"].as_str().unwrap()),
            ("error" | "notice", _) => format!("{kind} {}", event["message"].as_str().unwrap()),
            (kind, _) => kind.to_owned(),
        });
    }
    words
}
