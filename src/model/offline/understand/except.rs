//! Exceptions: "everything except the rent", "all but #3", "delete everything, but keep the rent".

use super::clause::Clause;
use super::intent::{Filter, Target};
use super::naming::{named, trimmed, without_filler};

/// What stands between all tasks and the excepted ones.
const MARKERS: &[&str] = &[
    "with the exception of",
    "except|excepting|excluding for?",
    "apart|aside from",
    "other than",
    "save for",
    "not counting|including",
    "besides|minus|without",
    "but for|not|keep|leave|spare|skip|omit?",
];
/// The same, at the beginning of a part only: "delete everything, keep the rent".
const PART_MARKERS: &[&str] = &["and? just|only? not|keep|leave|spare|skip|omit"];
/// Words that speak of several tasks.
const QUANTIFIERS: &str =
    "all|every|everything|each|any|anything|both|them|list|ones|tasks|whole|entire|rest";

/// The words before an exception, and the words after it. The words before must speak of several tasks.
pub fn halves(clause: Clause<'_>) -> Option<(Clause<'_>, Clause<'_>)> {
    let (at, but) = (1..clause.words.len()).find_map(|at| {
        let rest = clause.after(at);
        let begins_part = clause.words[at - 1].mark.is_some() || rest.low(0) == "and";
        let but = rest.strip_any(MARKERS);
        Some((at, but.or_else(|| rest.strip_any(PART_MARKERS).filter(|_| begins_part))?))
    })?;
    let all = clause.range(0, at);
    all.has(QUANTIFIERS).then_some((all, but))
}

/// The exceptions of an answer: "yes, but not the milk", "all except #3".
pub fn answered(clause: Clause<'_>) -> Option<Vec<Target>> {
    let yes = clause.strip("yes|yeah|yep|yup|ok|okay|sure please|sure?").unwrap_or(clause);
    let rest = yes
        .strip_any(MARKERS)
        .or_else(|| yes.strip_any(PART_MARKERS))
        .filter(|_| yes.words.len() < clause.words.len());
    match (rest, except(yes)) {
        (Some(rest), _) => Some(exceptions(rest)),
        (None, Some(Target::Except(_, but))) => Some(but),
        _ => None,
    }
}

/// The excepted tasks: "the rent and the milk though".
pub fn exceptions(clause: Clause<'_>) -> Vec<Target> {
    let clause = clause.strip_end("though|however|please|alone|tho").unwrap_or(clause);
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 0..clause.words.len() {
        let link = matches!(clause.low(at), "and" | "or" | "nor" | "&" | "plus");
        if link || at + 1 == clause.words.len() || clause.words[at].mark == Some(',') {
            parts.push(clause.range(start, if link { at } else { at + 1 }));
            start = at + 1;
        }
    }
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| named(trimmed(without_filler(part))))
        .collect()
}

/// Reads "everything except the rent" as a target.
pub fn except(clause: Clause<'_>) -> Option<Target> {
    let (all, but) = halves(clause)?;
    without(named(trimmed(all)), but)
}

/// A target without the excepted tasks. `None` if that cannot be: "task 3 except milk".
pub fn without(all: Target, but: Clause<'_>) -> Option<Target> {
    let several = matches!(all, Target::All(_) | Target::Them | Target::Each(_));
    let all = if all == Target::Missing { Target::All(Filter::All) } else { all };
    (several || all == Target::All(Filter::All)).then(|| Target::Except(Box::new(all), exceptions(but)))
}
