//! The ways in which a reply streams to a reader, and how the reader reads them. It does not parse whole lines, so that
//! it is fast.

use crate::server::Browser;
use reqwest::header::ACCEPT;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

/// A way to send a message and to read the reply.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The model's own stream, by the relay.
    Relay,
    /// Docket's page.
    Page,
    /// A ChatKit client.
    ChatKit,
    /// A program that uses the REST API.
    Rest,
}

/// The doors of Docket.
pub const DOORS: [Door; 3] = [Door::Page, Door::ChatKit, Door::Rest];

/// What somebody brings to a door.
pub struct Visitor {
    browser: Browser,
    user: String,
    token: String,
}

impl Visitor {
    /// A person who has just signed up.
    pub async fn new(url: &str, name: &str) -> Self {
        let browser = Browser::at(url);
        browser.sign_up(name).await;
        let me: Value = browser.call("/rpc/auth/me", &[]).await.json().await.unwrap();
        let (user, token) = (me["id"].as_str().unwrap().to_owned(), browser.token().await);
        Self { browser, user, token }
    }

    /// A message that goes in by a door of Docket. `conversation` is how that door calls it.
    pub fn request(&self, door: Door, conversation: Option<&str>, client_id: &str) -> RequestBuilder {
        match door {
            Door::Relay => unreachable!("the relay has no visitors"),
            Door::Page => {
                let mut fields = vec![("text", "hello"), ("client_id", client_id)];
                fields.extend(conversation.map(|id| ("conversation", id)));
                self.browser.request("/rpc/chat/send").header(ACCEPT, "application/json").form(&fields)
            }
            Door::ChatKit => {
                let content = json!([{ "type": "input_text", "text": "hello" }]);
                let input = json!({ "content": content, "attachments": [], "inference_options": {} });
                let (kind, params) = match conversation {
                    None => ("threads.create", json!({ "input": input })),
                    Some(id) => ("threads.add_user_message", json!({ "thread_id": id, "input": input })),
                };
                self.program("/chatkit", &json!({ "type": kind, "params": params }))
            }
            Door::Rest => {
                let conversation: Option<i64> = conversation.map(|id| id.parse().unwrap());
                let body = json!({ "message": "hello", "conversation_id": conversation });
                self.program(&format!("/api/{}/chat", self.user), &body)
            }
        }
    }

    fn program(&self, path: &str, body: &Value) -> RequestBuilder {
        let request = self.browser.request(path).header("cookie", "").bearer_auth(&self.token);
        request.header(ACCEPT, "text/event-stream").json(body)
    }
}

/// A message to the model itself.
pub fn relayed(client: &Client, url: &str) -> RequestBuilder {
    client.post(format!("{url}/chat/completions")).body(r#"{"tools":[]}"#)
}

impl Door {
    /// How the results call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::Page => "page",
            Self::ChatKit => "ChatKit",
            Self::Rest => "REST",
        }
    }

    /// The conversation that a line of the stream names.
    pub fn conversation(self, line: &str) -> Option<&str> {
        match self {
            Self::Relay => None,
            Self::Page if line.contains(r#""type":"started""#) => {
                between(line, r#""conversation":{"id":"#, ",")
            }
            Self::ChatKit if line.contains(r#""type":"thread.created""#) => {
                between(line, r#""thread":{"id":""#, "\"")
            }
            Self::Rest => between(line, r#"data: {"conversation_id":"#, ","),
            Self::Page | Self::ChatKit => None,
        }
    }

    /// The times in the new text of a line, in microseconds.
    pub fn said(self, line: &str) -> Vec<u128> {
        let keys: &[_] = match self {
            Self::Relay => &[r#""content":""#],
            Self::Page => &[r#""delta":""#, r#""tail":""#],
            Self::ChatKit | Self::Rest => &[r#""delta":""#],
        };
        let texts = keys.iter().filter_map(|key| between(line, key, "\""));
        texts.flat_map(str::split_whitespace).filter_map(|word| word.parse().ok()).collect()
    }

    /// Whether a line says that the reply is complete.
    pub fn is_end(self, line: &str) -> bool {
        match self {
            Self::Relay => line == "data: [DONE]",
            Self::Page => line.contains(r#""type":"done""#) && line.contains(r#""complete""#),
            Self::ChatKit => {
                line.contains(r#""type":"thread.item.done""#)
                    && line.contains(r#""type":"assistant_message""#)
            }
            Self::Rest => line.contains(r#""status":"complete""#),
        }
    }
}

fn between<'a>(line: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(before)?;
    Some(rest.split_once(after)?.0)
}
