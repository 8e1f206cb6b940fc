//! Decides whether words that can be a date are one, or belong to the title.
//!
//! A date stands at the end of a line, at its beginning before an order, or where the sentence goes on with a
//! preposition. Everywhere else, and after words that make it a topic ("call mom about friday"), the person is asked.

use super::holiday::is_holiday;
use super::name::{has_odd_capital, is_named};
use super::number::number;
use super::object::is_object;
use super::unit::{Strength, Unit, What};
use super::vocabulary::{CLAUSES, DETERMINERS, FOLLOW, ORDERS, PARTICLES, PLACES, SUBJECTS, TOPICS, one_of};
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
        && line.low(words.start).contains(':')
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
        end_mark(line, words.end).is_some_and(|mark| matches!(mark, ',' | ';' | ':' | '.' | '!' | '-' | ')'));
    let place = one_of(PLACES, after) && line.low(words.end + 1).starts_with(|c: char| c.is_ascii_digit());
    let goes_on = ends || closed || place || one_of(FOLLOW, after);
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
        let hour = first.prefixed && one_of("early|late", before);
        let topic = one_of(TOPICS, before) && !(first.prefixed && one_of(PARTICLES, before));
        if topic || (one_of(DETERMINERS, before) && before != "one" && !hour) {
            return unsure;
        }
        let clause = line.words[from..words.start].iter().rev().take_while(|word| word.mark.is_none());
        // "Tell mum I'll be there at 6": what is said has a subject of its own.
        let subject =
            |word: &Word| one_of(SUBJECTS, &word.low) && word.span.start > line.bytes(from..from + 1).start;
        // "Check if it is done in 20 minutes."
        let check = one_of("check|see|look|test|verify", line.low(from))
            && chain.iter().all(|unit| matches!(unit.what, What::Later(_)));
        if !check && clause.clone().any(|word| one_of(CLAUSES, &word.low) || subject(word)) {
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
            || matches!(unit.what, What::Time(time) if time.may_last)
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
        return if close || goes_on || (order && !closed) || (is_full_rule(chain) && !closed) {
            Verdict::Take
        } else {
            unsure
        };
    }
    if is_half(line, chain) {
        return unsure;
    }
    if !goes_on || !whole(line, chain) || is_object(line, chain, from) {
        return unsure;
    }
    Verdict::Take
}

/// The mark that ends a date. A point of "a.m." does not.
fn end_mark(line: &Line<'_>, end: usize) -> Option<char> {
    let point = line.low(end - 1).ends_with(".m") && (!line.is_capital(end) || line.low(end) == "i");
    line.mark(end - 1).filter(|mark| *mark != '.' || !point)
}

/// "Every sunday evening", "every tuesday at 6": what follows is no part of a name.
fn is_full_rule(chain: &[Unit]) -> bool {
    let timed = chain.iter().any(|unit| matches!(unit.what, What::Time(_) | What::Part(_)));
    timed && chain.first().is_some_and(|first| first.prefixed && matches!(first.what, What::Repeat(_)))
}

/// Keeps days that stand before a thing as its name, if another day is clear: "buy 4 march flags on march 4".
pub(super) fn keep_names(line: &Line<'_>, from: usize, judged: &mut [(Verdict, Vec<Unit>)]) {
    let is_day = |unit: &Unit| matches!(unit.what, What::Day(_) | What::OneOf(_));
    let clear = judged.iter().any(|(verdict, chain)| {
        *verdict == Verdict::Take
            && chain.iter().any(|unit| unit.prefixed && matches!(unit.what, What::Day(_)))
    });
    for (verdict, chain) in judged.iter_mut().filter(|(verdict, _)| clear && *verdict == Verdict::Ask) {
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else { continue };
        let (start, end) = (first.words.start, last.words.end);
        let named = end < line.len() && line.mark(end - 1).is_none() && !one_of(FOLLOW, line.low(end));
        let linked = start > from && one_of("and|or|&|to|till|until|than", line.low(start - 1));
        if chain.iter().all(is_day) && !first.prefixed && start > from && named && !linked {
            *verdict = Verdict::Keep;
        }
    }
}

/// Asks about a time if the day beside it is kept as a name: "christmas eve dinner at 7".
pub(super) fn ask_for_day(line: &Line<'_>, judged: &mut [(Verdict, Vec<Unit>)]) {
    let taken = |at: usize| {
        let mut chains = judged.iter().filter(|(verdict, _)| *verdict != Verdict::Keep);
        chains.any(|(_, chain)| chain.iter().any(|unit| unit.words.contains(&at)))
    };
    // "Christmas" alone is a season.
    let season = |at: usize| one_of("christmas|xmas", line.low(at)) && !one_of("eve|day", line.low(at + 1));
    let kept = (0..line.len()).any(|at| is_holiday(line, at) && !season(at) && !taken(at));
    let has_day = judged.iter().filter(|(verdict, _)| *verdict != Verdict::Keep).any(|(_, chain)| {
        chain.iter().any(|unit| matches!(unit.what, What::Day(_) | What::OneOf(_) | What::Repeat(_)))
    });
    let timed = |chain: &[Unit]| chain.iter().any(|unit| matches!(unit.what, What::Time(_)));
    for (verdict, chain) in judged.iter_mut().filter(|_| kept && !has_day) {
        if *verdict == Verdict::Take && timed(chain) {
            *verdict = Verdict::Ask;
        }
    }
}

/// Whether a time is taken while a day in figures is left: "am 4.12. um 17:00".
fn is_half(line: &Line<'_>, chain: &[Unit]) -> bool {
    let taken = |at: usize| chain.iter().any(|unit| unit.words.contains(&at));
    let figures = |word: &str| {
        word.contains(['.', '/'])
            && word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/'))
    };
    // "2.5" may be a version, but "2.5." or "2.5 17:00" is none.
    let is_apart = |at: usize| line.low(at).contains('/') || line.mark(at) == Some('.') || taken(at + 1);
    let day = chain.iter().any(|unit| matches!(unit.what, What::Day(_) | What::OneOf(_) | What::Repeat(_)));
    let time = chain.iter().any(|unit| matches!(unit.what, What::Time(_)));
    time && !day && (0..line.len()).any(|at| !taken(at) && figures(line.low(at)) && is_apart(at))
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
