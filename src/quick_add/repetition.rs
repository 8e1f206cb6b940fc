//! Repetitions: `every second tuesday`, `monthly on the 15th`, `mondays and thursdays`.

use super::completion::after_completion;
use super::month_day::month_and_day;
use super::month_rule::{nth_days, nth_of_month};
use super::number::{Unit, length, number, ordinal};
use super::rule::{On, Rule};
use super::unit::{DayPart, Reading, Strength, What};
use super::weekday::weekday;
use super::weekday_rule::{named_days, plural, weekday_list};
use super::word::Line;

/// A rule, and the number of its words.
type Found = Option<(Rule, usize)>;

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
    let all = line.skip(at, &["all"]);
    if let Some((rule, count)) = plural(line, at + all) {
        return strong((rule, all + count));
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
        return Some((Rule::every(every, On::Week(days)), used + count));
    }
    if DayPart::of(word).is_some() {
        // The part is read again for its hour.
        return Some((Rule::every(every, On::Day), used));
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
    Some((Rule::every(every, on), used + 1 + more))
}

/// "daily", "monthly on the 15th".
fn adverb(line: &Line<'_>, at: usize) -> Found {
    let next = at + 1;
    let (every, (on, more)) = match line.low(at) {
        "daily" => (1, (On::Day, 0)),
        "weekly" | "wkly" => (1, weekly_on(line, next)),
        "biweekly" | "bi-weekly" | "biwkly" | "fortnightly" => (2, weekly_on(line, next)),
        "monthly" | "mthly" | "mnthly" => (1, monthly_on(line, next)?),
        "quarterly" | "qtrly" => (3, (On::Month(Vec::new()), 0)),
        "yearly" | "yrly" | "annually" => (1, yearly_on(line, next)),
        _ => return None,
    };
    Some((Rule::every(every, on), 1 + more))
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
    Some((Rule::every(1, On::Year(Some((month, day)))), count))
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
