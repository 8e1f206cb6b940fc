//! What stands between the texts of a reply: thoughts and tool calls.

use crate::chat::Part;
use crate::chat::store::{Progress, StoredCall, StoredThought};

/// A thought or a tool call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark<'a> {
    Thought(&'a StoredThought),
    Call(&'a StoredCall),
}

impl Mark<'_> {
    /// How many bytes of the text come before it.
    pub(crate) fn at(self) -> usize {
        match self {
            Self::Thought(thought) => thought.at,
            Self::Call(call) => call.at,
        }
    }

    pub(crate) fn part(self) -> Part {
        match self {
            Self::Thought(stored) => Part::Thought { thought: stored.thought.clone() },
            Self::Call(stored) => Part::Tool { call: stored.call.clone() },
        }
    }

    /// Its place in the order in which marks are made: in each round, the model thinks before its tools are called.
    fn place(self) -> (usize, usize, bool) {
        match self {
            Self::Thought(thought) => (thought.at, thought.round, false),
            Self::Call(call) => (call.at, call.round, true),
        }
    }
}

/// The marks of a reply, in the order in which they were made.
pub(crate) fn marks(progress: &Progress) -> Vec<Mark<'_>> {
    let thoughts = progress.thoughts.iter().map(Mark::Thought);
    let mut marks: Vec<_> = thoughts.chain(progress.calls.iter().map(Mark::Call)).collect();
    marks.sort_by_key(|mark| mark.place());
    marks
}
