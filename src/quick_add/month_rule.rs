//! Days of the month in rules: `1st and 15th`, `the last friday of every month`.

use super::number::{Unit, number, ordinal};
use super::rule::{On, Rule};
use super::weekday::weekday;
use super::word::Line;

/// "15th", "1st and 15th", "first monday", "last day", "last friday", "last working day". `whole` if the figure must be an ordinal.
pub(super) fn nth_days(line: &Line<'_>, at: usize, whole: bool) -> Option<(On, usize)> {
    let word = line.low(at);
    let last = word == "last";
    let nth =
        ordinal(word).or_else(|| number(word).filter(|_| !whole && word.as_bytes()[0].is_ascii_digit()));
    let next = line.low(at + 1);
    if last && next == "day" {
        return Some((On::Month(vec![-1]), 2));
    }
    let work = line.skip(at + 1, &["working day", "business day", "work day", "workday", "weekday"]);
    if work > 0 && line.mark(at).is_none() {
        let nth = if last { -1 } else { nth.filter(|nth| (1..=20).contains(nth))? };
        return Some((On::Workday(nth.try_into().ok()?), 1 + work));
    }
    if let Some((weekday, _)) = weekday(next).filter(|_| line.mark(at).is_none()) {
        let nth = if last { -1 } else { nth.filter(|nth| (1..=5).contains(nth))? };
        return Some((On::MonthWeekday(nth.try_into().ok()?, weekday), 2));
    }
    let day = |nth: i64| i8::try_from(nth).ok().filter(|nth| (1..=31).contains(nth));
    let mut days = vec![day(nth?)?];
    let mut end = at + 1;
    end += line.skip(end, &["day"]);
    loop {
        let link = line.skip(end, &["and the", "and", "&"]);
        let Some(more) = ordinal(line.low(end + link))
            .and_then(day)
            .filter(|_| link > 0 || line.mark(end - 1) == Some(','))
        else {
            break;
        };
        days.push(more);
        end += link + 1;
    }
    if days.len() > 1 {
        // Short months have no 29th or 30th, and their last day is no substitute beside other days.
        if days.iter().any(|day| (29..=30).contains(day)) {
            return None;
        }
        days.iter_mut().filter(|day| **day == 31).for_each(|day| *day = -1);
    }
    Some((On::Month(days), end - at))
}

/// "1st of the month", "first monday of every month"; after "every" also "15th".
pub(super) fn nth_of_month(line: &Line<'_>, at: usize, every: bool) -> Option<(Rule, usize)> {
    let article = line.skip(at, &["the"]);
    let (on, count) = nth_days(line, at + article, true)?;
    let end = at + article + count;
    let of = line.skip(
        end,
        &[
            "of the month",
            "of every month",
            "of each month",
            "of month",
            "in the month",
            "every month",
            "each month",
            "in every month",
        ],
    );
    let other = line.skip(end, &["of every other month", "every other month"]);
    if other > 0 {
        return Some((Rule { every: 2, on }, article + count + other));
    }
    // "every second tuesday" without "of the month" counts weeks; "every 2nd" alone is a day of the month, and
    // "every last friday" is one of a month.
    let written = line.low(at + article).as_bytes().first().is_some_and(u8::is_ascii_digit);
    let alone = match on {
        On::Month(_) => written && Unit::of(line.low(end)).is_none(),
        On::MonthWeekday(nth, _) | On::Workday(nth) => matches!(nth, 1 | -1),
        _ => false,
    };
    let alone = every && alone;
    (of > 0 || alone).then_some((Rule { every: 1, on }, article + count + of))
}
