//! What a model sends while it answers.

use super::prompt::ModelCall;

/// One event of an answer. A stream ends with `Finish` or with an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelEvent {
    /// One of several models has begun to answer. Only [`Fallback`](super::fallback::Fallback) sends it, as the first
    /// event. If the model then fails and has only thought, it is sent again for the next one; the thoughts do not count.
    Answering {
        /// The model's id in the [`Catalog`](super::catalog::Catalog).
        model: String,
        /// About how many tokens the prompt has; `None` if the model is not metered.
        input: Option<u64>,
    },
    /// More text (Markdown).
    Text(String),
    /// More of what it thinks. It is no part of the answer.
    Thought(String),
    /// What it has said in this answer so far was a thought.
    Rethought,
    /// A complete tool call.
    Call(ModelCall),
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
    /// The answer is complete.
    Stop,
    /// It waits for the results of its tool calls.
    ToolCalls,
    /// It reached its length limit.
    Length,
    /// The provider withheld the answer.
    ContentFilter,
}
