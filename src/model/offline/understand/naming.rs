//! How a clause names tasks, but for exceptions: by number, by place in the last list, by "it", by title, or all of them.

use super::agenda::all_planned;
use super::clause::{Clause, number, one_of};
use super::intent::{Filter, Place, Target};

/// Reads which tasks the words name. They have been [`trimmed`].
pub fn named(clause: Clause<'_>) -> Target {
    if let Some(title) = clause.quoted() {
        return Target::Title(title.to_owned());
    }
    if clause.is_empty() {
        return Target::Missing;
    }
    // "A task" means no particular one.
    const NONE: &str = "a|an|another|any|some|my|the|one|task|tasks|todo|item|items|something";
    // "2 tasks" is an amount.
    let amount = clause.strip("<number> of? the|my? open|pending? <tasks>").is_some_and(Clause::is_empty);
    amount
        .then_some(Target::Missing)
        .or_else(|| reference(clause))
        .or_else(|| all_planned(clause).map(Target::Planned))
        .or_else(|| all(clause).map(Target::All))
        .or_else(|| ids(clause))
        .or_else(|| places(clause).map(Target::Places))
        .or_else(|| clause.only(&[NONE]).then_some(Target::Missing))
        .unwrap_or_else(|| title(clause))
}

/// The clause without an ending such as "from my list".
pub fn trimmed(clause: Clause<'_>) -> Clause<'_> {
    let ends = [
        "from|off|on|in my|the|our to? do? todo|to-do|task? list|lists|tasks|todos|to-dos",
        "too|also|as? well|now|instead|again",
        "please|pls",
    ];
    match clause.strip_end_any(&ends) {
        Some(rest) if !rest.is_empty() => rest,
        _ => clause,
    }
}

/// The clause without small words before a task: "not the rent", "also milk".
pub fn without_filler(clause: Clause<'_>) -> Clause<'_> {
    clause.strip("not|for|also|just|then").filter(|rest| !rest.is_empty()).unwrap_or(clause)
}

fn title(clause: Clause<'_>) -> Target {
    let opening = "the|my|a|an|that|this? <task>|one to|about|called|named|titled|with|for|of|saying|that|\
        which? says|is?";
    let rest = clause.strip(opening).or_else(|| clause.strip("the|my|a|an|that|this")).unwrap_or(clause);
    let rest = rest.strip_end("<task>|<tasks>|one|ones").unwrap_or(rest);
    let rest = if rest.is_empty() { clause } else { rest };
    let each = rest.strip("all|both|every|each of? the|my|our|those|these?").filter(|rest| !rest.is_empty());
    match (each.map(Clause::phrase), rest.phrase()) {
        (Some(phrase), _) if !phrase.is_empty() => Target::Each(phrase),
        (_, phrase) if !phrase.is_empty() => Target::Title(phrase),
        _ => Target::Missing,
    }
}

/// Reads "it", "them", "the task I just added".
fn reference(clause: Clause<'_>) -> Option<Target> {
    let whole = |patterns: &[&str]| {
        patterns.iter().any(|pattern| clause.strip(pattern).is_some_and(Clause::is_empty))
    };
    let made = "the|my|that? newest|latest|new|most? recent|recently? added|created|made? <task>|one";
    if whole(&[
        "the|my? last|latest|newest <task>|one? that? i|you|we have? just? added|created|made",
        "the|that <task>|one that? i|you|we have? just? added|created|made",
        "what i|you just? added|created",
    ]) || (whole(&[made]) && clause.has("newest|latest|new|recent|added|created|made"))
    {
        return Some(Target::Newest);
    }
    if whole(&[
        "it|that|this|same",
        "that|this|the|same same? <task>|one",
        "the|that|this <task>",
        "it|that one? too|instead",
        "the|my last <task>|one we|i|you talked|spoke about",
    ]) {
        return Some(Target::It);
    }
    whole(&[
        "them|those|these|both",
        "both|all of them|these|those",
        "them|these|those both|all",
        "both|those|these|the two? <tasks>",
    ])
    .then_some(Target::Them)
}

/// Reads "all my tasks", "everything", "the completed ones".
pub fn all(clause: Clause<'_>) -> Option<Filter> {
    const WORDS: &str = "all|every|everything|each|of|my|the|our|task|tasks|todo|todos|to-do|to-dos|item|\
        items|list|entire|whole|it|that|is|are|i|have|already|ones|things|stuff|still|left|on|and|which";
    const PENDING: &str = "pending|open|remaining|unfinished|incomplete|outstanding|left|uncompleted|active";
    const COMPLETED: &str = "completed|complete|done|finished|ticked|closed";
    if !clause.only(&[WORDS, PENDING, COMPLETED]) {
        return None;
    }
    let kind = match (clause.has(PENDING), clause.has(COMPLETED)) {
        (true, false) => Filter::Pending,
        (false, true) => Filter::Completed,
        _ => Filter::All,
    };
    let quantified = clause.has("all|every|everything|each|entire|whole");
    let named = clause.has("tasks|todos|to-dos|items|list|ones|things|stuff");
    (quantified || (named && kind != Filter::All) || (named && clause.has("my|the|our"))).then_some(kind)
}

/// Reads "3", "#3", "task 3", "tasks 1, 2 and 5", "tasks 2 to 4".
fn ids(clause: Clause<'_>) -> Option<Target> {
    const NOUNS: &str = "task|tasks|todo|todos|item|items|number|numbers|no|nr|id|#";
    const LINKS: &str = "the|my|and|&|+|plus|also|with|both";
    const MOST: i64 = 100;
    let mut ids: Vec<i64> = Vec::new();
    let (mut named, mut range) = (false, false);
    let mut previous = "";
    for word in clause.words {
        let low = word.low.as_str();
        let figure = low.starts_with(|c: char| c.is_ascii_digit());
        // "task two" is a number. "two" alone may begin a title.
        let spelled = !figure && one_of(NOUNS, previous) && number(low).is_some();
        if figure || spelled {
            let (from, to) = figures(low)?;
            let from =
                if std::mem::take(&mut range) { ids.last().map_or(from, |last| last + 1) } else { from };
            if to - from >= MOST {
                return None;
            }
            ids.extend(from..=to);
            named |= word.hash;
        } else if one_of(NOUNS, low) && word.quoted.is_none() {
            // "3 tasks" is an amount.
            if !ids.is_empty() && low.ends_with('s') {
                return None;
            }
            named |= !matches!(low, "number" | "no" | "nr" | "#");
        } else if matches!(low, "to" | "through" | "until" | "-" | "–") && !ids.is_empty() {
            range = true;
        } else if word.quoted.is_some() || !one_of(LINKS, low) {
            return None;
        }
        previous = low;
    }
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    (!ids.is_empty() && !range).then_some(Target::Ids { ids, bare: !named })
}

/// Reads "3", "three", "3's" or "2-4" as the first and the last number.
fn figures(word: &str) -> Option<(i64, i64)> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    match word.split_once(['-', '–']) {
        Some((from, to)) => Some((number(from)?, number(to.trim_start_matches('#'))?)),
        None => number(word).map(|value| (value, value)),
    }
}

const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// Reads "the second one", "the first two", "the 1st and the 3rd", "the last".
fn places(clause: Clause<'_>) -> Option<Vec<Place>> {
    const REST: &str = "the|my|one|ones|task|tasks|item|items|and|&|of|them|those|these|on|in|list|from|top";
    let mut places = Vec::new();
    let mut at = 0;
    while at < clause.words.len() {
        let word = clause.low(at);
        let amount = number(clause.low(at + 1))
            .and_then(|value| usize::try_from(value).ok())
            .filter(|value| *value > 1);
        match (word, amount) {
            ("first" | "top", Some(amount)) => places.push(Place::First(amount)),
            ("last" | "bottom", Some(amount)) => places.push(Place::Last(amount)),
            ("last" | "bottom", None) => places.push(Place::Last(1)),
            ("top", None) if !clause.has("of") => places.push(Place::Nth(1)),
            _ => match ordinal(word) {
                Some(place) => places.push(Place::Nth(place)),
                None if !one_of(REST, word) => return None,
                None => {}
            },
        }
        let several = matches!(places.last(), Some(Place::First(_) | Place::Last(2..))) && amount.is_some();
        at += if several && matches!(word, "first" | "top" | "last" | "bottom") { 2 } else { 1 };
    }
    (!places.is_empty()).then_some(places)
}

fn ordinal(word: &str) -> Option<usize> {
    if let Some(index) = ORDINALS.iter().position(|name| *name == word) {
        return Some(index + 1);
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
    digits.parse().ok().filter(|place| (1..=999).contains(place))
}
