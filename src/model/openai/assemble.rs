//! Assembles an answer from its chunks. Text goes out at once, a tool call when it is complete (see `call`).
//!
//! Servers differ:
//! - Gemini and Ollama finish an answer that has calls with `stop`
//!   (<https://github.com/googleapis/python-genai/issues/2868>).
//! - Some proxies send `stop` with every chunk. So `[DONE]` or the end of the stream ends an answer; a finish reason
//!   does not.

use super::call::{Calls, PartialCall};
use super::chunk::{Choice, Chunk, Usage};
use super::content::{Content, Piece};
use super::speech::Speech;
use super::thinking::Thinking;
use super::written_call::Tools;
use crate::model::{FinishReason, ModelCall, ModelError, ModelEvent};
use crate::random::Random;
use serde_json::Value;
use std::collections::HashSet;

/// An answer so far.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    calls: Calls,
    usage: Option<Usage>,
    reason: Option<FinishReason>,
    thinking: Thinking,
    speech: Speech,
    /// Whether the model has said something.
    spoke: bool,
    /// Whether it has thought something.
    thought: bool,
    /// The call ids that the conversation already uses.
    ids: HashSet<String>,
}

/// The last events of a complete answer, and the extra content that the server wants back with its calls.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) events: Vec<ModelEvent>,
    pub(super) extras: Vec<(String, Value)>,
}

impl Assembler {
    /// An answer in a conversation that already uses these call ids, by a model that has these tools.
    /// Calls of the `readable` ones are also read in its text.
    pub(super) fn new(ids: HashSet<String>, tools: HashSet<&'static str>, readable: Tools) -> Self {
        Self { ids, calls: Calls::new(tools), speech: Speech::new(readable), ..Self::default() }
    }

    /// Takes a chunk and passes what it says to `say`. Returns whether the model said, thought or called something.
    pub(super) fn add(&mut self, chunk: Chunk, mut say: impl FnMut(ModelEvent)) -> Result<bool, ModelError> {
        // Some servers send a running count with every chunk. The last one is the total.
        self.usage = chunk.usage.or(self.usage);
        let mut progress = false;
        for choice in chunk.choices.into_iter().flatten().filter(|choice| choice.index.unwrap_or(0) == 0) {
            progress |= self.add_choice(choice, &mut say)?;
        }
        Ok(progress)
    }

    fn add_choice(&mut self, choice: Choice, say: &mut impl FnMut(ModelEvent)) -> Result<bool, ModelError> {
        // A whole message after pieces repeats them.
        let whole = choice.message.filter(|_| !self.spoke && self.calls.is_empty());
        let delta = choice.delta.or(whole).unwrap_or_default();
        let mut progress = delta.reasoning_content.is_some() || delta.reasoning.is_some();
        // Some gateways send the same thought in both fields.
        let fields = [delta.reasoning_content, delta.reasoning].into_iter().flatten().map(Content::words);
        let thought = fields.into_iter().find(|words| !words.is_empty()).map(Piece::Thought);
        for piece in thought.into_iter().chain(delta.content.0).chain(delta.refusal.0) {
            progress = true;
            match piece {
                Piece::Text(text) => {
                    self.spoke = true;
                    let pieces = self.thinking.push(&text);
                    pieces.into_iter().for_each(|piece| self.say(piece, say));
                }
                thought => self.say(thought, say),
            }
        }
        for call in delta.tool_calls.into_iter().flatten() {
            progress = true;
            self.calls.add(call);
        }
        if let Some(reason) = choice.finish_reason.filter(|reason| !reason.is_empty()) {
            self.reason = Some(finish_reason(&reason)?);
        }
        Ok(progress)
    }

    fn say(&mut self, piece: Piece, say: &mut impl FnMut(ModelEvent)) {
        match piece {
            Piece::Text(text) => {
                let text = self.speech.push(&text);
                if !text.is_empty() {
                    say(ModelEvent::Text(text));
                }
            }
            Piece::Thought(thought) => {
                self.thought = true;
                say(ModelEvent::Thought(thought));
            }
            Piece::Rethought => {
                self.thought = true;
                self.speech.restart();
                say(ModelEvent::Rethought);
            }
        }
    }

    /// Whether the provider has sent a finish reason and every call is complete.
    pub(super) fn looks_complete(&self) -> bool {
        self.reason.is_some() && self.calls.are_complete()
    }

    /// Ends the answer. `done` says that the provider marked the end of the stream (`[DONE]`). A missing finish reason
    /// then means nothing; without the mark it means a lost connection.
    pub(super) fn finish(mut self, done: bool, random: &Random) -> Result<Finished, ModelError> {
        let mut events = Vec::new();
        for piece in self.thinking.finish() {
            self.say(piece, &mut |event| events.push(event));
        }
        let (text, written) = self.speech.finish();
        events.extend((!text.is_empty()).then_some(ModelEvent::Text(text)));
        let Self { mut calls, usage, reason, spoke, thought, mut ids, .. } = self;
        // Some servers leave a call in the text although they have read it.
        if calls.is_empty() {
            written.into_iter().for_each(|call| calls.add_written(call));
        }
        let reason = match reason {
            Some(reason) => reason,
            None if !done => return Err(ModelError::Connection("the answer broke off".into())),
            None if spoke || thought || !calls.is_empty() => FinishReason::Stop,
            None => return Err(ModelError::Failed("the answer was empty".into())),
        };
        let mut calls: Vec<_> = calls.settle().collect();
        if matches!(reason, FinishReason::Length | FinishReason::ContentFilter) {
            // The last call was probably cut off. Only complete calls count.
            calls.retain(PartialCall::is_complete);
        }
        let reason = match reason {
            FinishReason::Stop | FinishReason::ToolCalls if calls.is_empty() => FinishReason::Stop,
            FinishReason::Stop => FinishReason::ToolCalls,
            reason => reason,
        };
        let mut extras = Vec::new();
        for call in calls {
            if call.name.is_empty() {
                return Err(ModelError::Failed("a tool call without a name".into()));
            }
            let id = if call.id.is_empty() || ids.contains(&call.id) { new_id(random) } else { call.id };
            ids.insert(id.clone());
            extras.extend(call.extra.map(|extra| (id.clone(), extra)));
            events.push(ModelEvent::Call(ModelCall { id, name: call.name, arguments: call.arguments }));
        }
        events.extend(usage.map(|usage| ModelEvent::Usage { input: usage.input(), output: usage.output() }));
        events.push(ModelEvent::Finish(reason));
        Ok(Finished { events, extras })
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

/// An id for a call that came without one, or with one that is already used.
fn new_id(random: &Random) -> String {
    format!("call_{}", random.alphanumeric(24))
}
