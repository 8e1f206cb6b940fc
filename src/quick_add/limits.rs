//! Beginning and end: `from 3 to 5`, `until june`, `for 5 times`, `starting monday`.

use super::clock_time::{Before, clock_time};
use super::day::day;
use super::month_day::{month_day, next_date};
use super::number::{Unit, length, number};
use super::unit::What;
use super::weekday::{month, plus_days};
use super::word::Line;
use jiff::civil::Date;

/// "from 3 to 5", "between 5 and 6pm": a length of time, which a task does not have.
pub(super) fn between(line: &Line<'_>, at: usize) -> Option<usize> {
    let link = match line.low(at) {
        "from" => ["to", "till", "until", "-"],
        "between" => ["and", "and", "and", "and"],
        _ => return None,
    };
    let (_, one, _) = clock_time(line, at + 1, Before::Preposition)?;
    let then = at + 1 + one;
    let (_, two, _) =
        clock_time(line, then + 1, Before::Preposition).filter(|_| link.contains(&line.low(then)))?;
    Some(1 + one + 1 + two)
}

/// "until june", "for 5 times", "for 3 weeks", "starting monday".
pub(super) fn limits(line: &Line<'_>, at: usize, today: Date) -> Option<(What, usize)> {
    let until = line.skip(at, &["until the", "until", "till", "til", "through"]);
    if until > 0 {
        let place = at + if line.has(at, "until the") { 1 } else { until };
        let skipped = place - at;
        if let Some((What::Day(last), count, _)) =
            day(line, place, today, true).or_else(|| month_day(line, place, today, true))
        {
            return Some((What::Until(last), skipped + count));
        }
        let month = month(line.low(place))?;
        let first = next_date(today, month, 1)?;
        return Some((What::Until(plus_days(first, -1)), skipped + 1));
    }
    let for_ = line.skip(at, &["for"]);
    let count = number(line.low(at + for_)).filter(|count| *count > 0);
    if let Some(count) = count.filter(|_| matches!(line.low(at + for_ + 1), "times" | "occurrences")) {
        return Some((What::Count(count), for_ + 2));
    }
    if for_ > 0
        && let Some((amount, unit, count)) = length(line, at + 1)
        && !matches!(unit, Unit::Hour | Unit::Minute)
    {
        return Some((What::For(unit.times(amount)), count + 1));
    }
    let from = line.skip(
        at,
        &[
            "starting from",
            "starting on",
            "starting",
            "beginning on",
            "beginning",
            "from",
            "as of",
            "start on",
        ],
    );
    let (what, count, _) = (from > 0)
        .then(|| day(line, at + from, today, true).or_else(|| month_day(line, at + from, today, true)))??;
    match what {
        What::Day(day) => Some((What::From(day), from + count)),
        _ => None,
    }
}

/// "start monday", "starting monday": the day on which the task is shown.
pub(super) fn started(line: &Line<'_>, at: usize, today: Date) -> Option<(What, usize)> {
    let from = line
        .skip(at, &["starting on", "starting", "start on", "start", "not before", "hide until", "show from"]);
    // "Start monday with yoga" is a title.
    if from == 0 || at == 0 {
        return None;
    }
    let (what, count, _) =
        day(line, at + from, today, true).or_else(|| month_day(line, at + from, today, true))?;
    match what {
        What::Day(day) => Some((What::Start(day), from + count)),
        _ => None,
    }
}
