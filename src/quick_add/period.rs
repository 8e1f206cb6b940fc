//! Days by the period that they begin or end: `end of the month`, `next week`, `mid-january`.

use super::month_day::next_date;
use super::number::Unit;
use super::unit::{Reading, Strength, What};
use super::weekday::{monday_of, month, plus_days};
use super::word::Line;
use jiff::ToSpan;
use jiff::civil::Date;

/// "end of the month", "beginning of next week", "mid-january".
pub(super) fn edge(line: &Line<'_>, at: usize, today: Date) -> Reading {
    let strong = |day: Date, count: usize| Some((What::Day(day), count, Strength::Strong));
    match line.low(at) {
        "eow" => return strong(end_of_week(today), 1),
        "eom" => return strong(today.last_of_month(), 1),
        "eoy" => return strong(today.last_of_year(), 1),
        word => {
            if let Some(month) = word.strip_prefix("mid-").and_then(month) {
                return Some((What::Day(of_month(today, month, 15)?), 1, Strength::Strong));
            }
        }
    }
    if line.low(at) == "mid"
        && let Some(month) = month(line.low(at + 1))
    {
        return Some((What::Day(of_month(today, month, 15)?), 2, Strength::Strong));
    }
    let article = line.skip(at, &["the"]);
    let edge = line.low(at + article);
    if !matches!(edge, "end" | "beginning" | "start" | "middle") {
        return None;
    }
    let of = line.skip(at + article + 1, &["of the", "of this", "of"]);
    let next = line.skip(at + article + 1 + of, &["next"]);
    let place = at + article + 1 + of + next;
    if of == 0 {
        return None;
    }
    let count = place + 1 - at;
    if let Some(month) = month(line.low(place)) {
        let first = of_month(today, month, 1)?;
        let first = if month == today.month() { today.first_of_month() } else { first };
        let day = match edge {
            "end" => first.last_of_month(),
            "middle" => plus_days(first, 14),
            _ => first,
        };
        return (day >= today).then(|| strong(day, count))?;
    }
    let ahead = i64::try_from(next).ok()?;
    let day = match (Unit::of(line.low(place))?, edge) {
        (Unit::Week, "end") if next == 0 => end_of_week(today),
        (Unit::Week, "end") => plus_days(monday_of(today), 11),
        (Unit::Week, "middle") => plus_days(monday_of(today), 2 + 7 * ahead),
        (Unit::Week, _) => plus_days(monday_of(today), 7 * ahead),
        (Unit::Month, edge) => {
            in_period(today.first_of_month().saturating_add(ahead.months()), edge, Date::last_of_month)
        }
        (Unit::Year, edge) => {
            in_period(today.first_of_year().saturating_add(ahead.years()), edge, Date::last_of_year)
        }
        (Unit::Quarter, edge) => {
            in_period(quarter(today).saturating_add((3 * ahead).months()), edge, |first| {
                first.saturating_add(2.months()).last_of_month()
            })
        }
        _ => return None,
    };
    (day >= today).then(|| strong(day, count))?
}

fn in_period(first: Date, edge: &str, last: impl Fn(Date) -> Date) -> Date {
    match edge {
        "end" => last(first),
        "middle" => plus_days(first, i64::from(last(first).day_of_year() - first.day_of_year()) / 2),
        _ => first,
    }
}

/// The first day of a day's quarter.
fn quarter(day: Date) -> Date {
    let months = i64::from((day.month() - 1) % 3);
    day.first_of_month().saturating_sub(months.months())
}

/// Friday, or Sunday if today is after it.
fn end_of_week(today: Date) -> Date {
    let friday = plus_days(monday_of(today), 4);
    if friday >= today { friday } else { plus_days(friday, 2) }
}

/// The day of the next such month from today on.
fn of_month(today: Date, month: i8, day: i8) -> Option<Date> {
    next_date(today, month, day)
}

/// "next week", "next month", "this weekend".
pub(super) fn period(line: &Line<'_>, at: usize, today: Date) -> Reading {
    let strong = |day: Date, count: usize| Some((What::Day(day), count, Strength::Strong));
    let monday = monday_of(today);
    let saturday = plus_days(monday, 5).max(today);
    let weekend = line.skip(
        at,
        &[
            "this weekend",
            "this coming weekend",
            "the coming weekend",
            "the weekend",
            "the week-end",
            "weekend",
        ],
    );
    if weekend > 0 {
        let strength = if line.low(at) == "this" { Strength::Strong } else { Strength::Weak };
        return Some((What::Day(saturday), weekend, strength));
    }
    let after_next = line.skip(at, &["the week after next", "week after next"]);
    if after_next > 0 {
        return strong(plus_days(monday, 14), after_next);
    }
    if line.low(at) == "this" && line.low(at + 1) == "week" {
        return strong(end_of_week(today), 2);
    }
    if line.low(at) != "next" {
        return None;
    }
    match line.low(at + 1) {
        "weekend" => return strong(plus_days(monday, 12), 2),
        "week" => return strong(plus_days(monday, 7), 2),
        "month" => return strong(today.first_of_month().saturating_add(1.months()), 2),
        "quarter" => return strong(quarter(today).saturating_add(3.months()), 2),
        "year" => return strong(today.first_of_year().saturating_add(1.years()), 2),
        _ => {}
    }
    None
}
