//! Days by their date: `4 dec`, `dec 4th`, `2026-12-04`, `13/12`, `the 15th`, `christmas`.

use super::clock_time::{Before, clock_time};
use super::holiday::holiday;
use super::number::{number, ordinal};
use super::unit::{Reading, Strength, What};
use super::weekday::month;
use super::word::Line;
use jiff::ToSpan;
use jiff::civil::Date;

/// Reads a date at a place. `said` if "on", "by" or the like stands before it.
pub(super) fn month_day(line: &Line<'_>, at: usize, today: Date, said: bool) -> Reading {
    let strong = |what: What, count: usize| Some((what, count, Strength::Strong));
    if let Some((what, count)) = written(line, at, today) {
        return strong(what, count);
    }
    // Both dots of "4.12. 17:30" make it a day if a time follows. Elsewhere the second may end a sentence.
    let then = at + 1 + line.skip(at + 1, &["at"]);
    let before = if then > at + 1 { Before::Preposition } else { Before::Nothing };
    let timed = line.mark(at) == Some('.')
        && clock_time(line, then, before).is_some_and(|(what, ..)| matches!(what, What::Time(_)));
    if let Some((what, count)) = in_figures(line.low(at), line.mark(at), today, said || timed) {
        return strong(what, count);
    }
    if let Some((day, count)) = holiday(line, at, today) {
        return Some((What::Day(day), count, Strength::Weak)).filter(|_| said || count > 1);
    }
    let article = line.skip(at, &["the"]);
    let nth =
        ordinal(line.low(at + article)).filter(|_| line.low(at + article).as_bytes()[0].is_ascii_digit());
    match nth {
        Some(nth @ 1..=31) if article > 0 || said => {
            let of = line.skip(at + article + 1, &["of this month", "of next month", "of the month"]);
            let next = of > 0 && line.has(at + article + 1, "of next month");
            let day = if next {
                let month = today.first_of_month().saturating_add(1.months());
                Date::new(month.year(), month.month(), nth.try_into().ok()?).ok()
            } else {
                next_nth(today, nth)
            };
            let ends = at + article + 1 == line.len() || line.mark(at + article).is_some();
            let strength =
                if said || of > 0 || (nth > 3 && ends) { Strength::Strong } else { Strength::Weak };
            Some((day.map_or(What::Unknown, What::Day), article + 1 + of, strength))
        }
        _ => None,
    }
}

/// The next day with this number in its month, from today on.
pub(super) fn next_nth(today: Date, nth: i64) -> Option<Date> {
    let nth = nth.try_into().ok()?;
    (0..12).find_map(|ahead| {
        let month = today.first_of_month().saturating_add(ahead.months());
        Date::new(month.year(), month.month(), nth).ok().filter(|day| *day >= today)
    })
}

/// The next such day from today on. `None` if no year has it.
pub(super) fn next_date(today: Date, month: i8, day: i8) -> Option<Date> {
    (0..=8).find_map(|ahead| Date::new(today.year() + ahead, month, day).ok().filter(|date| *date >= today))
}

/// The month and the day of `4 dec`, `the 4th of December` or `Dec 4th`, with the number of words.
pub(super) fn month_and_day(line: &Line<'_>, at: usize) -> Option<(i8, i8, usize)> {
    let nth = |word: &str| {
        let written = word.as_bytes().first().is_some_and(u8::is_ascii_digit);
        let value = if written { number(word).or_else(|| ordinal(word)) } else { ordinal(word) };
        value.filter(|value| (1..=31).contains(value)).and_then(|value| i8::try_from(value).ok())
    };
    let article = line.skip(at, &["the"]);
    if let Some(day) = nth(line.low(at + article)) {
        let of = line.skip(at + article + 1, &["of"]);
        if let Some(found) = month(line.low(at + article + 1 + of)) {
            // "2 March" needs a figure or "of": "second may".
            let plain = line.low(at + article).as_bytes()[0].is_ascii_digit() || of > 0;
            return plain.then_some((found, day, article + 2 + of));
        }
        return None;
    }
    let found = month(line.low(at))?;
    let article = line.skip(at + 1, &["the"]);
    let day = nth(line.low(at + 1 + article))?;
    Some((found, day, 2 + article))
}

/// A date with the name of its month, perhaps with a year.
fn written(line: &Line<'_>, at: usize, today: Date) -> Option<(What, usize)> {
    let (month, day, count) = month_and_day(line, at)?;
    let year = line.low(at + count);
    if year.len() == 4
        && let Some(year) = number(year).filter(|year| (1900..=2999).contains(year))
    {
        return Some((dated(today, i16::try_from(year).ok()?, month, day), count + 1));
    }
    // A leap day years ahead is hardly meant.
    let what = match next_date(today, month, day) {
        Some(date) if date.year() > today.year() + 1 => What::OneOf(vec![date]),
        Some(date) => What::Day(date),
        None => What::Unknown,
    };
    Some((what, count))
}

/// A day with a year. One that does not exist or is over is asked about.
fn dated(today: Date, year: i16, month: i8, day: i8) -> What {
    match Date::new(year, month, day) {
        Ok(date) if date >= today => What::Day(date),
        Ok(date) => What::OneOf(vec![date]),
        Err(_) => What::Unknown,
    }
}

/// `2026-12-04`, `13/12`, `4.12.2026`. If it is not clear which figure is the month, there are two days.
fn in_figures(word: &str, mark: Option<char>, today: Date, said: bool) -> Option<(What, usize)> {
    let sign = ['-', '/', '.'].into_iter().find(|sign| word.contains(*sign))?;
    let parts: Vec<i64> = word
        .split(sign)
        .map(|part| number(part).filter(|_| !part.contains(char::is_alphabetic)))
        .collect::<Option<_>>()?;
    let small = |value: i64| i8::try_from(value).unwrap_or(i8::MAX);
    let year_of =
        |value: i64| i16::try_from(if value < 100 { value + 2000 } else { value }).unwrap_or(i16::MAX);
    let long = |value: i64| (1900..=2999).contains(&value);
    match *parts.as_slice() {
        [year, month, day] if long(year) && sign != '.' => {
            Some((dated(today, year_of(year), small(month), small(day)), 1))
        }
        [day, month, year] if sign == '.' && (long(year) || (said && year < 100)) => {
            Some((dated(today, year_of(year), small(month), small(day)), 1))
        }
        [one, two, year] if sign == '/' && (long(year) || year < 100) => {
            let days = [(one, two), (two, one)]
                .into_iter()
                .filter_map(|(day, month)| Date::new(year_of(year), small(month), small(day)).ok());
            Some((one_of(days.collect(), today), 1))
        }
        [day, month] if sign == '.' && mark == Some('.') && (1..=12).contains(&month) && said => {
            Some((next_date(today, small(month), small(day)).map_or(What::Unknown, What::Day), 1))
        }
        [one, two] if sign == '/' && (1..=31).contains(&one) && (1..=31).contains(&two) => {
            let days = [(one, two), (two, one)]
                .into_iter()
                .filter_map(|(day, month)| next_date(today, small(month), small(day)));
            // "1/2 cup" is an amount.
            (said || one > 12 || two > 12 || (one > 2 && two > 2)).then(|| (one_of(days.collect(), today), 1))
        }
        _ => None,
    }
}

fn one_of(mut days: Vec<Date>, today: Date) -> What {
    days.dedup();
    match days.as_slice() {
        [] => What::Unknown,
        [day] if *day >= today => What::Day(*day),
        _ => What::OneOf(days),
    }
}
