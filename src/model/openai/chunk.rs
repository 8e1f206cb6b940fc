//! A chunk of a streamed chat completion, as lenient as the servers are various: async-openai's type for it wants
//! `id`, `created`, `model` and every call's `index`, which not all of them send.
//!
//! The protocol: <https://platform.openai.com/docs/api-reference/chat-streaming/streaming>.

use super::failure;
use crate::model::ModelError;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// One chunk. All is optional: the last one usually has only `usage`, with `choices` empty.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chunk {
    #[serde(default)]
    pub(super) choices: Option<Vec<Choice>>,
    #[serde(default)]
    pub(super) usage: Option<Usage>,
    #[serde(default)]
    error: Option<IgnoredAny>,
}

/// One of the answers; we ask for one only.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    pub(super) index: Option<u64>,
    #[serde(default)]
    pub(super) delta: Option<Delta>,
    #[serde(default)]
    pub(super) finish_reason: Option<String>,
}

/// What the answer grew by.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Delta {
    #[serde(default)]
    pub(super) content: Option<String>,
    /// OpenAI's models say here what they say when they refuse.
    #[serde(default)]
    pub(super) refusal: Option<String>,
    /// Thoughts, as vLLM, llama.cpp and DeepSeek send them: not shown, but a sign of life.
    #[serde(default)]
    pub(super) reasoning_content: Option<IgnoredAny>,
    /// Thoughts, as Ollama and OpenRouter send them.
    #[serde(default)]
    pub(super) reasoning: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) tool_calls: Option<Vec<CallDelta>>,
}

/// What a tool call grew by.
#[derive(Debug, Default, Deserialize)]
pub(super) struct CallDelta {
    #[serde(default)]
    pub(super) index: Option<u64>,
    #[serde(default)]
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) function: FunctionDelta,
    /// What the server wants back with this call; see [`super::signature`].
    #[serde(default)]
    pub(super) extra_content: Option<Value>,
}

/// The function part of a call.
#[derive(Debug, Default, Deserialize)]
pub(super) struct FunctionDelta {
    #[serde(default)]
    pub(super) name: Option<String>,
    /// JSON text by the protocol; some servers send the object itself.
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

    /// Tokens written. Gemini and some gateways leave thoughts out of `completion_tokens`, but not out of the total.
    pub(super) fn output(self) -> u64 {
        let rest = self.total_tokens.unwrap_or(0).saturating_sub(self.input());
        self.completion_tokens.unwrap_or(0).max(rest)
    }
}

impl Chunk {
    /// Reads an event's data: a chunk, or an error the provider reports instead of one.
    pub(super) fn read(data: &[u8], key: &str) -> Result<Self, ModelError> {
        match serde_json::from_slice::<Self>(data) {
            Ok(chunk) if chunk.error.is_none() && (chunk.choices.is_some() || chunk.usage.is_some()) => {
                Ok(chunk)
            }
            read => match failure::Report::read(data) {
                Some(report) => Err(report.into_error(key)),
                // The data is the person's conversation: it stays out of the error.
                None => read.map_err(|problem| ModelError::Failed(format!("a malformed chunk: {problem}"))),
            },
        }
    }
}
