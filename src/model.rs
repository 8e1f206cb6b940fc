//! Models: what turns a conversation into a reply. `offline` is the built-in assistant; `openai` speaks to
//! OpenAI, Gemini and every other server with OpenAI's chat completions API.

use budget::Budget;
use futures::stream::BoxStream;
use serde_json::Value;

mod breaker;
pub mod budget;
pub mod catalog;
pub mod fallback;
pub mod offline;
pub mod openai;
mod title;

pub use title::title_prompt;

/// What a model is asked.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What the model should know about its job.
    pub system: String,
    /// The conversation, oldest first. It ends with a [`Entry::User`], or with the [`Entry::ToolResult`]s that
    /// answer the calls of the [`Entry::Assistant`] before them.
    pub history: Vec<Entry>,
    /// The tools it may call.
    pub tools: Vec<ToolDefinition>,
}

/// A step of the conversation as a model sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// The person said this.
    User(String),
    /// The model said this and then called these tools; one of the two may be empty.
    Assistant {
        /// What it said.
        text: String,
        /// The tools it called, in order.
        calls: Vec<Call>,
    },
    /// What a tool answered.
    ToolResult {
        /// The id of the call it answers.
        call_id: String,
        /// The tool's name.
        name: String,
        /// The answer, or `{detail, code, field?}` if `is_error`.
        content: Value,
        /// Whether the tool refused.
        is_error: bool,
    },
}

/// A tool as a model is told of it.
#[derive(Clone, Debug)]
pub struct ToolDefinition {
    /// Its name.
    pub name: &'static str,
    /// What it does and when to use it.
    pub description: &'static str,
    /// The JSON Schema of its arguments, an object.
    pub parameters: Value,
}

/// A model's wish to use a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The call's id, unique within the conversation.
    pub id: String,
    /// The tool's name.
    pub name: String,
    /// The arguments: JSON text as the model wrote it, perhaps malformed.
    pub arguments: String,
}

/// What a model says, piece by piece. A stream ends with `Finish`, or with an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelEvent {
    /// One of several models has begun to answer. Only [`fallback::Fallback`] says so, first of all.
    Answering {
        /// Its id in the [`catalog::Catalog`].
        model: String,
        /// About how many tokens it was told; `None` if nobody counts what it reads and writes.
        input: Option<u64>,
    },
    /// More text (Markdown).
    Text(String),
    /// A complete tool call.
    Call(Call),
    /// What the answer cost.
    Usage {
        /// Tokens read.
        input: u64,
        /// Tokens written.
        output: u64,
    },
    /// The end, and why.
    Finish(FinishReason),
}

/// Why a model stopped by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinishReason {
    /// It has said all it wanted to.
    Stop,
    /// It waits for the tools it called.
    ToolCalls,
    /// It reached its length limit.
    Length,
    /// The provider withheld the answer.
    ContentFilter,
}

/// Why a model did not answer. The texts are for the log; people get [`ModelError::advice`].
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ModelError {
    /// The provider refused our key (401, 403).
    #[error("the provider refused the API key: {0}")]
    Unauthorized(String),
    /// The provider wants us to wait (429).
    #[error("the provider is rate limiting")]
    RateLimited {
        /// How long it wants us to wait, if it said (Retry-After).
        retry_after: Option<std::time::Duration>,
    },
    /// The provider refused the request (another 4xx).
    #[error("the provider refused the request: {0}")]
    Rejected(String),
    /// The provider failed (5xx) or said something we cannot read.
    #[error("the provider failed: {0}")]
    Failed(String),
    /// The provider could not be reached, or the connection broke.
    #[error("the connection to the provider failed: {0}")]
    Connection(String),
    /// The provider went silent.
    #[error("the provider went silent for {0:?}")]
    TimedOut(std::time::Duration),
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

/// The events of one answer. Dropping it drops the connection to the provider.
pub type ModelStream = BoxStream<'static, Result<ModelEvent, ModelError>>;

/// Something that can answer a prompt.
pub trait Model: Send + Sync + 'static {
    /// The name shown to people and written to the log, such as `gpt-4.1-mini` or `offline`.
    fn name(&self) -> &str;

    /// Who runs it, such as `openai`; models with the same provider fail together.
    fn provider(&self) -> &str {
        self.name()
    }

    /// How much of a conversation it is told.
    fn budget(&self) -> Budget {
        Budget::default()
    }

    /// Whether what it reads and writes costs anything.
    fn metered(&self) -> bool {
        true
    }

    /// Answers a prompt. Nothing happens before the stream is polled.
    fn stream(&self, prompt: Prompt) -> ModelStream;
}
