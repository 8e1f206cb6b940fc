//! Clauses that ask to undo the last changes.

use super::clause::Clause;
use super::intent::Intent;

/// Patterns that ask for it. Only words of [`REST`] may follow.
const ASKS: &[&str] = &[
    "undo|revert|reverse what|whatever you|i|we have? just? did|done|changed|deleted|added|completed",
    "undo|revert|un-do|rollback the|my|your|that|this|those|these|it? very? last|latest|previous|recent|other? \
        change|changes|action|actions|step|thing|things|one|command|edit|edits|update|deletion|addition?",
    "reverse the|your|my? last|latest|previous? that|it|this|them|those|change|changes|action|step",
    "roll|take|turn|change|switch|set|put|bring|give|get that|it|this|them|those|everything back",
    "put|bring|get|give the|that|this|those|my task|tasks|one|ones|item back",
    "i want|need|would that|it|this|them|those back",
    "restore|recover|undelete|reinstate the|my|that|this|those? deleted|last? that|it|this|them|those|task|\
        tasks|one|ones",
];
const REST: &str = "please|then|now|again|docket|all|too|also|on|in|to|onto|the|my|list|tasks|for|me|as|it|was|\
    before|how|were|they|you|did|just|anyway|everything|and";

/// Reads a clause that asks to undo the last changes without saying what they were.
pub fn undo(clause: Clause<'_>) -> Option<Intent> {
    ASKS.iter().any(|ask| clause.strip(ask).is_some_and(|rest| rest.only(&[REST]))).then_some(Intent::Undo)
}
