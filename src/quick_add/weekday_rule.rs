//! Weekdays in rules: `mondays and thursdays`, `mon, wed and fri`, `monday to friday`, `weekday`.

use super::rule::{On, Rule};
use super::weekday::{weekday, weekdays};
use super::word::Line;
use jiff::civil::Weekday;

const WORKDAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

/// "weekday", "weekend", "business day".
pub(super) fn named_days(line: &Line<'_>, at: usize) -> Option<(Rule, usize)> {
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
        return Some((Rule::every(1, On::Week(WORKDAYS.to_vec())), work));
    }
    let weekend = line.skip(at, &["weekend", "weekends"]);
    (weekend > 0).then(|| (Rule::every(1, On::Week(vec![Weekday::Saturday])), weekend))
}

/// "mondays and thursdays", "on weekdays".
pub(super) fn plural(line: &Line<'_>, at: usize) -> Option<(Rule, usize)> {
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
    Some((Rule::every(1, On::Week(days)), end - at))
}

/// "monday", "mon, wed and fri", "mon-fri", "monday to friday".
pub(super) fn weekday_list(line: &Line<'_>, at: usize) -> Option<(Vec<Weekday>, usize)> {
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
