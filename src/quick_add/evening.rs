//! Events of a half of the day: "dinner at 8" is at 20:00, "breakfast at 6" at 06:00.

use super::unit::{Unit, What};
use super::vocabulary::{ASIDE, FOLLOW, one_of};
use super::word::Line;

/// Events of which the hours from 7 to 11 are in the evening.
const EVENING: &str = "dinner|supper|drinks|cocktails|nightcap";
/// Events of which those from 7 to 9 are in the evening, and the others may be in either half of the day.
const LONG: &str = "party|concert|gig|movie|movies|cinema|theatre|theater|opera";
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
    let half = (from..line.len()).filter(|at| !is_taken(*at)).find_map(|at| {
        let next = at + 1;
        let ends =
            next == line.len() || line.mark(at).is_some() || is_taken(next) || one_of(FOLLOW, line.low(next));
        half(line, from, at, hour, ends)
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

/// The half of the day in which an event is that a word names. `ends` if it does not name another thing: "party hats".
fn half(line: &Line<'_>, from: usize, at: usize, hour: i8, ends: bool) -> Option<Half> {
    let word = line.low(at);
    let before = if at > from { line.low(at - 1) } else { "" };
    let before = match before {
        "the" | "a" | "our" | "my" if at > from + 1 => line.low(at - 2),
        before => before,
    };
    let aside = one_of(ASIDE, before);
    let numbered = line.low(at + 1).starts_with(|c: char| c.is_ascii_digit());
    let long = match hour {
        7..=9 if !aside => Half::Evening,
        _ => Half::Either,
    };
    if word == "breakfast" && ends && matches!(hour, 4..=6) {
        return Some(if aside { Half::Either } else { Half::Morning });
    }
    if !(7..=11).contains(&hour) {
        return None;
    }
    if one_of(EVENING, word) && ends {
        return Some(if aside { Half::Either } else { Half::Evening });
    }
    if one_of(LONG, word) && ends {
        return Some(long);
    }
    (one_of(PLACES, word) && (ends || numbered) && matches!(before, "" | "in" | "at")).then_some(long)
}
