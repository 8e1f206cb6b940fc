//! A chunk of a streamed chat completion. It accepts what all servers send: async-openai's type requires `id`,
//! `created`, `model` and every call's `index`, which some servers leave out.
//!
//! The protocol: <https://platform.openai.com/docs/api-reference/chat-streaming/streaming>.

use super::failure;
use crate::model::ModelError;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// One chunk. Every field is optional: the last chunk usually has `usage` and no `choices`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chunk {
    #[serde(default)]
    pub(super) choices: Option<Vec<Choice>>,
    #[serde(default)]
    pub(super) usage: Option<Usage>,
    #[serde(default)]
    error: Option<IgnoredAny>,
}

/// One of several answers. We ask for one only.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    pub(super) index: Option<u64>,
    #[serde(default)]
    pub(super) delta: Option<Delta>,
    #[serde(default)]
    pub(super) finish_reason: Option<String>,
}

/// The new part of an answer.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Delta {
    #[serde(default)]
    pub(super) content: Option<String>,
    /// The text with which OpenAI's models refuse.
    #[serde(default)]
    pub(super) refusal: Option<String>,
    /// Thoughts, as vLLM, llama.cpp and DeepSeek send them. They are not shown, but they show that the model is alive.
    #[serde(default)]
    pub(super) reasoning_content: Option<IgnoredAny>,
    /// Thoughts, as Ollama and OpenRouter send them.
    #[serde(default)]
    pub(super) reasoning: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) tool_calls: Option<Vec<CallDelta>>,
}

/// The new part of a tool call.
#[derive(Debug, Default, Deserialize)]
pub(super) struct CallDelta {
    #[serde(default)]
    pub(super) index: Option<u64>,
    #[serde(default)]
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) function: FunctionDelta,
    /// Extra content that the server wants back with this call; see [`super::signature`].
    #[serde(default)]
    pub(super) extra_content: Option<Value>,
}

/// The function part of a call.
#[derive(Debug, Default, Deserialize)]
pub(super) struct FunctionDelta {
    #[serde(default)]
    pub(super) name: Option<String>,
    /// The protocol says JSON text. Some servers send the object itself.
    #[serde(default)]
    pub(super) arguments: Option<Value>,
}

/// What the answer cost.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Usage {
    #[serde(default)]
    prompt_tokens: Option<u64>,
    #[serde(default)]
    completion_tokens: Option<u64>,
    #[serde(default)]
    total_tokens: Option<u64>,
}

impl Usage {
    /// Tokens read.
    pub(super) fn input(self) -> u64 {
        self.prompt_tokens.unwrap_or(0)
    }

    /// Tokens written. Gemini and some gateways count thoughts only in `total_tokens`, not in `completion_tokens`.
    pub(super) fn output(self) -> u64 {
        let rest = self.total_tokens.unwrap_or(0).saturating_sub(self.input());
        self.completion_tokens.unwrap_or(0).max(rest)
    }
}

impl Chunk {
    /// Reads an event's data: a chunk, or an error that the provider sends in its place.
    pub(super) fn read(data: &[u8], key: &str) -> Result<Self, ModelError> {
        match serde_json::from_slice::<Self>(data) {
            Ok(chunk) if chunk.error.is_none() && (chunk.choices.is_some() || chunk.usage.is_some()) => {
                Ok(chunk)
            }
            read => match failure::Report::read(data) {
                Some(report) => Err(report.into_error(key)),
                // The data is somebody's conversation, so the error does not repeat it.
                None => read.map_err(|problem| ModelError::Failed(format!("a malformed chunk: {problem}"))),
            },
        }
    }
}
