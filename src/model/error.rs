//! Why a model does not answer.

use crate::error::Reason;
use std::time::Duration;

/// Why a model did not answer. The texts are for the log; people read [`ModelError::reason`].
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
    /// What the person is told who waits for a reply.
    pub fn reason(&self) -> Reason {
        match self {
            Self::Unauthorized(_) => Reason::ModelRefusedKey,
            Self::RateLimited { .. } => Reason::ModelBusy,
            Self::Rejected(_) => Reason::ModelRejectedRequest,
            Self::Failed(_) => Reason::ModelFailed,
            Self::Connection(_) => Reason::ModelConnectionLost,
            Self::TimedOut(_) => Reason::ModelTimedOut,
        }
    }
}
