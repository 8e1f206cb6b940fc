//! Repetitions that count from completion: `3 days after I finish`.

use super::number::{Unit, length};
use super::rule::{On, Rule};
use super::word::Line;

/// "3 days after I finish", "2 weeks after completion".
pub(super) fn after_completion(line: &Line<'_>, at: usize) -> Option<(Rule, usize)> {
    let every = line.skip(at, &["every", "each"]);
    let (amount, unit, count) = length(line, at + every)?;
    let done = completion(line, at + every + count);
    if done == 0 {
        return None;
    }
    let (amount, on) = match unit {
        Unit::Day => (amount, On::Day),
        Unit::Week => (amount, On::Week(Vec::new())),
        Unit::Month => (amount, On::Month(Vec::new())),
        Unit::Quarter => (amount * 3, On::Month(Vec::new())),
        Unit::Year => (amount, On::Year(None)),
        Unit::Hour | Unit::Minute => return None,
    };
    // The words "after completion" are read again for themselves.
    Some((Rule::every(amount, on), every + count))
}

/// The number of the words "after completion" at a place.
pub(super) fn completion(line: &Line<'_>, at: usize) -> usize {
    line.skip(
        at,
        &[
            "after i finish it",
            "after i finish",
            "after i complete it",
            "after i've finished",
            "after i have finished",
            "after i'm done",
            "after i am done",
            "after i did it",
            "after i do it",
            "after finishing",
            "after completing it",
            "after completing",
            "after completion",
            "from completion",
            "after it's done",
            "after it is done",
            "after the last time",
            "after done",
        ],
    )
}
