//! Clauses that ask to see tasks: lists, counts and single tasks.

use super::clause::{Clause, one_of};
use super::intent::{Action, Filter, Intent, Target};
use super::report::passive;
use super::target::target;

/// Words that ask to see something.
const VERBS: &str = "show|list|display|view|showing|listing";
/// Words that ask to see something only if tasks are mentioned.
const WEAK_VERBS: &str = "see|get|give|read|print|tell|check|fetch|open|review";
/// Words that ask a question.
const QUESTIONS: &str = "what|which|how|any|anything|count|number|where";
/// Questions that begin with a verb, as patterns.
const INVERTED: &[&str] = &[
    "do|did|have|has|am i|we",
    "is|are there|any|anything|my|all|everything|some|something",
    "is|are the <tasks>|list",
];
/// Words for tasks.
const NOUNS: &str = "task|tasks|todo|todos|to-do|to-dos|list|lists|everything|all|item|items|plate|agenda|\
    reminders|chores|overview";
const PENDING: &str = "pending|open|remaining|outstanding|unfinished|incomplete|undone|uncompleted|left|\
    active|next|plate|agenda|due|still|remains|unticked|yet";
const COMPLETED: &str = "completed|complete|done|finished|finish|ticked|closed|did|accomplished|achieved";
/// Words that do not change the meaning.
const FILL: &str = "me|us|my|our|the|of|every|to|a|an|was|were|had|does|i|we|you|need|should|must|not|\
    today|tomorrow|now|currently|current|so|far|on|in|for|please|again|already|just|out|something|ones|one|\
    that|be|can|could|many|much|total|about|at|look|status|summary|this|week|got|been|only|as|marked|up|\
    right|recently|yesterday|then|here|off|it|full|whole|and|both|by|with|getting|supposed|going|also|\
    entire|quick|from|saved|do|did|have|has|is|are|am|there|things|stuff";

/// Reads a clause that asks to see tasks.
pub fn query(clause: Clause<'_>) -> Option<Intent> {
    listing(clause).or_else(|| single(clause))
}

/// A list or a count. All words must be about lists, so "list groceries to buy" is not one.
fn listing(clause: Clause<'_>) -> Option<Intent> {
    if clause.is_empty()
        || !clause.only(&[VERBS, WEAK_VERBS, QUESTIONS, NOUNS, PENDING, COMPLETED, FILL])
        || clause.strip("how to|about").is_some()
    {
        return None;
    }
    let begins = |words: &str| one_of(words, clause.low(0));
    let (noun, to_do) = (clause.has(NOUNS), to_do(clause));
    let about_tasks = noun || to_do || clause.has(PENDING) || clause.has(COMPLETED);
    let wanted = if begins(VERBS) {
        about_tasks
            || clause.words.len() == 1
            || clause.strip("show me|us|them|it").is_some_and(Clause::is_empty)
    } else if begins(WEAK_VERBS) {
        (noun && clause.words.len() > 1) || (about_tasks && clause.has(QUESTIONS))
    } else if begins(QUESTIONS) {
        about_tasks && clause.strip("what|how is|are|do|does it|that|this|they|you").is_none()
    } else if clause.strip_any(INVERTED).is_some() {
        about_tasks
    } else {
        is_name(clause)
    };
    if !wanted {
        return None;
    }
    let undone = clause.strip_end("not <done> yet?").is_some()
        || clause.find("not|yet i|we? yet? <done>|finish|did").is_some();
    let pending = undone || to_do || clause.strip("am|are i|we").is_some() || clause.has(PENDING);
    let completed = clause.has(COMPLETED)
        && !undone
        && clause.strip("am|are").is_none()
        && clause.find("complete list|overview").is_none();
    let filter = match (pending, completed) {
        (true, false) => Filter::Pending,
        (false, true) => Filter::Completed,
        _ => Filter::All,
    };
    let counts = clause.find("how many|much").is_some()
        || begins("count|number")
        || clause.find("number of").is_some();
    Some(if counts { Intent::Count(filter) } else { Intent::List(filter) })
}

/// Whether a clause asks what remains to do: "what do I have to do", "what's left to do", but not "my to do list".
fn to_do(clause: Clause<'_>) -> bool {
    clause
        .find("have|need|left|is|there|anything|something|supposed|got to do")
        .is_some_and(|(_, rest)| !matches!(rest.low(0), "list" | "lists"))
        || clause.find("should|must|can i|we do").is_some()
        || clause.find("next|now to do").is_some()
        || clause.strip("what do|have i|we have|got").is_some()
}

/// Whether a clause only names a list: "my tasks", "pending". "Complete tasks" is an order, and "I have to do my
/// chores" is a task.
fn is_name(clause: Clause<'_>) -> bool {
    const LISTS: &str = "tasks|todos|to-dos|list|reminders|todo|to-do|agenda";
    const STATES: &str = "pending|completed|remaining|outstanding|unfinished";
    let named = clause.has(LISTS) || (clause.words.len() == 1 && clause.has(STATES));
    named && !matches!(clause.low(0), "complete" | "finish" | "i" | "we" | "do" | "to")
}

/// Reads "did I pay the rent", "has the rent been paid".
fn questioned(clause: Clause<'_>) -> Option<Target> {
    let clause = clause.strip_end_any(&["or not", "yet|already|today|now|so? far?"]).unwrap_or(clause);
    let who = "did|have|had|do|am i|we|anyone|anybody|somebody|someone|you just|already|really|ever|still|even|\
        actually? finish|complete|do|need|have|done|with? to?";
    if let Some(rest) = clause.strip(who).filter(|rest| !rest.is_empty()) {
        return Some(target(rest)).filter(|target| *target != Target::Missing);
    }
    let subject = clause.strip("is|are|was|were|has|have|did not?")?;
    passive(subject, "been|get|got|already|yet|even|really? been|already?").or_else(|| passive(subject, ""))
}

/// One task, or the tasks about something: "show task 3", "do I have a task about milk", "is buy milk done".
fn single(clause: Clause<'_>) -> Option<Intent> {
    let found = |rest: Clause<'_>| match target(rest) {
        Target::Missing | Target::All(_) => None,
        target => Intent::act(Action::Show, target),
    };
    let opening = "show|display|view|open|see|read|tell|give|describe|get me|us? more? about? the|\
        a? details|detail|info|information|description|status|title|note|notes? of|about|for|on? <task>?";
    if let Some(rest) = clause.strip(opening) {
        let named = clause.find("<task>").is_some()
            || clause.strip_end("<tasks>").is_some()
            || clause.find("<tasks> about|with|containing|for|like|called|named").is_some();
        let rest = rest
            .strip("all? my|the? <tasks> about|with|containing|for|like|called|named|on|related|to to?")
            .unwrap_or(rest);
        let plain = matches!(
            target(rest),
            Target::Ids { .. } | Target::Places(_) | Target::It | Target::Them | Target::Newest
        );
        // The pattern may have consumed the noun that makes "show task 3" a number.
        return if plain || named { found(rest) } else { None };
    }
    let about = [
        "what is|was|about the? <task>|description of? number?",
        "details|info|information|description|status of|about|for|on the? <task>? number?",
        "find|search|lookup me? for? my|the|a|any|all? <task>|<tasks>? about|with|containing|like|called|\
            named|for|to?",
        "look for|up my|the|a|any? <task>|<tasks>? about|with|containing|like|called|named|for|to?",
        "do|did i|we|you already? have a|an|any|some <task>|<tasks> about|with|containing|like|called|named|\
            for|to|that|mentioning",
        "do i have anything|something about|with|containing|like|called|named|for|to|mentioning",
        "is|are there a|an|any|some <task>|<tasks>|anything|something about|with|containing|like|called|\
            named|for|to|mentioning",
        "what|which <tasks> are|do|mention|contain i? have? about|with|for|on?",
    ];
    if let Some(rest) = clause.strip_any(&about) {
        return found(rest);
    }
    if let Some(target) = questioned(clause) {
        return Intent::act(Action::Show, target);
    }
    let rest = clause.strip("is|are|was|has|did i|we? complete|completed|finish|finished|done?")?;
    let rest = rest.strip_end("been? already|still|yet? <done>|pending|open|finished already|yet?").or_else(
        || {
            // "did I finish buy milk"
            clause
                .strip("did i|we complete|finish|do")
                .map(|rest| rest.strip_end("already|yet").unwrap_or(rest))
        },
    )?;
    found(rest)
}
