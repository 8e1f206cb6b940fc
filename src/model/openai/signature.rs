//! What a server wants to see again with a tool call. Gemini 3 signs its calls (`extra_content.google.
//! thought_signature`) and answers 400 when a call of the current turn comes back without it
//! (<https://ai.google.dev/gemini-api/docs/thought-signatures>). A [`Call`](crate::model::Call) has no room for
//! that, and only the turn that runs needs it: it is remembered here, in memory, for a while. For calls whose
//! signature is gone (an earlier process, another model, the offline assistant) Google documents a stand-in.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many calls are remembered; a signature has some kilobytes at most.
const CAPACITY: usize = 1024;

/// The extra content of the latest calls, by call id.
#[derive(Debug, Default)]
pub(super) struct Signatures(Mutex<VecDeque<(String, Value)>>);

impl Signatures {
    /// Remembers what came with calls.
    pub(super) fn keep(&self, extras: Vec<(String, Value)>) {
        if extras.is_empty() {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(extras);
        let surplus = known.len().saturating_sub(CAPACITY);
        known.drain(..surplus);
    }

    /// What came with this call.
    pub(super) fn of(&self, call_id: &str) -> Option<Value> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().rev().find(|(id, _)| id == call_id).map(|(_, extra)| extra.clone())
    }
}

/// Google's stand-in for a signature that is not at hand.
pub(super) fn stand_in() -> Value {
    json!({ "google": { "thought_signature": "skip_thought_signature_validator" } })
}
