//! Clauses that complete or reopen tasks, and reports of finished tasks ("I bought the milk").

use super::clause::Clause;
use super::intent::{Action, Intent};
use super::stem::is_past;
use super::target::target;

/// Endings that say that a task is not done after all.
const NOT_DONE: &[&str] = &[
    "as|to|is|are|was|were? still|actually|really? not still|yet|really|actually? <done>|finished yet|\
        anymore?",
    "as|to|is|are|still incomplete|undone|pending|open|unfinished|todo|uncompleted|active|unticked|unchecked",
];

/// Reads a clause that reopens tasks.
pub fn reopen(clause: Clause<'_>) -> Option<Intent> {
    let verb = "reopen|re-open|uncomplete|untick|uncheck|unmark|restore|reactivate|undo|undelete|recover|\
        un-complete|uncross";
    if let Some(rest) = clause.strip(verb).or_else(|| clause.strip("bring back")) {
        return Intent::act(Action::Reopen, target(rest));
    }
    if clause.strip("what|which|show|list|is|are|do|did|i|we|how|why").is_some() {
        return None;
    }
    let rest = clause.strip_end_any(NOT_DONE)?;
    let rest = rest.strip("mark|set|flag|make|put|change|move").unwrap_or(rest);
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
    let report = "i|we am|are|was|have|had? just|already|finally|now|also|all? <done>|finish|did with?";
    let rest = clause.strip(report).or_else(|| clause.strip("just|already|finally? <done> with?"))?;
    // "I'm done" names nothing.
    if rest.is_empty() && clause.words.len() > 1 { None } else { done(rest) }
}

/// Reads a report: "buy milk is done", "I've bought the milk", "Called mom". Reports are weak signs, so they are tried
/// last.
pub fn report(clause: Clause<'_>) -> Option<Intent> {
    let done = |rest: Clause<'_>| Intent::act(Action::Complete, target(rest));
    let question = "what|which|who|when|where|why|how|is|are|do|does|did|can|could|should|well|nicely|get|\
        almost|all|not|nearly|i|we";
    let finished = clause
        .strip_end("is|are|was|were|has|have|got been? now|already|all|finally|also? <done>|ready|over")
        .or_else(|| clause.strip_end("already|now? <done>"));
    if let Some(rest) = finished.filter(|rest| !rest.is_empty()) {
        return if rest.strip(question).is_some() { None } else { done(rest) };
    }
    let rest = clause.strip("i|we have|had? just|already|finally|also|now|actually?").unwrap_or(clause);
    let verb = rest.low(0);
    let said = rest.words.len() > 1 && rest.words.len() <= 12 && is_past(verb);
    if said { Intent::act(Action::Complete, target(rest)) } else { None }
}
