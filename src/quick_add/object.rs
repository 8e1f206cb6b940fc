//! Dates that may belong to the object of the verb: "book a table friday", "cancel lunch friday".

use super::unit::{Unit, What};
use super::vocabulary::{CONTRACTS, EVENTS, LASTING, MOVES, OBJECTS, PEOPLE, one_of};
use super::word::Line;

/// Whether the date may belong to the object of the verb: "book a table friday", "plan tomorrow", "cancel lunch friday".
pub(super) fn is_object(line: &Line<'_>, chain: &[Unit], from: usize) -> bool {
    let Some(first) = chain.first() else { return false };
    let verb = line.low(from);
    let deadline = matches!(line.low(first.words.start), "by" | "due" | "before" | "no");
    // "Cancel all mondays".
    if line.low(first.words.start) == "all"
        && first.words.start == from + 1
        && (one_of(MOVES, verb) || one_of(OBJECTS, verb))
    {
        return true;
    }
    if deadline || chain.iter().any(|unit| matches!(unit.what, What::Repeat(_))) {
        // "Watch it every friday" is a repetition.
        return false;
    }
    let alone = first.words.start == from + 1 && !first.prefixed;
    if alone && (one_of(OBJECTS, verb) || one_of(EVENTS, verb) || one_of(MOVES, verb)) {
        return true;
    }
    let before = first.words.start.checked_sub(1).map_or("", |before| line.low(before));
    // "Move out on friday", "cancel the trial tomorrow", "bring cake on friday" move no date.
    let moves = match verb {
        "cancel" => !one_of(CONTRACTS, before),
        "move" => !matches!(line.low(from + 1), "out" | "in" | "into" | "house"),
        "bring" => (from..first.words.start).any(|at| line.low(at) == "forward"),
        verb => one_of(MOVES, verb),
    };
    if moves || (verb == "call" && line.low(from + 1) == "off") {
        return true;
    }
    let soon = matches!(line.low(first.words.start), "today" | "tomorrow" | "tonight" | "tmrw")
        && !chain.iter().any(|unit| matches!(unit.what, What::Time(_)));
    let wait = one_of("until|till|til", line.low(first.words.start))
        && (one_of(LASTING, verb) || one_of(LASTING, before));
    (one_of(EVENTS, verb) && !soon) || wait || is_name_before(line, first, from, chain)
}

/// "Email Anna Friday": a name before a bare weekday may be one name with it.
fn is_name_before(line: &Line<'_>, first: &Unit, from: usize, chain: &[Unit]) -> bool {
    let at = first.words.start;
    let dates = chain.iter().filter(|unit| unit.what.is_date()).count();
    at > from + 1
        && dates == 1
        && !first.prefixed
        && first.words.len() == 1
        && line.is_capital(at)
        && line.is_capital(at - 1)
        && line.mark(at - 1).is_none()
        && !one_of(PEOPLE, line.low(at - 1))
}
