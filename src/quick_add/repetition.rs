//! Repetitions: `every second tuesday`, `monthly on the 15th`, `mondays and thursdays`.

use super::month_day::month_and_day;
use super::month_rule::{nth_days, nth_of_month};
use super::number::{Unit, length, number, ordinal};
use super::rule::{On, Rule};
use super::unit::{DayPart, Reading, Strength, What};
use super::weekday::{weekday, weekdays};
use super::word::Line;
use jiff::civil::Weekday;

/// A rule, and the number of its words.
type Found = Option<(Rule, usize)>;

const WORKDAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

/// Reads a repetition at a place.
pub(super) fn repetition(line: &Line<'_>, at: usize) -> Reading {
    let strong = |(rule, count): (Rule, usize)| Some((What::Repeat(rule), count, Strength::Strong));
    if let Some(found) = after_completion(line, at) {
        return strong(found);
    }
    if matches!(line.low(at), "every" | "each") {
        let found = yearly(line, at + 1)
            .or_else(|| counted(line, at + 1))
            .or_else(|| nth_of_month(line, at + 1, true));
        if let Some((rule, count)) = found {
            return strong((rule, count + 1));
        }
        // "Every minute" is known and not supported. "Every guest" is no repetition.
        let times = Unit::of(line.low(at + 1)).is_some() || length(line, at + 1).is_some();
        return times.then_some((What::Unknown, 2, Strength::Strong));
    }
    if let Some(found) = adverb(line, at) {
        return strong(found);
    }
    if let Some(found) = plural(line, at) {
        return strong(found);
    }
    if line.low(at).contains(['-', '–']) && weekday_list(line, at).is_some() {
        // "Mon-fri" may be five days, or a repetition.
        return Some((What::Unknown, 1, Strength::Strong));
    }
    if let Some((rule, count)) = nth_of_month(line, at, false) {
        let repeated = (at..at + count).any(|at| matches!(line.low(at), "every" | "each"));
        // "The last friday of the month" may be one day, or one of each month.
        return if repeated { strong((rule, count)) } else { Some((What::Unknown, count, Strength::Strong)) };
    }
    often(line, at)
}

fn rule(every: i64, on: On) -> Rule {
    Rule { every, on }
}

/// "other day", "2 weeks on monday", "second tuesday", "mon, wed and fri", "weekday", "month on the 15th".
fn counted(line: &Line<'_>, at: usize) -> Found {
    if nth_of_month(line, at, true).is_some() {
        return None;
    }
    let said = line.low(at);
    let (every, used) = match said {
        "other" => (2, 1),
        "single" => (1, 1),
        _ => match number(said).or_else(|| ordinal(said)) {
            Some(every @ 1..=999) => (every, 1),
            Some(_) => return None,
            None => (1, 0),
        },
    };
    // "every 15th" is a day of the month, but "every 2nd week" counts.
    let name = at + used;
    let word = line.low(name);
    if let Some(found) = named_days(line, name).filter(|_| every == 1) {
        return Some((found.0, used + found.1));
    }
    if let Some((days, count)) = weekday_list(line, name) {
        return Some((rule(every, On::Week(days)), used + count));
    }
    if DayPart::of(word).is_some() {
        // The part is read again for its hour.
        return Some((rule(every, On::Day), used));
    }
    let (on, more) = match Unit::of(word).or_else(|| (word == "fortnight").then_some(Unit::Week))? {
        Unit::Day => (On::Day, 0),
        Unit::Week => weekly_on(line, name + 1),
        Unit::Month => monthly_on(line, name + 1)?,
        Unit::Quarter => (On::Month(Vec::new()), 0),
        Unit::Year => yearly_on(line, name + 1),
        Unit::Hour => (On::Hour, 0),
        Unit::Minute => return None,
    };
    let every = match word {
        "fortnight" => every * 2,
        "quarter" | "quarters" => every * 3,
        _ => every,
    };
    Some((rule(every, on), used + 1 + more))
}

/// "weekday", "weekend", "business day".
fn named_days(line: &Line<'_>, at: usize) -> Found {
    let work = line.skip(
        at,
        &[
            "weekday",
            "weekdays",
            "week day",
            "workday",
            "workdays",
            "working day",
            "work day",
            "business day",
        ],
    );
    if work > 0 {
        return Some((rule(1, On::Week(WORKDAYS.to_vec())), work));
    }
    let weekend = line.skip(at, &["weekend", "weekends"]);
    (weekend > 0).then(|| (rule(1, On::Week(vec![Weekday::Saturday])), weekend))
}

/// "daily", "monthly on the 15th".
fn adverb(line: &Line<'_>, at: usize) -> Found {
    let next = at + 1;
    let (every, (on, more)) = match line.low(at) {
        "daily" => (1, (On::Day, 0)),
        "weekly" => (1, weekly_on(line, next)),
        "biweekly" | "bi-weekly" | "fortnightly" => (2, weekly_on(line, next)),
        "monthly" => (1, monthly_on(line, next)?),
        "quarterly" => (3, (On::Month(Vec::new()), 0)),
        "yearly" | "annually" => (1, yearly_on(line, next)),
        _ => return None,
    };
    Some((rule(every, on), 1 + more))
}

/// "mondays and thursdays", "on weekdays".
fn plural(line: &Line<'_>, at: usize) -> Found {
    if matches!(line.low(at), "weekdays" | "workdays" | "weekends") {
        return named_days(line, at);
    }
    let mut days = vec![weekdays(line.low(at))?];
    let mut end = at + 1;
    loop {
        let link = line.skip(end, &["and", "&"]);
        let Some(day) = weekdays(line.low(end + link)) else { break };
        days.push(day);
        end += link + 1;
    }
    Some((rule(1, On::Week(days)), end - at))
}

/// "monday", "mon, wed and fri", "mon-fri", "monday to friday".
fn weekday_list(line: &Line<'_>, at: usize) -> Option<(Vec<Weekday>, usize)> {
    let day = |word: &str| weekday(word).map(|(day, _)| day).or_else(|| weekdays(word));
    let range = |first: Weekday, last: Weekday| {
        (0..=last.since(first)).map(|ahead| first.wrapping_add(ahead)).collect::<Vec<_>>()
    };
    if let Some((first, last)) = line.low(at).split_once(['-', '–']) {
        return Some((range(day(first)?, day(last)?), 1));
    }
    let mut days = vec![day(line.low(at))?];
    let mut end = at + 1;
    let to = line.skip(end, &["to", "through", "thru", "till"]);
    if let Some(last) = day(line.low(end + to)).filter(|_| to > 0) {
        return Some((range(days[0], last), to + 2));
    }
    loop {
        let link = line.skip(end, &["and", "&", "or"]);
        let parted = link > 0 || line.mark(end - 1) == Some(',') || line.low(end - 1).len() <= 3;
        let Some(next) = day(line.low(end + link)).filter(|next| parted && !days.contains(next)) else {
            break;
        };
        days.push(next);
        end += link + 1;
    }
    days.sort_by_key(|day| day.to_monday_zero_offset());
    Some((days, end - at))
}

/// The days after "week": "on monday and friday".
fn weekly_on(line: &Line<'_>, at: usize) -> (On, usize) {
    let on = line.skip(at, &["on"]);
    match weekday_list(line, at + on).filter(|_| on > 0) {
        Some((days, count)) => (On::Week(days), on + count),
        None => (On::Week(Vec::new()), 0),
    }
}

/// The days after "month": "on the 15th", "on the first monday", "on the last day". `None` if they are not known.
fn monthly_on(line: &Line<'_>, at: usize) -> Option<(On, usize)> {
    let on = line.skip(at, &["on the", "on day", "on"]);
    if on == 0 {
        return Some((On::Month(Vec::new()), 0));
    }
    if let Some((on_days, count)) = nth_days(line, at + on, false) {
        return Some((on_days, on + count));
    }
    weekday(line.low(at + on)).is_none().then_some((On::Month(Vec::new()), 0))
}

/// The day after "year": "on 4 may".
fn yearly_on(line: &Line<'_>, at: usize) -> (On, usize) {
    let on = line.skip(at, &["on the", "on"]);
    match month_and_day(line, at + on).filter(|_| on > 0) {
        Some((month, day, count)) => (On::Year(Some((month, day))), on + count),
        None => (On::Year(None), 0),
    }
}

/// "4 may" after "every".
fn yearly(line: &Line<'_>, at: usize) -> Found {
    let (month, day, count) = month_and_day(line, at)?;
    Some((rule(1, On::Year(Some((month, day)))), count))
}

/// "3 days after I finish", "2 weeks after completion".
fn after_completion(line: &Line<'_>, at: usize) -> Found {
    let every = line.skip(at, &["every", "each"]);
    let (amount, unit, count) = length(line, at + every)?;
    let done = completion(line, at + every + count);
    if done == 0 {
        return None;
    }
    let (amount, on) = match unit {
        Unit::Day => (amount, On::Day),
        Unit::Week => (amount, On::Week(Vec::new())),
        Unit::Month => (amount, On::Month(Vec::new())),
        Unit::Quarter => (amount * 3, On::Month(Vec::new())),
        Unit::Year => (amount, On::Year(None)),
        Unit::Hour | Unit::Minute => return None,
    };
    // The words "after completion" are read again for themselves.
    Some((rule(amount, on), every + count))
}

/// The number of the words "after completion" at a place.
pub(super) fn completion(line: &Line<'_>, at: usize) -> usize {
    line.skip(
        at,
        &[
            "after i finish it",
            "after i finish",
            "after i complete it",
            "after i've finished",
            "after i have finished",
            "after i'm done",
            "after i am done",
            "after i did it",
            "after i do it",
            "after finishing",
            "after completing it",
            "after completing",
            "after completion",
            "from completion",
            "after it's done",
            "after it is done",
            "after the last time",
            "after done",
        ],
    )
}

/// "twice a week", which Docket cannot repeat.
fn often(line: &Line<'_>, at: usize) -> Reading {
    let times = line.skip(at, &["once", "twice"]);
    let count =
        if times == 0 && number(line.low(at)).is_some() { 2 * line.skip(at + 1, &["times"]) } else { times };
    let per = line.skip(at + count, &["a", "per", "every", "each"]);
    if count == 0 || per == 0 {
        return None;
    }
    let words = count + per + 1;
    if line.low(at) == "once" {
        let found = counted(line, at + count + per)?;
        return Some((What::Repeat(found.0), count + per + found.1, Strength::Strong));
    }
    let unit = Unit::of(line.low(at + count + per))?;
    (unit != Unit::Minute).then_some((What::Unknown, words, Strength::Strong))
}
