//! Reports of what is done or not: "I bought the milk", "the rent has been paid", "I did not call mom".
//!
//! A report is evidence only if the person speaks of themselves, or says in the passive that something is done. "Bob
//! called mom" is none, and "mom called" is none.

use super::clause::Clause;
use super::intent::{Action, Intent, Target};
use super::stem::is_past;
use super::target::target;

/// The beginnings of a report that something is not done.
const DENIALS: &[&str] = &[
    "i|we? did|have|had|could|can|will|was|were not even|actually|really|yet|ever? able? to?",
    "i|we never",
    "i|we forgot|failed|neglected|refused to",
    "i|we was|were unable to",
];

/// Reads a report that something is not done: "I did not call mom", "the rent is not paid yet".
pub fn denial(clause: Clause<'_>) -> Option<Intent> {
    let sure = clause.strip_end_any(&["after all", "actually"]);
    let rest = sure.or_else(|| clause.strip_end("yet|today|either|anymore|though")).unwrap_or(clause);
    let action = if sure.is_some() { Action::Reopen } else { Action::Deny };
    if let Some(what) = rest.strip_any(DENIALS) {
        let vague = what.words.len() < 2 || what.low(0) == "be";
        return if vague { None } else { Intent::act(action, target(what)) };
    }
    if !rest.has("not") {
        return None;
    }
    let what = passive(rest, "is|are|was|were|has|have still? not yet? been? properly|fully?")?;
    Intent::act(action, what)
}

/// Reads "I still have to pay the rent", which names a task that there is.
pub fn still_open(clause: Clause<'_>) -> Option<Intent> {
    let what = clause.strip("i|we still need|have|got|ought|must|should to?")?;
    let target = target(what);
    if matches!(target, Target::Title(_)) { Intent::act(Action::Deny, target) } else { None }
}

/// Reads a report that something is done: "buy milk is done", "I've bought the milk", "Called mom". Reports are weak
/// signs, so they are tried last.
pub fn report(clause: Clause<'_>) -> Option<Intent> {
    let done = |rest: Clause<'_>| Intent::act(Action::Complete, target(rest));
    const NO_SUBJECT: &str = "what|which|who|when|where|why|how|is|are|do|does|did|can|could|should|well|nicely|get|\
        almost|all|not|nearly|i|we|he|she|they|you|somebody|someone|nobody|none|nothing|everybody|everyone|have|\
        need|want|let|make|if|when|whenever|once|until|before|after|because|since|unless|while|whether|that|suppose|\
        maybe|perhaps|hopefully|probably|soon";
    if clause.has("not|never|no") {
        return None;
    }
    let finished = clause
        .strip_end("is|are|was|were|has|have|got been? now|already|all|finally|also? <done>|ready|over")
        .or_else(|| clause.strip_end("already|now? <done>"))
        .filter(|rest| rest.strip_end("as|to|be|not").is_none());
    if let Some(rest) = finished.filter(|rest| !rest.is_empty()) {
        return if rest.strip(NO_SUBJECT).is_some() { None } else { done(rest) };
    }
    let subject = clause.strip("i|we have|had? just|already|finally|also|now|actually?");
    let rest = subject.or_else(|| clause.strip("just|already|finally|also|now")).unwrap_or(clause);
    let verb = rest.low(0);
    // "Did I pay?" is a question.
    let auxiliary = matches!(verb, "did" | "done") && rest.low(1) != "the" && subject.is_none();
    let past = (is_past(verb) && !auxiliary) || (subject.is_some() && verb == "read");
    if past && rest.words.len() > 1 && rest.words.len() <= 12 {
        return done(rest);
    }
    if clause.strip(NO_SUBJECT).is_some() {
        return None;
    }
    let clause = clause.strip_end("already|now|too|today|yesterday|finally").unwrap_or(clause);
    passive(clause, "is|are|was|were|has|have now|already|finally|all? been? now|already|finally|all|fully?")
        .and_then(|what| Intent::act(Action::Complete, what))
        .or_else(|| passive(clause, "").map(|what| Intent::Unsure(vec![(Action::Complete, what)])))
}

/// Reads "the rent has been paid" as "paid the rent". The words between must fit the pattern.
pub fn passive(clause: Clause<'_>, between: &str) -> Option<Target> {
    let (last, before) = clause.words.split_last()?;
    let subject = clause.range(0, before.len());
    // "Mom's been called": the short form of "has".
    let short = subject.strip_end("been already|now|finally?").filter(|rest| rest.raw().ends_with("'s"));
    let subject = match short {
        Some(rest) if !between.is_empty() => rest,
        _ if between.is_empty() => subject,
        _ => subject.strip_end(between)?,
    };
    let state = last.low == "done" || subject.strip_end("as|to|be|not").is_some();
    let said = is_past(&last.low) && !state && !subject.is_empty() && subject.words.len() <= 8;
    match (said, target(subject)) {
        (true, Target::Title(title)) => {
            let title =
                title.strip_suffix("'s").filter(|_| between.is_empty() || short.is_some()).unwrap_or(&title);
            Some(Target::Title(format!("{} {title}", last.low)))
        }
        _ => None,
    }
}
