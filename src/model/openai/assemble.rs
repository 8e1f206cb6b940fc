//! Assembles an answer from its chunks. Text goes out at once, a tool call when it is complete.
//!
//! Servers differ:
//! - OpenAI, vLLM: a call comes in pieces; its `index` says which call a piece belongs to; id and name come first.
//! - Gemini, older Ollama: a call comes in one piece, its id may be empty, its index missing or always 0.
//! - Gemini and Ollama finish an answer that has calls with `stop`
//!   (<https://github.com/googleapis/python-genai/issues/2868>).
//! - Some proxies send `stop` with every chunk. So `[DONE]` or the end of the stream ends an answer; a finish reason
//!   does not.

use super::chunk::{CallDelta, Choice, Chunk, Usage};
use crate::model::{FinishReason, ModelCall, ModelError, ModelEvent};
use crate::random::Random;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// An answer so far.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    /// The calls so far, in order.
    calls: Vec<PartialCall>,
    usage: Option<Usage>,
    reason: Option<FinishReason>,
    spoke: bool,
    /// The call ids that the conversation already uses.
    ids: HashSet<String>,
}

/// A call so far.
#[derive(Debug, Default)]
struct PartialCall {
    index: Option<u64>,
    id: String,
    name: String,
    arguments: String,
    extra: Option<Value>,
}

/// The last events of a complete answer, and the extra content that the server wants back with its calls.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) events: Vec<ModelEvent>,
    pub(super) extras: Vec<(String, Value)>,
}

impl Assembler {
    /// An answer in a conversation that already uses these call ids.
    pub(super) fn new(ids: HashSet<String>) -> Self {
        Self { ids, ..Self::default() }
    }

    /// Takes a chunk and passes its text to `text`. Returns whether the model said, thought or called something.
    pub(super) fn add(&mut self, chunk: Chunk, mut text: impl FnMut(String)) -> Result<bool, ModelError> {
        // Some servers send a running count with every chunk. The last one is the total.
        self.usage = chunk.usage.or(self.usage);
        let mut progress = false;
        for choice in chunk.choices.into_iter().flatten().filter(|choice| choice.index.unwrap_or(0) == 0) {
            progress |= self.add_choice(choice, &mut text)?;
        }
        Ok(progress)
    }

    fn add_choice(&mut self, choice: Choice, text: &mut impl FnMut(String)) -> Result<bool, ModelError> {
        let delta = choice.delta.unwrap_or_default();
        let mut progress = delta.reasoning_content.is_some() || delta.reasoning.is_some();
        for piece in [delta.content, delta.refusal].into_iter().flatten().filter(|piece| !piece.is_empty()) {
            progress = true;
            self.spoke = true;
            text(piece);
        }
        for call in delta.tool_calls.into_iter().flatten() {
            progress = true;
            self.add_call(call);
        }
        if let Some(reason) = choice.finish_reason.filter(|reason| !reason.is_empty()) {
            self.reason = Some(finish_reason(&reason)?);
        }
        Ok(progress)
    }

    fn add_call(&mut self, delta: CallDelta) {
        let id = delta.id.unwrap_or_default();
        let name = delta.function.name.unwrap_or_default();
        let place = match delta.index {
            Some(index) => self.calls.iter().rposition(|call| call.index == Some(index)),
            None if !id.is_empty() => self.calls.iter().rposition(|call| call.id == id),
            // A piece with neither index, id nor name continues the last call.
            None => self.calls.len().checked_sub(1),
        };
        let place =
            place.filter(|&place| self.calls.get(place).is_some_and(|call| !call.ends_before(&id, &name)));
        if place.is_none() {
            self.calls.push(PartialCall { index: delta.index, ..PartialCall::default() });
        }
        let call = match place {
            Some(place) => self.calls.get_mut(place),
            None => self.calls.last_mut(),
        };
        let Some(call) = call else { return };
        if call.id.is_empty() {
            call.id = id;
        }
        // Some servers repeat the name with every piece.
        if call.name != name {
            call.name.push_str(&name);
        }
        match delta.function.arguments {
            None | Some(Value::Null) => {}
            Some(Value::String(piece)) => call.arguments.push_str(&piece),
            Some(whole) => call.arguments.push_str(&whole.to_string()),
        }
        call.extra = delta.extra_content.or(call.extra.take());
    }

    /// Whether the provider has sent a finish reason and every call is complete.
    pub(super) fn looks_complete(&self) -> bool {
        self.reason.is_some() && self.calls.iter().all(|call| is_object(&call.arguments))
    }

    /// Ends the answer. `done` says that the provider marked the end of the stream (`[DONE]`). A missing finish reason
    /// then means nothing; without the mark it means a lost connection.
    pub(super) fn finish(self, done: bool, random: &Random) -> Result<Finished, ModelError> {
        let Self { mut calls, usage, reason, spoke, mut ids } = self;
        let reason = match reason {
            Some(reason) => reason,
            None if !done => return Err(ModelError::Connection("the answer broke off".into())),
            None if spoke || !calls.is_empty() => FinishReason::Stop,
            None => return Err(ModelError::Failed("the answer was empty".into())),
        };
        if matches!(reason, FinishReason::Length | FinishReason::ContentFilter) {
            // The last call was probably cut off. Only complete calls count.
            calls.retain(|call| is_object(&call.arguments));
        }
        let reason = match reason {
            FinishReason::Stop | FinishReason::ToolCalls if calls.is_empty() => FinishReason::Stop,
            FinishReason::Stop => FinishReason::ToolCalls,
            reason => reason,
        };
        let mut events = Vec::with_capacity(calls.len() + 2);
        let mut extras = Vec::new();
        for call in calls {
            if call.name.is_empty() {
                return Err(ModelError::Failed("a tool call without a name".into()));
            }
            let id = if call.id.is_empty() || ids.contains(&call.id) { new_id(random) } else { call.id };
            ids.insert(id.clone());
            extras.extend(call.extra.map(|extra| (id.clone(), extra)));
            let arguments = if call.arguments.trim().is_empty() { "{}".into() } else { call.arguments };
            events.push(ModelEvent::Call(ModelCall { id, name: call.name, arguments }));
        }
        events.extend(usage.map(|usage| ModelEvent::Usage { input: usage.input(), output: usage.output() }));
        events.push(ModelEvent::Finish(reason));
        Ok(Finished { events, extras })
    }
}

impl PartialCall {
    /// Whether a piece with this id and name begins another call, although its index is the same or missing.
    fn ends_before(&self, id: &str, name: &str) -> bool {
        if id.is_empty() || self.id.is_empty() {
            !name.is_empty() && is_object(&self.arguments)
        } else {
            id != self.id
        }
    }
}

/// Reads a finish reason: OpenAI's four, its old one for calls, or one that another server takes from its own API
/// (`MAX_TOKENS`, `SAFETY`, `content_filter: RECITATION`, `eos`).
fn finish_reason(text: &str) -> Result<FinishReason, ModelError> {
    let text = text.to_ascii_lowercase();
    match text.as_str() {
        "tool_calls" | "function_call" => Ok(FinishReason::ToolCalls),
        "length" | "max_tokens" => Ok(FinishReason::Length),
        "safety" => Ok(FinishReason::ContentFilter),
        "error" => Err(ModelError::Failed("the provider broke the answer off with an error".into())),
        other if other.starts_with("content_filter") => Ok(FinishReason::ContentFilter),
        _ => Ok(FinishReason::Stop),
    }
}

/// Whether the text is a complete JSON object.
fn is_object(text: &str) -> bool {
    serde_json::from_str::<Map<String, Value>>(text).is_ok()
}

/// An id for a call that came without one, or with one that is already used.
fn new_id(random: &Random) -> String {
    format!("call_{}", random.alphanumeric(24))
}
