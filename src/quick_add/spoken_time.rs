//! Times in words: `half past 5`, `quarter to nine`, `at two thirty`, `five o'clock`.

use super::clock_time::{Before, ClockTime, digits, half, twelve};
use super::number::number;
use super::unit::Strength;
use super::vocabulary::one_of;
use super::word::Line;

/// "two pm", "five o'clock", "at two", "at two thirty".
pub(super) fn in_letters(line: &Line<'_>, at: usize, before: Before) -> Option<(ClockTime, usize, Strength)> {
    const NO_TIME: &str = "with|of|time|point|or";
    let written = |word: &str| {
        number(word).filter(|_| word.len() > 2 && !word.starts_with(|c: char| c.is_ascii_digit()))
    };
    let hour = written(line.low(at)).filter(|hour| *hour <= 12)?;
    let next = line.low(at + 1);
    if let Some(pm) = half(next) {
        return Some((twelve(hour, 0, pm)?, 2, Strength::Strong));
    }
    if matches!(next, "o'clock" | "oclock") {
        return Some((ClockTime::new(hour, 0, false)?, 2, Strength::Strong));
    }
    let looks = at > 1 && one_of("look|looking|stare|aim|point|laugh", line.low(at - 2));
    if before != Before::Preposition || line.low(at - 1) != "at" || looks {
        return None;
    }
    let minute = written(next).or((next == "forty-five").then_some(45)).filter(|minute| *minute > 12);
    let (minute, count) = minute.map_or((0, 1), |minute| (minute, 2));
    let other = count == 1 && line.mark(at).is_none() && one_of(NO_TIME, next);
    ClockTime::new(hour, minute, false).filter(|_| !other).map(|time| (time, count, Strength::Weak))
}

/// "half past 5", "quarter to nine", "ten past four".
pub(super) fn spoken(line: &Line<'_>, at: usize) -> Option<(ClockTime, usize)> {
    let article = line.skip(at, &["a"]);
    let start = if line.low(at + article) == "quarter" { at + article } else { at };
    let minutes = match line.low(start) {
        "half" => 30,
        "quarter" => 15,
        word => number(word).filter(|minutes| [5, 10, 20, 25].contains(minutes))?,
    };
    let named = line.skip(start + 1, &["minutes", "min"]);
    let past = match line.low(start + 1 + named) {
        "past" | "after" => true,
        "to" | "before" if minutes < 30 => false,
        _ => return None,
    };
    // "5 to 10 eggs" is an amount.
    let figure = line.low(start).starts_with(|c: char| c.is_ascii_digit());
    if figure && !past && named == 0 {
        return None;
    }
    let place = start + 2 + named;
    let (hour, _, suffix, colon) =
        match number(line.low(place)).filter(|_| !matches!(line.low(place), "a" | "an")) {
            Some(hour) => (hour, 0, "", false),
            None => digits(line.low(place))?,
        };
    if colon || !(1..=23).contains(&hour) {
        return None;
    }
    let (pm, count) = match (half(suffix), half(line.low(place + 1))) {
        (Some(pm), _) => (Some(pm), 1),
        (None, Some(pm)) => (Some(pm), 2),
        (None, None) if suffix.is_empty() => (None, 1),
        _ => return None,
    };
    let whole = match pm {
        Some(pm) => twelve(hour, 0, pm)?,
        None => ClockTime::new(hour, 0, false)?,
    };
    let time = if past {
        ClockTime { minute: minutes.try_into().ok()?, ..whole }
    } else {
        let hour = if whole.exact { (whole.hour + 23) % 24 } else { (whole.hour + 10) % 12 + 1 };
        ClockTime { hour, minute: (60 - minutes).try_into().ok()?, ..whole }
    };
    Some((time, place + count - at))
}
