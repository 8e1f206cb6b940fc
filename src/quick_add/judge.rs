//! Decides whether words that can be a date are one, or belong to the title.
//!
//! A date stands at the end of a line, at its beginning before an order, or where the sentence goes on with a
//! preposition. Everywhere else, and after words that make it a topic ("call mom about friday"), the person is asked.

use super::number::number;
use super::unit::{Strength, Unit, What};
use super::weekday::{month, weekday};
use super::word::{Line, Word};
use std::ops::Range;

/// What becomes of a chain of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is what it seems to be.
    Take,
    /// It belongs to the title.
    Keep,
    /// The person has to say.
    Ask,
}

/// Words after which a sentence goes on without the date.
const FOLLOW: &str = "about|for|with|from|to|at|in|on|and|before|after|so|because|via|by|if|when|unless|or|then|re|\
    regarding|as|without|until|while|near|using|per|&|+|remind|but|since|that|over|through|around|please|pls|thanks";
/// Words that make what follows a part of a name or a thing.
const DETERMINERS: &str = "the|a|an|my|your|our|his|her|their|its|this|that|these|those|last|past|previous|every|each|\
    some|any|all|no|early|late|another|next|old|new|first|second|one";
/// Words that make what follows a topic.
const TOPICS: &str = "about|for|of|from|to|since|after|than|re|regarding|called|named|titled|is|was|are|were|be|and|or|\
    not|between|vs|versus|like|into|in|during|with|&|+|only|except|on|by|at|before|until|through|via|over|under|around";
/// Words of [`TOPICS`] that may belong to a verb: "sleep in".
const PARTICLES: &str = "in|on|by|over|through|around|under|into|like|only";
/// Words that begin a clause of its own.
const CLAUSES: &str =
    "that|whether|if|when|because|which|who|what|where|why|how|while|whose|what's|who's|where's|when's|how's";
/// Subjects of such a clause.
const SUBJECTS: &str =
    "i|i'll|i'm|we|we'll|we're|he|he'll|she|she'll|they|they'll|you'll|it'll|he's|she's|they're";
/// Verbs whose object may carry the date: "book a table friday".
const EVENTS: &str = "plan|book|reserve|schedule|arrange|organise|organize|rsvp|register";
/// Verbs that are about a date themselves.
const MOVES: &str = "reschedule|postpone|move|push|delay|cancel|shift|bring|change|extend";
/// Verbs after which a date alone is the object: "review friday".
const OBJECTS: &str = "watch|read|review|discuss|enjoy|remember|celebrate|prepare|see|think|play|sing|learn|describe|\
    draw|paint|write|translate|buy|order|download|listen";
/// Verbs with which people begin what they have to do.
const ORDERS: &str = "buy|call|pay|email|mail|write|send|clean|wash|book|fix|pick|go|visit|order|schedule|plan|prepare|\
    study|learn|meet|return|renew|water|feed|walk|cook|bake|file|submit|review|make|do|take|text|ring|phone|practice|\
    organize|organise|repair|install|create|bring|collect|iron|vacuum|mow|paint|pack|print|register|replace|research|\
    sell|sew|sign|sort|start|update|upload|draft|check|drop|arrange|attend|change|contact|deliver|read|shop|wrap|get|\
    invite|cancel|finalize|hoover|tidy|build|design|test|deploy|apply|backup|donate|empty|reply|respond|discuss|to|i|\
    we|please|remember|ask|tell|talk|give|put|turn|try|work|finish|complete|let|need|have|must|follow|back|bathe|\
    brush|stretch|run|jog|swim|wake|leave|ship|move|help|think|set|pick|charge|descale|defrost|refill|reset|look";
const PEOPLE: &str =
    "mom|mum|mama|dad|papa|grandma|grandpa|granny|nana|mother|father|i|mum's|mom's|dr|mr|mrs|ms|me";

fn one_of(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split('|').any(|other| other == word)
}

/// Judges the units at these words, which follow each other. The line begins at `from`.
pub(super) fn judge(line: &Line<'_>, chain: &[Unit], from: usize) -> Verdict {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return Verdict::Keep };
    let words = first.words.start..last.words.end;
    if !chain.iter().any(|unit| unit.what.is_date()) {
        return mark_verdict(line, &words, from, first);
    }
    let strong = chain.iter().any(|unit| unit.what.is_date() && unit.strength == Strength::Strong);
    let unsure = if strong { Verdict::Ask } else { Verdict::Keep };
    // "John 3:16" is a verse.
    let verse = !strong
        && chain.len() == 1
        && !first.prefixed
        && words.start > from + 1
        && line.is_capital(words.start - 1);
    if verse || is_named(line, &words, from, first.prefixed) {
        return Verdict::Keep;
    }
    let (starts, ends) = (words.start == from, words.end == line.len());
    let before = if starts { "" } else { line.low(words.start - 1) };
    // A mark ends what stands before it, but for the dash of "Berlin - friday".
    let apart = starts
        || line.mark(words.start - 1).is_some_and(|mark| matches!(mark, ',' | ';' | ':' | '.' | '!' | '-'));
    let after = line.low(words.end);
    let closed =
        line.mark(words.end - 1).is_some_and(|mark| matches!(mark, ',' | ';' | ':' | '.' | '!' | '-' | ')'));
    let goes_on = ends || closed || one_of(FOLLOW, after);
    let adverb = line.low(words.start).ends_with("ly");
    if matches!(first.what, What::Repeat(_)) && adverb && !first.prefixed && !goes_on && chain.len() == 1 {
        // "Weekly report"
        return Verdict::Keep;
    }
    if !apart {
        if !first.prefixed && one_of(DETERMINERS, before) {
            return if goes_on { unsure } else { Verdict::Keep };
        }
        // "Sleep in on sunday": the word before a preposition belongs to the verb.
        let topic = one_of(TOPICS, before) && !(first.prefixed && one_of(PARTICLES, before));
        if topic || (one_of(DETERMINERS, before) && before != "one") {
            return unsure;
        }
        let clause = line.words[from..words.start].iter().rev().take_while(|word| word.mark.is_none());
        // "Tell mum I'll be there at 6": what is said has a subject of its own.
        let subject =
            |word: &Word| one_of(SUBJECTS, &word.low) && word.span.start > line.bytes(from..from + 1).start;
        if clause.clone().any(|word| one_of(CLAUSES, &word.low) || subject(word)) {
            return unsure;
        }
    }
    // "In the evening": of which day?
    let dates = chain.iter().filter(|unit| unit.what.is_date()).count();
    let dayless = |unit: &Unit| {
        dates == 1 && matches!(unit.what, What::Part(_)) && matches!(line.low(unit.words.start), "in" | "at")
    };
    let unclear = |unit: &Unit| {
        matches!(unit.what, What::Unknown | What::OneOf(_))
            || dayless(unit)
            || has_odd_capital(line, unit, from)
    };
    if chain.iter().any(unclear) {
        return unsure;
    }
    if starts && !ends {
        let order =
            one_of(ORDERS, after) || line.words.get(words.end).is_some_and(|word| word.low.is_empty());
        let close = line.mark(words.end - 1).is_some_and(|mark| matches!(mark, ',' | ':' | '-' | ';'));
        // After "remind me".
        let goes_on = from > 0 && one_of("to|about|that|of", after);
        return if close || goes_on || (order && !closed) { Verdict::Take } else { unsure };
    }
    if is_half(line, chain) {
        return unsure;
    }
    if !goes_on || !whole(line, chain) || is_object(line, chain, from) {
        return unsure;
    }
    Verdict::Take
}

/// Whether a time is taken while a day in figures is left: "am 4.12. um 17:00".
fn is_half(line: &Line<'_>, chain: &[Unit]) -> bool {
    let taken = |at: usize| chain.iter().any(|unit| unit.words.contains(&at));
    let figures = |word: &str| {
        word.contains(['.', '/'])
            && word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/'))
    };
    let day = chain.iter().any(|unit| matches!(unit.what, What::Day(_) | What::OneOf(_) | What::Repeat(_)));
    let time = chain.iter().any(|unit| matches!(unit.what, What::Time(_)));
    time && !day && (0..line.len()).any(|at| !taken(at) && figures(line.low(at)))
}

/// Whether the date ends where the chain does: not in "at 5 or 6" and "every day except sunday".
fn whole(line: &Line<'_>, chain: &[Unit]) -> bool {
    let Some(last) = chain.iter().rfind(|unit| unit.what.is_date()) else { return true };
    let (after, then) = (line.low(last.words.end), line.low(last.words.end + 1));
    let repeats = chain.iter().any(|unit| matches!(unit.what, What::Repeat(_)));
    let figure =
        then.starts_with(|c: char| c.is_ascii_digit()) || number(then).is_some_and(|_| !one_of("a|an", then));
    let range = one_of("or|to|and|&|till|until|-", after) && figure && matches!(last.what, What::Time(_));
    let excepted = one_of("except|excluding|but|unless|besides|apart|other|starting|from|until|till", after);
    // "Every week or two", "in a day or two".
    let about = after == "or" && number(then).is_some();
    let more = one_of("and|&|or", after) && one_of("the|every|each|on", then);
    !(range || about || (repeats && (excepted || more)))
}

/// Tags, lists and priorities are taken at both ends of a line, and where the sentence goes on.
fn mark_verdict(line: &Line<'_>, words: &Range<usize>, from: usize, first: &Unit) -> Verdict {
    let before = if words.start > from { line.low(words.start - 1) } else { "" };
    let open = words.start > from && line.mark(words.start - 1).is_none();
    // "#work call Bob", but not "#launch plan".
    let before_order = words.start == from
        && (!matches!(first.what, What::List(_) | What::Tag(_))
            || (one_of(ORDERS, line.low(words.end)) && words.end + 1 < line.len()));
    let goes_on = words.end == line.len() || before_order || one_of(FOLLOW, line.low(words.end));
    let closed = line.mark(words.end - 1).is_some();
    if open && one_of(DETERMINERS, before) {
        return if goes_on { Verdict::Ask } else { Verdict::Keep };
    }
    if open && one_of(TOPICS, before) {
        return Verdict::Ask;
    }
    match goes_on || closed {
        true => Verdict::Take,
        // "Fix the P1 bug": capital letters are a name.
        false if matches!(first.what, What::Priority(_)) && line.is_capital(words.start) => Verdict::Keep,
        false => Verdict::Ask,
    }
}

/// Whether capital letters make the words a name, or a part of one: "The Day After Tomorrow", "Tomorrow Never Dies".
pub(super) fn is_spelt_as_name(line: &Line<'_>, unit: &Unit, from: usize) -> bool {
    let end = unit.words.end;
    let goes_on = line.mark(end - 1).is_none() && line.is_capital(end);
    has_odd_capital(line, unit, from) && (line.low(unit.words.start) == "the" || goes_on)
}

/// Whether a word of the unit has a capital letter that it needs neither as the name of a day nor at its place.
fn has_odd_capital(line: &Line<'_>, unit: &Unit, from: usize) -> bool {
    let always_capital = |at: usize| {
        let word = line.low(at).trim_end_matches('s');
        weekday(word).is_some() || month(word).is_some() || word.starts_with(['@', '#'])
    };
    let begins =
        |at: usize| at == from || line.mark(at - 1).is_some_and(|mark| matches!(mark, '.' | '!' | '?' | ':'));
    let odd = |at: usize| {
        let word = line.low(at);
        line.is_capital(at) && !always_capital(at) && !begins(at) && word.len() > 3 && word != "christmas"
    };
    unit.what.is_date() && unit.words.clone().any(odd)
}

/// Whether the words around make it a part of a name: "Friday Night Lights".
fn is_named(line: &Line<'_>, words: &Range<usize>, from: usize, prefixed: bool) -> bool {
    if prefixed || !line.is_capital(words.end - 1) {
        return false;
    }
    let open = line.mark(words.end - 1).is_none();
    let next = open && line.is_capital(words.end) && !one_of(PEOPLE, line.low(words.end));
    let capital_before = |back: usize| {
        words.start.checked_sub(back).is_some_and(|at| {
            at > from && line.is_capital(at) && line.mark(at).is_none() && !one_of(PEOPLE, line.low(at))
        })
    };
    next || (capital_before(1) && capital_before(2))
        || (capital_before(1) && one_of("second|third|first|last|bloody|black", line.low(words.start - 1)))
}

/// Whether the date may belong to the object of the verb: "book a table friday", "plan tomorrow", "cancel lunch friday".
fn is_object(line: &Line<'_>, chain: &[Unit], from: usize) -> bool {
    let Some(first) = chain.first() else { return false };
    let verb = line.low(from);
    let deadline = matches!(line.low(first.words.start), "by" | "due" | "before" | "no");
    if deadline || chain.iter().any(|unit| matches!(unit.what, What::Repeat(_))) {
        // "Watch it every friday" is a repetition.
        return false;
    }
    let alone = first.words.start == from + 1 && !first.prefixed;
    if alone && (one_of(OBJECTS, verb) || one_of(EVENTS, verb) || one_of(MOVES, verb)) {
        return true;
    }
    if one_of(MOVES, verb) || (verb == "call" && line.low(from + 1) == "off") {
        return true;
    }
    let soon = matches!(line.low(first.words.start), "today" | "tomorrow" | "tonight" | "tmrw")
        && !chain.iter().any(|unit| matches!(unit.what, What::Time(_)));
    let wait = one_of("until|till|til", line.low(first.words.start))
        && one_of("wait|stay|hold|keep|sleep|rent|work|open|closed|out", verb);
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
