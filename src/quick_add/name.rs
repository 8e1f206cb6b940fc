//! Names that look like dates: "The Day After Tomorrow", "Friday Night Lights", "Project Sunday".

use super::holiday::is_holiday;
use super::unit::Unit;
use super::vocabulary::{PEOPLE, one_of};
use super::weekday::{month, weekday};
use super::word::Line;
use std::ops::Range;

/// Names that contain the name of a day.
pub(super) const NAMES: &[&str] = &[
    "black friday",
    "cyber monday",
    "good friday",
    "blue monday",
    "freaky friday",
    "ruby tuesday",
    "super tuesday",
    "giving tuesday",
    "taco tuesday",
    "ash wednesday",
    "maundy thursday",
    "palm sunday",
    "easter sunday",
    "easter monday",
    "casual friday",
    "super sunday",
    "sunday school",
    "sunday roast",
    "sunday times",
    "friday night lights",
    "saturday night live",
    "saturday night fever",
    "friday the 13th",
    "tuesdays with",
    "today show",
    "tonight show",
    "sun cream",
    "second hand",
];

/// Whether capital letters make the words a name, or a part of one: "The Day After Tomorrow", "Tomorrow Never Dies".
pub(super) fn is_spelt_as_name(line: &Line<'_>, unit: &Unit, from: usize) -> bool {
    let end = unit.words.end;
    let goes_on = line.mark(end - 1).is_none() && line.is_capital(end);
    has_odd_capital(line, unit, from) && (line.low(unit.words.start) == "the" || goes_on)
}

/// Whether a word of the unit has a capital letter that it needs neither as the name of a day nor at its place.
pub(super) fn has_odd_capital(line: &Line<'_>, unit: &Unit, from: usize) -> bool {
    let always_capital = |at: usize| {
        let word = line.low(at).trim_end_matches('s');
        weekday(word).is_some() || month(word).is_some() || word.starts_with(['@', '#'])
    };
    let begins =
        |at: usize| at == from || line.mark(at - 1).is_some_and(|mark| matches!(mark, '.' | '!' | '?' | ':'));
    let odd = |at: usize| {
        let word = line.low(at);
        line.is_capital(at) && !always_capital(at) && !begins(at) && word.len() > 3
    };
    let festive = unit.words.clone().any(|at| is_holiday(line, at));
    unit.what.is_date() && !festive && unit.words.clone().any(odd)
}

/// Whether the words around make it a part of a name: "Friday Night Lights".
pub(super) fn is_named(line: &Line<'_>, words: &Range<usize>, from: usize, prefixed: bool) -> bool {
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
    // "Project Sunday"
    let project =
        words.start > from && line.low(words.start - 1) == "project" && line.is_capital(words.start - 1);
    next || project
        || (capital_before(1) && capital_before(2))
        || (capital_before(1) && one_of("second|third|first|last|bloody|black", line.low(words.start - 1)))
}
