//! What the models said and what the people saw, as somebody knows it who sees everything.

use crate::id::{ConversationId, MessageId};
use std::collections::BTreeMap;
use tokio::time::Instant;

/// One reply as the model gave it.
#[derive(Debug)]
pub(super) struct Run {
    /// The process that asked.
    pub(super) node: usize,
    /// All that the reply should hold.
    pub(super) said: String,
    /// How many bytes of it were said by when.
    pub(super) times: Vec<(Instant, usize)>,
    /// How many bytes come before the last tool call.
    pub(super) before_calls: usize,
    /// Whether it took something back.
    pub(super) rethought: bool,
    /// Whether the model has gone silent for good.
    pub(super) hung: bool,
}

/// A message that somebody sends.
#[derive(Debug)]
pub(super) struct Sent {
    /// The conversation as the person knows it: several people have several.
    pub(super) thread: usize,
    /// Whether a process has confirmed it.
    pub(super) confirmed: Option<(ConversationId, MessageId)>,
}

/// What was seen of a reply.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Letters of the longest text that a follower had.
    pub(super) here: usize,
    /// The same of those who followed it at another process than its writer's.
    pub(super) elsewhere: usize,
    /// How many followers have begun and ended.
    pub(super) began: usize,
    pub(super) ended: usize,
}

/// Everything of one history.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// By the text of the question.
    pub(super) runs: BTreeMap<String, Vec<Run>>,
    pub(super) sent: BTreeMap<String, Sent>,
    pub(super) seen: BTreeMap<MessageId, Seen>,
    pub(super) violations: Vec<String>,
}
