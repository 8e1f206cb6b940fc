//! What a model needs to know about its provider.

use secrecy::SecretString;
use std::time::Duration;

/// Where a model is and how to talk to it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The provider's name for the log: `openai`, `gemini`.
    pub provider: String,
    /// The address above `/chat/completions`, such as `https://api.openai.com/v1`,
    /// `https://generativelanguage.googleapis.com/v1beta/openai/` or `http://localhost:11434/v1`.
    pub base_url: String,
    /// The key, sent as a bearer token. Empty for a server that needs none.
    pub api_key: SecretString,
    /// The model's name, such as `gpt-4.1-mini`.
    pub model: String,
    /// The size of its context window in tokens; `None` if its name tells.
    pub context: Option<usize>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

/// How long to wait for a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection.
    pub connect: Duration,
    /// For the first text, tool call or thought, counted from the request. Keep-alive comments and empty chunks do
    /// not count.
    pub first_token: Duration,
    /// For each further chunk.
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

/// When to ask again after a provider was busy (429), failed (5xx) or could not be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// The most retries.
    pub limit: u32,
    /// The first pause. Each further pause is twice as long. A `Retry-After` makes a pause longer; one above five
    /// seconds ends the retries.
    pub first_delay: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self { limit: 2, first_delay: Duration::from_millis(250) }
    }
}

/// Why the settings cannot work. The texts hold no secret.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidSettings {
    /// The base URL is not an HTTP address.
    #[error(
        "the base URL must be an http or https URL without query, such as https://api.openai.com/v1: {0}"
    )]
    BaseUrl(String),
    /// The key cannot be sent in a header.
    #[error("the API key holds characters that cannot be sent, such as a line end")]
    ApiKey,
    /// TLS does not work here. Most often the machine has no root certificates.
    #[error("TLS is not available: {0}")]
    Tls(String),
}
