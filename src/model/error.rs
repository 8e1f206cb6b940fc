//! Why a model does not answer.

use std::time::Duration;

/// Why a model did not answer. The texts are for the log; people read [`ModelError::advice`].
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ModelError {
    /// The provider refused our key (401, 403).
    #[error("the provider refused the API key: {0}")]
    Unauthorized(String),
    /// The provider wants us to wait (429).
    #[error("the provider is rate limiting")]
    RateLimited {
        /// How long it wants us to wait, if it said so (Retry-After).
        retry_after: Option<Duration>,
    },
    /// The provider refused the request (another 4xx).
    #[error("the provider refused the request: {0}")]
    Rejected(String),
    /// The provider failed (5xx), or we cannot read what it sent.
    #[error("the provider failed: {0}")]
    Failed(String),
    /// We could not reach the provider, or the connection broke.
    #[error("the connection to the provider failed: {0}")]
    Connection(String),
    /// The provider went silent.
    #[error("the provider went silent for {0:?}")]
    TimedOut(Duration),
}

impl ModelError {
    /// One friendly sentence for the person who waits for a reply.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Unauthorized(_) => {
                "The AI provider refused this server's API key. Whoever runs this Docket has to check it."
            }
            Self::RateLimited { .. } => "The AI provider is busy right now. Wait a moment, then try again.",
            Self::Rejected(_) => "The AI provider could not work with this conversation.",
            Self::Failed(_) => "The AI provider had a problem. Try again.",
            Self::Connection(_) => "The connection to the AI provider was lost. Try again.",
            Self::TimedOut(_) => "The AI provider took too long to answer. Try again.",
        }
    }
}
