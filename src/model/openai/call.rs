//! Puts the pieces of tool calls together.
//!
//! Servers differ:
//! - OpenAI, vLLM: a call comes in pieces; its `index` says which call a piece belongs to; id and name come first.
//! - Gemini, older Ollama: a call comes in one piece, its id may be empty, its index missing or always 0.
//! - Some repeat the name or the id with every piece, make a new id for every piece, or begin with `{}` as arguments
//!   (see `arguments`).

use super::arguments;
use super::chunk::CallDelta;
use super::written_call::WrittenCall;
use serde_json::Value;
use std::collections::HashSet;

/// The calls of an answer so far, in order.
#[derive(Debug, Default)]
pub(super) struct Calls {
    calls: Vec<PartialCall>,
    /// The names of the tools that the model may call.
    tools: HashSet<&'static str>,
}

/// A call so far.
#[derive(Debug, Default)]
pub(super) struct PartialCall {
    index: Option<u64>,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) arguments: String,
    pub(super) extra: Option<Value>,
}

impl Calls {
    /// No calls yet, by a model that has these tools.
    pub(super) fn new(tools: HashSet<&'static str>) -> Self {
        Self { calls: Vec::new(), tools }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Whether no call lacks anything.
    pub(super) fn are_complete(&self) -> bool {
        self.calls.iter().all(PartialCall::is_complete)
    }

    /// The calls, each with the arguments of one call.
    pub(super) fn settle(self) -> impl Iterator<Item = PartialCall> {
        self.calls.into_iter().flat_map(|call| {
            let PartialCall { index, id, name, arguments, mut extra } = call;
            arguments::settle(&arguments).into_iter().map(move |arguments| PartialCall {
                index,
                id: id.clone(),
                name: name.clone(),
                arguments,
                extra: extra.take(),
            })
        })
    }

    /// Adds a call that the model has written as text.
    pub(super) fn add_written(&mut self, WrittenCall { name, arguments }: WrittenCall) {
        self.calls.push(PartialCall { name, arguments, ..PartialCall::default() });
    }

    /// Adds a piece.
    pub(super) fn add(&mut self, delta: CallDelta) {
        let id = delta.id.unwrap_or_default();
        let name = delta.function.name.unwrap_or_default();
        let arguments = match delta.function.arguments {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(piece)) => piece,
            Some(whole) => whole.to_string(),
        };
        let known = |call: &PartialCall| {
            !id.is_empty()
                && call.id == id
                && (delta.index.is_none() || call.index.is_none() || call.index == delta.index)
        };
        let place = self.calls.iter().rposition(known).or_else(|| {
            let place = match delta.index {
                Some(index) => self.calls.iter().rposition(|call| call.index == Some(index)),
                None => None,
            };
            // A piece without an index continues the last call.
            let place = place.or_else(|| delta.index.is_none().then(|| self.calls.len().checked_sub(1))?);
            place.filter(|&place| {
                self.calls.get(place).is_some_and(|call| !self.ends_before(call, &id, &name, &arguments))
            })
        });
        let call = match place {
            Some(place) => self.calls.get_mut(place),
            None => {
                self.calls.push(PartialCall { index: delta.index, ..PartialCall::default() });
                self.calls.last_mut()
            }
        };
        let Some(call) = call else { return };
        if call.id.is_empty() {
            call.id = id;
        }
        // Some servers repeat the name with every piece.
        if name.starts_with(call.name.as_str()) {
            call.name = name;
        } else if call.name != name {
            call.name.push_str(&name);
        }
        call.arguments.push_str(&arguments);
        call.extra = delta.extra_content.or(call.extra.take());
    }

    /// Whether a piece begins another call, although its place is that of this one. Only a piece with a name can.
    fn ends_before(&self, call: &PartialCall, id: &str, name: &str, arguments: &str) -> bool {
        if name.is_empty() {
            return false;
        }
        let is_tool = |name: &str| self.tools.contains(name);
        if call.name != name && is_tool(&call.name) && is_tool(name) {
            return true;
        }
        let begins = arguments.trim_start().starts_with('{');
        let has_other_id = !id.is_empty() && !call.id.is_empty() && call.id != id;
        match arguments::is_placeholder(&call.arguments) {
            // A placeholder waits for its arguments.
            true => has_other_id,
            false if call.is_complete() => has_other_id || begins,
            false => has_other_id && begins,
        }
    }
}

impl PartialCall {
    pub(super) fn is_complete(&self) -> bool {
        arguments::is_complete(&self.arguments)
    }
}
