//! Models behind OpenAI's chat completions API: OpenAI itself, Gemini's compatible endpoint, Ollama, vLLM,
//! llama.cpp.
//!
//! We take the request's types, the URL and the headers from async-openai. We send and read ourselves, because its
//! client 0.43 (`src/client.rs`, `src/middleware/retry`)
//! - keeps the status but not `Retry-After`, and lets us limit retries only with its `middleware` feature;
//! - ends its stream in the same way at `[DONE]` and at a lost connection, so half an answer looks whole;
//! - requires fields in chunks (`index`, `id`, `created`) that Gemini and Ollama leave out;
//! - logs what it cannot read, which is somebody's conversation;
//! - runs a task and an unbounded queue for each answer.
//!
//! A request goes through `request` and `turns` (prompt -> body), `provider` (send, retry, learn the `dialect`),
//! `answer` (time-outs, end), `body` and `sse` (bytes -> events), `chunk` (event -> chunk) and `assemble` (chunks ->
//! text, thoughts, calls, finish). `failure` turns everything that goes wrong into an error.

mod answer;
mod arguments;
mod assemble;
mod body;
mod call;
mod call_ids;
mod chunk;
mod content;
mod dialect;
mod failure;
mod provider;
mod request;
mod settings;
mod signature;
mod speech;
mod sse;
mod surrogate;
mod thinking;
mod turns;
mod written_call;

use self::answer::Answer;
use self::provider::Provider;
pub use self::settings::{InvalidSettings, Retries, Settings, Timeouts};
use super::budget::Budget;
use super::{Model, ModelStream, Prompt};
use crate::clock::Clock;
use crate::random::Random;
use futures::{StreamExt, TryFutureExt};
use std::fmt;
use std::sync::Arc;

/// A model behind the chat completions API.
pub struct OpenAi {
    provider: Arc<Provider>,
}

impl OpenAi {
    /// Checks the settings and makes the HTTP client. Sends nothing. `random` varies the pauses between retries and
    /// makes ids for calls.
    pub fn new(settings: Settings, clock: Clock, random: Random) -> Result<Self, InvalidSettings> {
        Self::with_retries(settings, Retries::default(), clock, random)
    }

    /// The same as [`Self::new`], but with these retries.
    pub fn with_retries(
        settings: Settings,
        retries: Retries,
        clock: Clock,
        random: Random,
    ) -> Result<Self, InvalidSettings> {
        let provider = Provider::new(settings, retries, clock, random)?;
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
        let provider = self.provider.clone();
        let answer = async move {
            let head = provider.ask(prompt).await?;
            Ok(Answer::new(provider, head))
        };
        answer.map_ok(Answer::events).try_flatten_stream().boxed()
    }
}
