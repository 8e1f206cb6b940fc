//! Models: what answers a conversation. `offline` is the built-in assistant. `openai` speaks to OpenAI, Gemini and
//! every other server with OpenAI's chat completions API.

use budget::Budget;
use futures::stream::BoxStream;

mod breaker;
pub mod budget;
pub mod catalog;
mod error;
mod event;
pub mod fallback;
pub mod member;
pub mod offline;
pub mod openai;
mod prompt;

pub use error::ModelError;
pub use event::{FinishReason, ModelEvent};
pub use prompt::{ModelCall, ModelMessage, Prompt, Purpose, ToolDefinition};

/// The events of one answer. Dropping it drops the connection to the provider.
pub type ModelStream = BoxStream<'static, Result<ModelEvent, ModelError>>;

/// Something that can answer a prompt.
pub trait Model: Send + Sync + 'static {
    /// The name shown to people and written to the log, such as `gpt-4.1-mini` or `offline`.
    fn name(&self) -> &str;

    /// Who runs it, such as `openai`. Models with the same provider fail together.
    fn provider(&self) -> &str {
        self.name()
    }

    /// How much of a conversation it receives.
    fn budget(&self) -> Budget {
        Budget::default()
    }

    /// Whether its tokens cost anything.
    fn metered(&self) -> bool {
        true
    }

    /// Answers a prompt. Nothing happens before the stream is polled.
    fn stream(&self, prompt: Prompt) -> ModelStream;
}
