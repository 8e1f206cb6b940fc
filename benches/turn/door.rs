//! The ways in which a reply streams to a reader.

use crate::people::Person;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, COOKIE, ORIGIN};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

/// A way to send a message and to read the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
            Self::Page if line.contains(r#""type":"started""#) => {
                between(line, r#""conversation":{"id":"#, ",")
            }
            Self::ChatKit if line.contains(r#""type":"thread.created""#) => {
                between(line, r#""thread":{"id":""#, "\"")
            }
            Self::Rest => between(line, r#"data: {"conversation_id":"#, ","),
            Self::Relay | Self::Page | Self::ChatKit => None,
        }
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

/// How requests reach a server.
#[derive(Clone, Debug)]
pub struct Way {
    pub client: Client,
    pub url: String,
    pub accept_encoding: &'static str,
}

impl Way {
    /// A message to the model itself.
    pub fn relayed(&self) -> RequestBuilder {
        self.client.post(format!("{}/chat/completions", self.url)).body(r#"{"tools":[]}"#)
    }

    /// A message of a person by a door of Docket. `conversation` is how that door calls it.
    pub fn message(
        &self,
        door: Door,
        person: &Person,
        conversation: Option<&str>,
        client_id: &str,
    ) -> RequestBuilder {
        match door {
            Door::Relay => self.relayed(),
            Door::Page => {
                let mut fields = vec![("text", "hello"), ("client_id", client_id)];
                fields.extend(conversation.map(|id| ("conversation", id)));
                self.call("/rpc/chat/send", person, &fields)
            }
            Door::ChatKit => {
                let content = json!([{ "type": "input_text", "text": "hello" }]);
                let input = json!({ "content": content, "attachments": [], "inference_options": {} });
                let (kind, params) = match conversation {
                    None => ("threads.create", json!({ "input": input })),
                    Some(id) => ("threads.add_user_message", json!({ "thread_id": id, "input": input })),
                };
                self.program("/chatkit", person, &json!({ "type": kind, "params": params }))
            }
            Door::Rest => {
                let conversation: Option<i64> = conversation.map(|id| id.parse().unwrap());
                let body = json!({ "message": "hello", "conversation_id": conversation });
                self.program(&format!("/api/{}/chat", person.id), person, &body)
            }
        }
    }

    /// A call of a server function, as the hydrated page does it.
    pub fn call(&self, path: &str, person: &Person, fields: &[(&str, &str)]) -> RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.url)).header(ORIGIN, &self.url);
        let request = request.header(COOKIE, &person.cookie).header(ACCEPT, "application/json");
        request.header(ACCEPT_ENCODING, self.accept_encoding).form(fields)
    }

    fn program(&self, path: &str, person: &Person, body: &Value) -> RequestBuilder {
        let request = self.client.post(format!("{}{path}", self.url)).bearer_auth(&person.token);
        let request = request.header(ACCEPT, "text/event-stream");
        request.header(ACCEPT_ENCODING, self.accept_encoding).json(body)
    }
}

/// What stands between two texts.
pub fn between<'a>(line: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(before)?;
    Some(rest.split_once(after)?.0)
}
