//! The answers of the fake provider: a status, headers and steps, put together piece by piece. The shapes are those of
//! <https://platform.openai.com/docs/api-reference/chat-streaming/streaming>.

use super::talk::Talk;
use serde_json::{Value, json};
use tokio::sync::watch;

/// Holds an answer back until it is opened; see [`Script::wait`].
#[derive(Clone, Debug, Default)]
pub struct Gate(watch::Sender<bool>);

impl Gate {
    /// A closed gate.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens the gate for good.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    /// Waits until the gate is open.
    pub async fn opened(&self) {
        // This cannot fail, because this gate holds the sender.
        self.0.subscribe().wait_for(|open| *open).await.ok();
    }
}

/// The answer to a request: a status, headers, and steps.
#[derive(Clone, Debug)]
pub struct Script {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) framed: bool,
    pub(super) steps: Vec<Step>,
}

/// A step of an answer.
#[derive(Clone, Debug)]
pub enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Waits for the gate.
    Wait(Gate),
    /// Counts.
    Talk(Talk),
    /// Sends nothing more and keeps the connection.
    Hang,
    /// Cuts the connection.
    Cut,
}

impl Script {
    /// A stream with nothing in it yet.
    pub fn stream() -> Self {
        let headers = vec![("content-type".into(), "text/event-stream".into())];
        Self { status: 200, headers, framed: true, steps: Vec::new() }
    }

    /// A whole answer of text, in these pieces.
    pub fn text(pieces: &[&str]) -> Self {
        pieces.iter().fold(Self::stream().role(), |script, piece| script.say(piece)).finish("stop").done()
    }

    /// A whole answer that counts.
    pub fn talk(talk: &Talk) -> Self {
        Self::stream().role().count(talk).finish("stop").done()
    }

    /// A whole answer that calls these tools: id, name, arguments.
    pub fn calls(calls: &[(&str, &str, Value)]) -> Self {
        let whole = calls.iter().enumerate().map(|(index, (id, name, arguments))| {
            let function = json!({ "name": name, "arguments": arguments.to_string() });
            json!({ "index": index, "id": id, "type": "function", "function": function })
        });
        whole.fold(Self::stream().role(), |script, call| script.call(call)).finish("tool_calls").done()
    }

    /// An error: an answer with a status and a JSON body.
    pub fn status(status: u16, body: Value) -> Self {
        let headers = vec![("content-type".into(), "application/json".into())];
        Self { status, headers, framed: true, steps: vec![Step::Send(body.to_string().into())] }
    }

    /// No answer, not even a head, and the connection stays open.
    pub fn silence() -> Self {
        Self { status: 0, headers: Vec::new(), framed: true, steps: vec![Step::Hang] }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Says that the body is of this type; an empty one says nothing.
    pub fn relabelled(mut self, kind: &str) -> Self {
        self.headers.retain(|(name, _)| name != "content-type");
        if kind.is_empty() { self } else { self.header("content-type", kind) }
    }

    /// Sends the body without chunked framing. The body then ends when the connection does, so a cut looks like an end.
    pub fn unframed(mut self) -> Self {
        self.framed = false;
        self
    }

    /// The first chunk of an OpenAI stream: a role and no text.
    pub fn role(self) -> Self {
        self.delta(json!({ "role": "assistant", "content": "" }))
    }

    /// A piece of text.
    pub fn say(self, text: &str) -> Self {
        self.delta(json!({ "content": text }))
    }

    /// Pieces of text that count.
    pub fn count(mut self, talk: &Talk) -> Self {
        self.steps.push(Step::Talk(talk.clone()));
        self
    }

    /// A piece of a tool call.
    pub fn call(self, call: Value) -> Self {
        self.delta(json!({ "tool_calls": [call] }))
    }

    /// Any delta.
    pub fn delta(self, delta: Value) -> Self {
        self.chunk(json!({ "choices": [{ "index": 0, "delta": delta, "finish_reason": null }] }))
    }

    /// The finish reason.
    pub fn finish(self, reason: &str) -> Self {
        self.chunk(json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": reason }] }))
    }

    /// The usage chunk: tokens read, tokens written.
    pub fn usage(self, input: u64, output: u64) -> Self {
        let usage = json!({ "prompt_tokens": input, "completion_tokens": output });
        self.chunk(json!({ "choices": [], "usage": usage }))
    }

    /// A chunk with the fields that OpenAI puts into every chunk, and these.
    pub fn chunk(self, rest: Value) -> Self {
        let mut chunk =
            json!({ "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "fake" });
        if let (Some(chunk), Value::Object(rest)) = (chunk.as_object_mut(), rest) {
            chunk.extend(rest);
        }
        self.data(&chunk.to_string())
    }

    /// The end mark of a stream.
    pub fn done(self) -> Self {
        self.data("[DONE]")
    }

    /// An event with this data.
    pub fn data(self, data: &str) -> Self {
        self.bytes(format!("data: {data}\n\n").as_bytes())
    }

    /// These bytes in one write and one HTTP chunk, so that the client reads them by themselves.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.steps.push(Step::Send(bytes.into()));
        self
    }

    /// Waits until the gate is open.
    pub fn wait(mut self, gate: &Gate) -> Self {
        self.steps.push(Step::Wait(gate.clone()));
        self
    }

    /// Sends nothing more and keeps the connection.
    pub fn hang(mut self) -> Self {
        self.steps.push(Step::Hang);
        self
    }

    /// Cuts the connection.
    pub fn cut(mut self) -> Self {
        self.steps.push(Step::Cut);
        self
    }

    /// The answer's head.
    pub(super) fn head(&self) -> String {
        let reason = if self.status < 400 { "OK" } else { "Error" };
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", self.status);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head + if self.framed { "transfer-encoding: chunked\r\n\r\n" } else { "connection: close\r\n\r\n" }
    }
}
