//! Clauses that ask for tasks by their plan: "what's due tomorrow?", "plan my day", "show tasks in #home".

use super::clause::Clause;
use super::intent::{Intent, Period, Query};
use super::when::date;

/// Words that may stand around what is asked for.
const AROUND: &str = "show|list|display|view|see|give|tell|get|read|check|what|which|anything|something|any|is|are|do|does|    am|have|has|got|i|we|me|us|my|our|the|a|an|of|on|for|in|at|to|due|by|all|everything|every|task|tasks|todo|todos|to-do|to-dos|    items|item|list|lists|things|stuff|reminders|agenda|schedule|plan|plate|day|need|must|should|can|planned|scheduled|coming|    up|there|still|left|pending|open|with|that|tagged|tag|label|labelled|labeled|project|priority|how|look|looks|like|    supposed|next|deadlines|deadline|marked|as|please|both|and|did|will|be|happening|going|ones|those";
/// Words that begin such a question.
const BEGINS: &[&str] = &[
    "show|list|display|view|see|give|tell|get|read|check|what|which|anything|plan|my|tasks|todos|all|everything|is|are|do|how|overdue|due|the|have|open|pending|reminders",
];
/// Words of what is done.
const DONE: &str = "completed|complete|done|finished|did|finish";

/// Reads a clause that asks for tasks by their plan.
pub fn agenda(clause: Clause<'_>) -> Option<Intent> {
    let possessive = clause.words.first().is_some_and(|word| word.low.ends_with("'s"));
    if clause.has(DONE) || !(possessive || BEGINS.iter().any(|words| clause.strip(words).is_some())) {
        return None;
    }
    // "My day", "plan my week".
    let day = [
        "plan|organise|organize? my|the day",
        "plan for? today",
        "my agenda|schedule",
        "what does my day look like",
        "how does my day look",
    ];
    if day.iter().any(|pattern| clause.strip(pattern).is_some_and(Clause::is_empty)) {
        return Some(Intent::Agenda(Query { due: Some(Period::Today), ..Query::default() }));
    }
    let query = planned(clause)?;
    // "Plan tomorrow" asks; "plan the trip on friday" is a task.
    Some(Intent::Agenda(query))
}

/// What a clause says of a plan, if it says nothing else.
pub fn planned(clause: Clause<'_>) -> Option<Query> {
    let mut query = Query::default();
    let mut at = 0;
    while at < clause.words.len() {
        let rest = clause.after(at);
        let used = sign(rest, &mut query).or_else(|| period(rest, &mut query));
        match used {
            Some(used) => at += used,
            None if rest.range(0, 1).only(&[AROUND]) => at += 1,
            None => return None,
        }
    }
    (query != Query::default()).then_some(query)
}

/// Reads `#home`, `@phone`, "tagged phone", "priority 1" at the beginning. Returns the number of words.
fn sign(clause: Clause<'_>, query: &mut Query) -> Option<usize> {
    let first = clause.range(0, 1);
    let name = |sign: char| {
        let raw = first.raw().trim_end_matches(['.', '!', ',', ';', '?']);
        raw.strip_prefix(sign).filter(|name| name.starts_with(char::is_alphabetic)).map(str::to_owned)
    };
    if let Some(list) = name('#').filter(|_| query.list.is_none()) {
        query.list = Some(list);
        return Some(1);
    }
    if let Some(tag) = name('@').filter(|_| query.tag.is_none()) {
        query.tag = Some(tag);
        return Some(1);
    }
    let tagged =
        clause.strip("tagged|labelled|labeled with|as?").or_else(|| clause.strip("with the? tag|label"));
    if let Some(rest) = tagged.filter(|rest| !rest.is_empty() && query.tag.is_none()) {
        query.tag = Some(
            rest.range(0, 1)
                .raw()
                .trim_start_matches('@')
                .trim_end_matches(['.', '!', ',', ';', '?'])
                .to_owned(),
        );
        return Some(clause.words.len() - rest.words.len() + 1);
    }
    let level = |word: &str| match word {
        "1" | "p1" | "one" | "high" | "highest" | "top" | "urgent" => Some(1),
        "2" | "p2" | "two" | "medium" => Some(2),
        "3" | "p3" | "three" | "low" => Some(3),
        "4" | "p4" | "four" | "lowest" => Some(4),
        _ => None,
    };
    let (word, used) = match (clause.low(0), clause.low(1)) {
        ("priority", word) => (word, 2),
        (word, "priority") => (word, 2),
        (word @ ("p1" | "p2" | "p3" | "p4"), _) => (word, 1),
        _ => return None,
    };
    query.priority = Some(level(word)?);
    Some(used)
}

/// Reads a time at the beginning. Returns the number of words.
fn period(clause: Clause<'_>, query: &mut Query) -> Option<usize> {
    let (period, used) = period_of(clause)?;
    query.due.is_none().then(|| {
        query.due = Some(period);
        used
    })
}

fn period_of(clause: Clause<'_>) -> Option<(Period, usize)> {
    const PERIODS: &[(&str, Period)] = &[
        ("overdue|late|missed", Period::Overdue),
        ("today|tonight|today's|todays|tonight's", Period::Today),
        ("this|the|my|coming|next week's", Period::Week),
        ("this|the|my|coming week", Period::Week),
        ("in? the? next|coming seven|7|few days", Period::Week),
        ("next week|week's", Period::NextWeek),
        ("this|the month|month's", Period::Month),
        ("without|with|has|have a|any|no due? date|deadline", Period::Undated),
        ("undated|unscheduled|dateless", Period::Undated),
    ];
    for (pattern, period) in PERIODS {
        if let Some(rest) = clause.strip(pattern) {
            let used = clause.words.len() - rest.words.len();
            let next =
                clause.low(0) == "next" && *period == Period::Week && clause.low(1).starts_with("week");
            let with = clause.low(0) == "with" && clause.low(1) != "no";
            if !with {
                return Some((if next { Period::NextWeek } else { period.clone() }, used));
            }
        }
    }
    // "friday's tasks"
    let first = clause.range(0, 1).raw();
    let owner = first.strip_suffix("'s").or_else(|| first.strip_suffix("’s"));
    if let Some(day) = owner.filter(|day| super::when::date_of(day).is_some()) {
        return Some((Period::Day(day.to_owned()), 1));
    }
    (1..=clause.words.len().min(5)).rev().find_map(|used| {
        let words = clause.range(0, used);
        let said = date(words)?;
        (said.due.is_some() && said.repeat.is_none()).then(|| (Period::Day(words.phrase()), used))
    })
}

/// Reads "everything of today", "all overdue tasks", "today's tasks", "everything in #home".
pub fn all_planned(clause: Clause<'_>) -> Option<Query> {
    let quantified = clause.has("all|everything|every|each") || clause.has("overdue");
    let owned = clause.words.first().is_some_and(|word| word.low.ends_with("'s"))
        && clause.has("tasks|todos|things|stuff|items|reminders");
    // "Everything today" may mean what was done today.
    let linked = clause.has("of|for|from|due|on|in|with|tagged|overdue")
        || owned
        || clause.words.iter().any(|word| word.low.ends_with("'s"));
    if !(quantified || owned) || !linked || clause.has(DONE) {
        return None;
    }
    planned(clause)
}
