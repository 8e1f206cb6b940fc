//! Events of a half of the day: "dinner at 8" is at 20:00, "breakfast at 6" at 06:00.

use super::unit::{Unit, What};
use super::vocabulary::{ASIDE, FOLLOW, one_of};
use super::word::Line;

/// Events of which the hours from 7 to 11 are in the evening.
const EVENING: &str = "dinner|supper|drinks|cocktails|nightcap|fireworks";
/// Events of which those from 7 to 9 are in the evening, and the others may be in either half of the day.
const LONG: &str = "party|concert|gig|movie|movies|cinema|theatre|theater|opera";
/// Words that make an event with a word of these before them.
const COMPOUNDS: &str = "reservation|night|date|club|table|party";
/// Places of such events.
const PLACES: &str = "bar|pub|restaurant";

/// Where an event has the hour that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Morning,
    Evening,
    Either,
}

/// Finds the half of the day for hours that can be in both.
pub(super) fn settle(line: &Line<'_>, from: usize, units: &mut [Unit]) {
    if units.iter().any(|unit| matches!(unit.what, What::Part(_))) {
        return;
    }
    let is_taken = |at: usize| units.iter().any(|unit| unit.words.contains(&at));
    let Some(hour) = units.iter().find_map(|unit| match unit.what {
        What::Time(time) => time.open_hour(),
        _ => None,
    }) else {
        return;
    };
    let ends = |at: usize| {
        let next = at + 1;
        next >= line.len() || line.mark(at).is_some() || is_taken(next) || one_of(FOLLOW, line.low(next))
    };
    let half = (from..line.len()).filter(|at| !is_taken(*at)).find_map(|at| {
        // "Movie night", but not "dinner party slides".
        let compound = one_of(COMPOUNDS, line.low(at + 1)) && ends(at + 1);
        half(line, from, at, hour, ends(at), compound)
    });
    for unit in units {
        if let (What::Time(time), Some(half)) = (&mut unit.what, half)
            && time.open_hour().is_some()
        {
            match half {
                Half::Morning => *time = time.early(),
                Half::Evening => *time = time.late(),
                Half::Either => time.either = true,
            }
        }
    }
}

/// The half of the day in which an event is that a word names. `ends` if it describes no other word, `compound` if only
/// one such as "night".
fn half(line: &Line<'_>, from: usize, at: usize, hour: i8, ends: bool, compound: bool) -> Option<Half> {
    let (word, next) = (line.low(at), line.low(at + 1));
    let before = |back: usize| if at >= from + back { line.low(at - back) } else { "" };
    let before = if one_of("the|a|our|my", before(1)) { before(2) } else { before(1) };
    let aside = one_of(ASIDE, before);
    let whole = ends || compound;
    let early = matches!(hour, 4..=6);
    if early && ((word == "breakfast" && ends && !aside) || (word == "wake" && next == "up")) {
        return Some(Half::Morning);
    }
    if early && matches!(word, "breakfast" | "alarm") && ends {
        return Some(Half::Either);
    }
    if !(7..=11).contains(&hour) {
        return None;
    }
    if word == "bed" && before == "to" && ends {
        return Some(Half::Evening);
    }
    if one_of(EVENING, word) {
        return Some(if whole && !aside { Half::Evening } else { Half::Either });
    }
    let numbered = next.starts_with(|c: char| c.is_ascii_digit());
    let place = one_of(PLACES, word) && (ends || numbered) && matches!(before, "" | "in" | "at");
    let long = one_of(LONG, word) && whole;
    let half = if hour < 10 && !aside { Half::Evening } else { Half::Either };
    (place || long).then_some(half)
}
