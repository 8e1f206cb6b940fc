//! Days by their weekday: `next friday`, `friday week`, `the first monday of december`.

use super::month_day::{month_day, next_nth};
use super::number::{number, ordinal};
use super::unit::{Reading, Strength, What};
use super::weekday::{after, monday_of, month, plus_days, weekday};
use super::word::Line;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// "friday", "this friday", "next friday", "the friday after next", "friday week", "friday next week".
///
/// A week begins on Monday. "Next friday" is the one of next week, or the coming one if today is in a week whose Friday
/// is over. The name of today's weekday means the day in a week.
pub(super) fn on_weekday(line: &Line<'_>, at: usize, today: Date, said: bool) -> Reading {
    let strong = |day: Date, count: usize| Some((What::Day(day), count, Strength::Strong));
    let article = line.skip(at, &["the"]);
    let next_monday = plus_days(monday_of(today), 7);
    let of_next = line.skip(at, &["next week on", "next week"]);
    if let Some((weekday, full)) =
        weekday(line.low(at + of_next)).filter(|_| of_next > 0 && line.mark(at + of_next - 1).is_none())
    {
        return (full || of_next == 3).then(|| strong(of_week(next_monday, weekday), of_next + 1))?;
    }
    let which = line.low(at + article);
    let named = line.skip(
        at + article,
        &["this coming", "this upcoming", "this", "next", "coming", "upcoming", "following"],
    );
    let (found, full) = weekday(line.low(at + article + named))?;
    let count = article + named + 1;
    let coming = after(today, found);
    if let Some((day, date)) = numbered(line, at + count, today).filter(|(day, _)| day.weekday() == found) {
        return strong(day, count + date);
    }
    // "Friday 4 December" has to be one.
    if let Some((what, date, _)) = month_day(line, at + count, today, true)
        && line.mark(at + count - 1).is_none_or(|mark| matches!(mark, ',' | '.'))
    {
        let fits = matches!(what, What::Day(day) if day.weekday() == found);
        return Some((if fits { what } else { What::Unknown }, count + date, Strength::Strong));
    }
    let then = at + count;
    if named == 0 {
        let after_next = line.skip(then, &["after next"]);
        if after_next > 0 {
            return strong(plus_days(next(today, found), 7), count + after_next);
        }
        if line.low(then) == "week" && line.mark(then - 1).is_none() {
            return strong(plus_days(coming, 7), count + 1);
        }
        let of_next = line.skip(then, &["next week", "of next week"]);
        if of_next > 0 {
            return strong(of_week(next_monday, found), count + of_next);
        }
        let of_this = line.skip(then, &["this week", "of this week"]);
        if of_this > 0 {
            let day = of_week(monday_of(today), found);
            return (day >= today).then(|| strong(day, count + of_this))?;
        }
        if article > 0 {
            return None;
        }
    }
    let day = match which {
        "next" => next(today, found),
        // On a Saturday, "this saturday" may be today.
        "this" if named == 1 && found == today.weekday() => {
            return Some((What::OneOf(vec![today, coming]), count, Strength::Strong));
        }
        _ => coming,
    };
    let strength = if full || said || named > 0 { Strength::Strong } else { Strength::Weak };
    Some((What::Day(day), count, strength))
}

/// "the 8" after a weekday, as people say whose languages have no "8th".
fn numbered(line: &Line<'_>, at: usize, today: Date) -> Option<(Date, usize)> {
    let nth = number(line.low(at + 1)).filter(|_| line.low(at) == "the" && line.mark(at).is_none())?;
    let figure = line.low(at + 1).starts_with(|c: char| c.is_ascii_digit());
    Some((next_nth(today, nth).filter(|_| figure && month(line.low(at + 2)).is_none())?, 2))
}

fn next(today: Date, weekday: Weekday) -> Date {
    of_week(plus_days(monday_of(today), 7), weekday)
}

fn of_week(monday: Date, weekday: Weekday) -> Date {
    plus_days(monday, i64::from(weekday.to_monday_zero_offset()))
}

/// "the first monday of december", "last friday of next month".
pub(super) fn nth_weekday(line: &Line<'_>, at: usize, today: Date) -> Reading {
    let article = line.skip(at, &["the"]);
    let place = at + article;
    let nth = if line.low(place) == "last" { -1 } else { i8::try_from(ordinal(line.low(place))?).ok()? };
    let (found, _) = weekday(line.low(place + 1))?;
    let of = line.skip(place + 2, &["of", "in"]);
    let next = line.skip(place + 2 + of, &["next month", "this month"]);
    let first = match (next, month(line.low(place + 2 + of))) {
        _ if of == 0 => return None,
        (0, None) => return None,
        (0, Some(month)) => {
            let this_year = Date::new(today.year(), month, 1).ok()?;
            let passed = this_year.nth_weekday_of_month(nth, found).ok().is_none_or(|day| day < today);
            if passed { Date::new(today.year() + 1, month, 1).ok()? } else { this_year }
        }
        _ if line.has(place + 2 + of, "next month") => today.first_of_month().saturating_add(1.months()),
        _ => today.first_of_month(),
    };
    let day = first.nth_weekday_of_month(nth, found).ok().filter(|day| *day >= today);
    let count = article + 2 + of + next.max(1);
    Some((day.map_or(What::Unknown, What::Day), count, Strength::Strong))
}
