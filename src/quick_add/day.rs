//! Days by their distance from today: `tomorrow`, `next friday`, `in 3 days`, `end of the month`.

use super::month_day::month_day;
use super::number::{Unit, length, ordinal};
use super::unit::{DayPart, Reading, Strength, What};
use super::weekday::{after, monday_of, month, plus_days, weekday};
use super::word::Line;
use jiff::ToSpan;
use jiff::civil::Date;

const TOMORROW: &[&str] = &["tomorrow", "tmrw", "tmr", "tmw", "tomorow", "tommorow", "tommorrow", "2moro"];

/// Reads a day at a place. `said` if "on", "by" or the like stands before it.
pub(super) fn day(line: &Line<'_>, at: usize, today: Date, said: bool) -> Reading {
    let strong = |day: Date, count: usize| Some((What::Day(day), count, Strength::Strong));
    let over = line.skip(at, &["the day after tomorrow", "day after tomorrow", "overmorrow"]);
    if over > 0 {
        return strong(plus_days(today, 2), over);
    }
    let week_from =
        |count| strong(plus_days(today, 7 + i64::from(line.low(at).starts_with("tomorrow"))), count);
    let closing = line
        .skip(at, &["the end of the day", "end of the day", "end of day", "close of business", "eod", "cob"]);
    if closing > 0 {
        // "EOD friday"
        let later = day(line, at + closing, today, true).filter(|_| line.mark(at + closing - 1).is_none());
        return match later {
            Some((what, count, strength)) => Some((what, closing + count, strength)),
            None => strong(today, closing),
        };
    }
    match line.low(at) {
        "today" | "tomorrow" if line.low(at + 1) == "week" => return week_from(2),
        "today" => return strong(today, 1),
        word if TOMORROW.contains(&word) => return strong(plus_days(today, 1), 1),
        _ => {}
    }
    ahead(line, at, today, said)
        .or_else(|| on_weekday(line, at, today, said))
        .or_else(|| nth_weekday(line, at, today))
        .or_else(|| edge(line, at, today))
        .or_else(|| period(line, at, today))
}

/// "in 3 days", "two weeks from now", "a week on friday". Hours and minutes are read as a length.
fn ahead(line: &Line<'_>, at: usize, today: Date, said: bool) -> Reading {
    let strong = |what: What, count: usize| Some((what, count, Strength::Strong));
    let prefix = line.skip(at, &["in", "within"]);
    let about = line.skip(at + prefix, &["about"]).min(prefix);
    let start = at + prefix + about;
    if let Some((amount, unit, count)) = length(line, start) {
        let end = start + count;
        if prefix > 0 {
            // "in 5 minutes' walk"
            let time = line.skip(end, &["time"]);
            return strong(moved(today, amount, unit), prefix + about + count + time);
        }
        let now = line.skip(end, &["from now", "from today", "from tomorrow"]);
        if now > 0 {
            let base = if line.has(end, "from tomorrow") { plus_days(today, 1) } else { today };
            return strong(moved(base, amount, unit), count + now);
        }
        let on = line.skip(end, &["from", "on", "after"]);
        if on > 0
            && unit == Unit::Week
            && let Some((weekday, _)) = weekday(line.low(end + on))
        {
            return strong(moved(after(today, weekday), amount, unit), count + on + 1);
        }
        return None;
    }
    // "in a few days" is no date.
    let vague = line.skip(start, &["a few", "few", "several", "some"]);
    let unit = Unit::of(line.low(start + vague)).filter(|_| vague > 0 && prefix > 0 && !said);
    unit.and_then(|_| strong(What::Unknown, prefix + about + vague + 1))
}

fn moved(from: Date, amount: i64, unit: Unit) -> What {
    match unit {
        Unit::Minute | Unit::Hour => What::Later(unit.times(amount)),
        _ => What::Day(from.saturating_add(unit.times(amount))),
    }
}

/// "friday", "this friday", "next friday", "the friday after next", "friday week", "friday next week".
///
/// A week begins on Monday. "Next friday" is the one of next week, or the coming one if today is in a week whose Friday
/// is over. The name of today's weekday means the day in a week.
fn on_weekday(line: &Line<'_>, at: usize, today: Date, said: bool) -> Reading {
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
    let named = usize::from(matches!(which, "this" | "next" | "coming" | "upcoming" | "following"));
    let (found, full) = weekday(line.low(at + article + named))?;
    let count = article + named + 1;
    let coming = after(today, found);
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
        "this" if found == today.weekday() => {
            return Some((What::OneOf(vec![today, coming]), count, Strength::Strong));
        }
        _ => coming,
    };
    let strength = if full || said || named > 0 { Strength::Strong } else { Strength::Weak };
    Some((What::Day(day), count, strength))
}

fn next(today: Date, weekday: jiff::civil::Weekday) -> Date {
    of_week(plus_days(monday_of(today), 7), weekday)
}

fn of_week(monday: Date, weekday: jiff::civil::Weekday) -> Date {
    plus_days(monday, i64::from(weekday.to_monday_zero_offset()))
}

/// "the first monday of december", "last friday of next month".
fn nth_weekday(line: &Line<'_>, at: usize, today: Date) -> Reading {
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

/// "end of the month", "beginning of next week", "mid-january".
fn edge(line: &Line<'_>, at: usize, today: Date) -> Reading {
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
    super::month_day::next_date(today, month, day)
}

/// "next week", "next month", "this weekend".
fn period(line: &Line<'_>, at: usize, today: Date) -> Reading {
    let strong = |day: Date, count: usize| Some((What::Day(day), count, Strength::Strong));
    let monday = monday_of(today);
    let saturday = plus_days(monday, 5).max(today);
    let weekend = line.skip(at, &["this weekend", "the weekend", "the week-end", "weekend"]);
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
