//! A chunk of a streamed chat completion, or a whole one. It accepts what all servers send: async-openai's type
//! requires `id`, `created`, `model` and every call's `index`, which some servers leave out. A field of an unexpected
//! type counts as missing, because a strange counter must not cost somebody a reply.
//!
//! The protocol: <https://platform.openai.com/docs/api-reference/chat-streaming/streaming>.

use super::content::Content;
use super::failure::Report;
use super::surrogate::Mender;
use crate::model::ModelError;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// One chunk. Every field is optional: the last chunk usually has `usage` and no `choices`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chunk {
    #[serde(default)]
    pub(super) choices: Option<Vec<Choice>>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) usage: Option<Usage>,
    #[serde(default)]
    error: Option<Value>,
}

/// One of several answers. We ask for one only.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    #[serde(default, deserialize_with = "number")]
    pub(super) index: Option<u64>,
    #[serde(default)]
    pub(super) delta: Option<Delta>,
    /// The whole answer, from a server that does not stream. Some servers repeat it at the end of a stream.
    #[serde(default)]
    pub(super) message: Option<Delta>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) finish_reason: Option<String>,
    /// OpenRouter puts the error of an upstream server here.
    #[serde(default)]
    error: Option<Value>,
}

/// The new part of an answer.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Delta {
    #[serde(default)]
    pub(super) content: Content,
    /// The text with which OpenAI's models refuse.
    #[serde(default)]
    pub(super) refusal: Content,
    /// Thoughts, as vLLM, llama.cpp and DeepSeek send them.
    #[serde(default)]
    pub(super) reasoning_content: Option<Content>,
    /// Thoughts, as Ollama and OpenRouter send them.
    #[serde(default)]
    pub(super) reasoning: Option<Content>,
    #[serde(default)]
    pub(super) tool_calls: Option<Vec<CallDelta>>,
}

/// The new part of a tool call.
#[derive(Debug, Default, Deserialize)]
pub(super) struct CallDelta {
    #[serde(default, deserialize_with = "number")]
    pub(super) index: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
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
    #[serde(default, deserialize_with = "lenient")]
    pub(super) name: Option<String>,
    /// The protocol says JSON text. Some servers send the object itself.
    #[serde(default)]
    pub(super) arguments: Option<Value>,
}

/// What the answer cost.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Usage {
    #[serde(default, deserialize_with = "number")]
    prompt_tokens: Option<u64>,
    #[serde(default, deserialize_with = "number")]
    completion_tokens: Option<u64>,
    #[serde(default, deserialize_with = "number")]
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
    pub(super) fn read(data: &[u8], mender: &mut Mender, key: &str) -> Result<Self, ModelError> {
        let data = mender.mend(data);
        let read = serde_json::from_slice::<Self>(&data);
        if let Ok(chunk) = &read
            && (chunk.choices.is_some() || chunk.usage.is_some())
            && !chunk.is_error()
        {
            return read.map_err(|_| ModelError::Failed(String::new()));
        }
        match Report::read(&data) {
            Some(report) => Err(report.into_error(key)),
            // The data is somebody's conversation, so the error does not repeat it.
            None => read.map_err(|problem| ModelError::Failed(format!("a malformed chunk: {problem}"))),
        }
    }

    /// Whether the chunk reports an error. Some gateways add an empty `error` to chunks that are fine.
    fn is_error(&self) -> bool {
        let choices = self.choices.as_deref().unwrap_or_default();
        let says_something = self.usage.is_some()
            || choices.iter().any(|choice| choice.delta.is_some() || choice.message.is_some());
        let is_error = |error: &Value| !is_empty(error) || error.is_object() && !says_something;
        self.error.as_ref().is_some_and(is_error)
            || choices.iter().any(|choice| choice.error.as_ref().is_some_and(|error| !is_empty(error)))
    }
}

/// Whether a value says nothing: false, 0, or an empty text, list or object.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

/// Reads a value, or nothing if it has another type.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).ok())
}

/// Reads a whole number, which some servers write as a text or with a fraction.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => {
            number.as_u64().or_else(|| format!("{number}").strip_suffix(".0")?.parse().ok())
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}
