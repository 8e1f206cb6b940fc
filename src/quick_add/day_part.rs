//! Parts of a day: `tonight`, `this morning`, `in the evening`.

use super::unit::DayPart;
use super::word::Line;

/// "this morning", "tonight", "in the evening", or "morning" after a day.
pub(super) fn day_part(line: &Line<'_>, at: usize, after_day: bool) -> Option<(DayPart, bool, usize)> {
    if line.low(at) == "tonight" {
        return Some((DayPart::Evening, true, 1));
    }
    let this = line.skip(at, &["this"]);
    let inside = line.skip(at, &["in the", "at"]);
    if this == 0 && inside == 0 && !after_day {
        return None;
    }
    let part = DayPart::of(line.low(at + this + inside))?;
    // "at night", but not "at morning"; "in the morning" needs a day or a time before it.
    let fits = match inside {
        1 => line.low(at + 1) == "night",
        _ => true,
    };
    (fits && (this > 0 || after_day)).then_some((part, this > 0, this + inside + 1))
}
