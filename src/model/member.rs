//! A model of the catalog, with the health of its provider.

use super::Model;
use super::breaker::Breaker;
use std::sync::Arc;

/// A model that can be asked.
pub struct Member {
    /// Its id: `openai/gpt-4.1-mini`, `offline`.
    pub id: String,
    /// The model.
    pub model: Arc<dyn Model>,
    /// The health of its provider, which other models may share.
    pub(super) breaker: Arc<Breaker>,
}
