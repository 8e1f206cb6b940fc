//! Extra content that a server wants back with a tool call. Gemini 3 signs its calls (`extra_content.google.
//! thought_signature`). It answers 400 when a call of the current turn comes back without its signature
//! (<https://ai.google.dev/gemini-api/docs/thought-signatures>). Only the running turn needs the signatures, so they
//! are kept in memory for a while, and not in a [`ModelCall`](crate::model::ModelCall). A signature may be gone: the
//! call may come from an earlier process, another model or the offline assistant. For this case Google documents a
//! stand-in.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many calls are remembered. A signature has a few kilobytes at most.
const CAPACITY: usize = 1024;

/// The extra content of the latest calls, by call id.
#[derive(Debug, Default)]
pub(super) struct Signatures(Mutex<VecDeque<(String, Value)>>);

impl Signatures {
    /// Remembers the extra content of calls.
    pub(super) fn keep(&self, extras: Vec<(String, Value)>) {
        if extras.is_empty() {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(extras);
        let surplus = known.len().saturating_sub(CAPACITY);
        known.drain(..surplus);
    }

    /// The extra content of this call.
    pub(super) fn of(&self, call_id: &str) -> Option<Value> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().rev().find(|(id, _)| id == call_id).map(|(_, extra)| extra.clone())
    }
}

/// Google's stand-in for a missing signature.
pub(super) fn stand_in() -> Value {
    json!({ "google": { "thought_signature": "skip_thought_signature_validator" } })
}
