//! Clauses that order to complete or reopen tasks.

use super::clause::Clause;
use super::intent::{Action, Filter, Intent, Target};
use super::target::target;

/// Endings that say that a task is not done after all.
const NOT_DONE: &[&str] = &[
    "as|to|is|are|was|were? still|actually|really? not still|yet|really|actually? <done>|finished yet|\
        anymore?",
    "as|to|is|are|still|back the? incomplete|undone|pending|open|unfinished|todo|uncompleted|active|unticked|\
        unchecked again? list?",
    "pending|active|open|undone again",
];

/// Reads a clause that reopens tasks.
pub fn reopen(clause: Clause<'_>) -> Option<Intent> {
    let verb = "reopen|re-open|uncomplete|untick|uncheck|unmark|restore|reactivate|undo|undelete|recover|\
        un-complete|un-tick|un-check|uncross";
    if let Some(rest) = clause.strip(verb).or_else(|| clause.strip("bring back")) {
        let rest = rest.strip_end("to|onto|as|in the|my? pending|open|active list|tasks?").unwrap_or(rest);
        return Intent::act(Action::Reopen, target(rest));
    }
    if clause.strip("what|which|show|list|is|are|do|did|i|we|how|why").is_some() {
        return None;
    }
    let rest = clause.strip_end_any(NOT_DONE)?;
    let order = rest.strip("mark|set|flag|make|put|change|move|turn");
    let rest = order.map_or(rest, |rest| rest.strip_end("back").unwrap_or(rest));
    if rest.is_empty() { None } else { Intent::act(Action::Reopen, target(rest)) }
}

/// Reads a clause that completes tasks.
pub fn complete(clause: Clause<'_>) -> Option<Intent> {
    let done = |rest: Clause<'_>| Intent::act(Action::Complete, target(rest));
    if let Some(rest) =
        clause.strip("mark|set|flag|check|tick|cross|strike|marking|setting|put|change|move|make|update")
    {
        let loose = matches!(clause.low(0), "put" | "change" | "move" | "make" | "update");
        let middle = rest
            .strip_end("as|to|being|with? <done>|ready|closed")
            .or_else(|| rest.strip("as|off? <done>|ready"));
        if let Some(middle) = middle.filter(|middle| !loose || target(*middle).is_plain()) {
            return done(middle);
        }
    }
    if let Some(rest) = clause.strip("mark|tick|cross|check|strike|ticking|crossing off|out|done?") {
        let off = clause.strip("mark|tick|cross|check|strike off|out|done").is_some();
        let middle = rest.strip_end("off|out from|on|of? my|the? list?");
        let plain = target(middle.unwrap_or(rest)).is_plain() || clause.has("task|tasks");
        let certain =
            off || middle.is_some() || plain || matches!(clause.low(0), "tick" | "mark" | "ticking");
        return if certain { done(middle.unwrap_or(rest)) } else { None };
    }
    if let Some(rest) =
        clause.strip("complete|finish|close|resolve|accomplish|completing|finishing|finalize|conclude")
    {
        return done(rest);
    }
    if clause.strip("all|everything is|are? now|finally? <done>").is_some_and(Clause::is_empty) {
        return Some(Intent::Unsure(vec![(Action::Complete, Target::All(Filter::All))]));
    }
    let report = "i|we am|are|was|have|had? just|already|finally|now|also|all? <done>|finish|did with?";
    let rest = clause.strip(report).or_else(|| clause.strip("just|already|finally? <done> with?"))?;
    if rest.strip("not|never|no|nothing|none|neither|half|part|some").is_some() {
        return None;
    }
    // "I'm done" names nothing.
    if rest.is_empty() && clause.words.len() > 1 { None } else { done(rest) }
}
