//! Models behind OpenAI's chat completions API: OpenAI itself, Gemini's compatible endpoint, Ollama, vLLM,
//! llama.cpp. Not here: which providers there are and which comes first, and the loop that runs the tools.
//!
//! From async-openai come the request's types, the URL and the headers. Sending and reading are ours, because its
//! client 0.43 (`src/client.rs`, `src/middleware/retry`)
//! - keeps the status but not `Retry-After`, and cannot be told to retry less unless its `middleware` feature is on;
//! - ends its stream in the same way at `[DONE]` and at a lost connection, so half an answer looks whole;
//! - reads chunks strictly (`index`, `id`, `created`), which Gemini and Ollama do not pass, and logs what it cannot
//!   read, which is somebody's conversation;
//! - runs a task and an unbounded queue per answer.
//!
//! A request goes through `request` (prompt -> body), `provider` (send, retry), `answer` (time-outs, end),
//! `sse` (bytes -> events), `chunk` (event -> chunk), `assemble` (chunks -> text, calls, finish); `failure`
//! names what went wrong.

mod answer;
mod assemble;
mod chunk;
mod failure;
mod provider;
mod request;
mod signature;
mod sse;

use self::answer::Answer;
use self::provider::Provider;
use super::budget::Budget;
use super::{Model, ModelStream, Prompt};
use futures::{FutureExt, StreamExt, TryFutureExt};
use secrecy::SecretString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Where a model is and how to talk to it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The provider's name for the log: `openai`, `gemini`.
    pub provider: String,
    /// The address below which `/chat/completions` is, such as `https://api.openai.com/v1`,
    /// `https://generativelanguage.googleapis.com/v1beta/openai/` or `http://localhost:11434/v1`.
    pub base_url: String,
    /// The key, sent as a bearer token; empty for a server that wants none.
    pub api_key: SecretString,
    /// The model's name, such as `gpt-4.1-mini`.
    pub model: String,
    /// How many tokens its context window has; `None` if its name tells.
    pub context: Option<usize>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

/// How long to wait for a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection.
    pub connect: Duration,
    /// For the first sign of the model (text, a tool call, a thought), from the moment it is asked. Keep-alive
    /// comments and empty chunks are no such sign.
    pub first_token: Duration,
    /// For the next chunk after that.
    pub between_tokens: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_token: Duration::from_secs(60),
            between_tokens: Duration::from_secs(30),
        }
    }
}

/// How often to ask again when a provider is busy (429), fails (5xx) or cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// At most this often.
    pub limit: u32,
    /// The first pause; each further one is twice as long. A `Retry-After` makes it longer, one above five
    /// seconds ends the attempts at once.
    pub first_delay: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self { limit: 2, first_delay: Duration::from_millis(250) }
    }
}

/// Settings with which nobody can be asked. The texts hold no secret.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidSettings {
    /// The base URL is none.
    #[error(
        "the base URL must be an http or https URL without query, such as https://api.openai.com/v1: {0}"
    )]
    BaseUrl(String),
    /// The key cannot be a header's value.
    #[error("the API key holds characters that cannot be sent, such as a line end")]
    ApiKey,
    /// TLS cannot be set up; most often the machine has no root certificates.
    #[error("TLS is not available: {0}")]
    Tls(String),
}

/// A model behind the chat completions API.
pub struct OpenAi {
    provider: Arc<Provider>,
}

impl OpenAi {
    /// Checks the settings and makes the HTTP client. Nothing is sent.
    pub fn new(settings: Settings) -> Result<Self, InvalidSettings> {
        Self::with_retries(settings, Retries::default())
    }

    /// The same with other retries than the usual ones.
    pub fn with_retries(settings: Settings, retries: Retries) -> Result<Self, InvalidSettings> {
        let provider = Provider::new(settings, retries)?;
        Ok(Self { provider: Arc::new(provider) })
    }
}

impl fmt::Debug for OpenAi {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("OpenAi").field(&self.provider.settings).finish()
    }
}

impl Model for OpenAi {
    fn name(&self) -> &str {
        &self.provider.settings.model
    }

    fn provider(&self) -> &str {
        &self.provider.settings.provider
    }

    fn budget(&self) -> Budget {
        Budget::of(&self.provider.settings.model, self.provider.settings.context)
    }

    fn stream(&self, prompt: Prompt) -> ModelStream {
        self.provider.clone().ask(prompt).boxed().map_ok(Answer::events).try_flatten_stream().boxed()
    }
}
