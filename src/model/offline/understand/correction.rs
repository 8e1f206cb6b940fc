//! Clauses that take the last change back, or say what was meant instead.

use super::clause::Clause;
use super::intent::Intent;

const MEANT: &str = "i|we meant|mean to? say|write|do|add|type?";

/// Clauses that only say that the last change was wrong.
const WRONG: &[&str] = &[
    "that|this|it is|was a|my|the? mistake|wrong|error|accident|typo|incorrect one|task?",
    "that|this|it is|was not right|correct|true|meant|intended|me",
    "that|this|it is|was not what i meant|wanted|said|asked for?",
    "not that|this|it one|task?",
    "the? wrong one|task|thing|item",
    "keep it|them|that",
    "i did not|never do|mean|want|say|ask|finish|buy|pay|call? it|that|this|so|for? that|to?",
    "i have not yet?",
    "not yet|really|done|quite|so fast?",
    "by mistake|accident",
    "my bad|mistake",
    "just? kidding|joking|jk",
    "scratch|disregard|ignore that|it|this",
];

/// Reads a clause that corrects the last change.
pub fn correction(clause: Clause<'_>) -> Option<Intent> {
    let whole = clause.strip("no|nope|nah|oops|sorry|actually|wait").unwrap_or(clause);
    let wrong = [clause, whole]
        .iter()
        .any(|clause| WRONG.iter().any(|pattern| clause.strip(pattern).is_some_and(Clause::is_empty)));
    if wrong {
        return Some(Intent::TakeBack);
    }
    let meant = clause.strip(MEANT).filter(|rest| !rest.is_empty())?;
    Some(Intent::Correct(meant.raw().to_owned()))
}
