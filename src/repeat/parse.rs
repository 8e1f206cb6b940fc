use super::{By, COUNT_MAX, Frequency, INTERVAL_MAX, NthWeekday, Parts, RULE_MAX, RuleError, Until, Weekday};
use std::collections::BTreeMap;
use std::str::FromStr;

impl Parts {
    /// Reads a rule, with or without `RRULE:`, in any letter case.
    ///
    /// # Errors
    /// If the text is no rule that a task can repeat by.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let text = text.trim();
        if text.len() > RULE_MAX {
            return Err(RuleError::TooLong);
        }
        let text = text.to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        let mut values = BTreeMap::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let unknown = || RuleError::UnknownPart { part: part.chars().take(40).collect() };
            let (name, value) = part.split_once('=').ok_or_else(unknown)?;
            let name = name.trim_end();
            if !OTHERS.contains(&name) && !By::ALL.iter().any(|part| part.name() == name) {
                return Err(unknown());
            }
            if values.insert(name, value.trim()).is_some() {
                return Err(RuleError::Twice { part: name.to_owned() });
            }
        }
        let week_start = match values.get("WKST") {
            Some(code) => Weekday::parse(code).ok_or_else(|| RuleError::value("WKST", code))?,
            None => Weekday::MONDAY,
        };
        let mut numbers = BTreeMap::new();
        for part in By::ALL {
            if let Some(value) = values.get(part.name()) {
                numbers.insert(part, items(part.name(), value, |item| number(part, item))?);
            }
        }
        let mut weekdays = match values.get("BYDAY") {
            Some(value) => items("BYDAY", value, NthWeekday::parse)?,
            None => Vec::new(),
        };
        weekdays.sort_by_key(|day| (day.nth.map(end_last), day.weekday.days_since(week_start)));
        weekdays.dedup();
        for list in numbers.values_mut() {
            list.sort_by_key(|number| end_last(*number));
            list.dedup();
        }
        let parts = Self {
            frequency: frequency(values.get("FREQ").copied().ok_or(RuleError::NoFrequency)?)?,
            interval: upto("INTERVAL", values.get("INTERVAL"), INTERVAL_MAX)?.unwrap_or(1),
            weekdays,
            count: upto("COUNT", values.get("COUNT"), COUNT_MAX)?,
            until: match values.get("UNTIL") {
                Some(value) => Some(until(value).ok_or_else(|| RuleError::value("UNTIL", value))?),
                None => None,
            },
            week_start,
            numbers,
        };
        parts.agree()?;
        Ok(parts)
    }
}

const OTHERS: [&str; 6] = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"];

/// Sorts the numbers that count from the end behind the others.
fn end_last(number: i16) -> (bool, i16) {
    (number < 0, number)
}

fn items<Item>(
    part: &'static str,
    list: &str,
    read: impl Fn(&str) -> Option<Item>,
) -> Result<Vec<Item>, RuleError> {
    list.split(',')
        .map(str::trim)
        .map(|item| read(item).ok_or_else(|| RuleError::value(part, item)))
        .collect()
}

fn number(part: By, text: &str) -> Option<i16> {
    text.parse().ok().filter(|number| part.allows(*number))
}

fn upto(part: &'static str, value: Option<&&str>, most: u16) -> Result<Option<u16>, RuleError> {
    let Some(value) = value else { return Ok(None) };
    let number = value.parse().ok().filter(|number| (1..=most).contains(number));
    number.map(Some).ok_or_else(|| RuleError::value(part, value))
}

fn frequency(text: &str) -> Result<Frequency, RuleError> {
    Ok(match text {
        "HOURLY" => Frequency::Hourly,
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        "MINUTELY" => return Err(RuleError::TooOften { part: "FREQ=MINUTELY" }),
        "SECONDLY" => return Err(RuleError::TooOften { part: "FREQ=SECONDLY" }),
        other => return Err(RuleError::value("FREQ", other)),
    })
}

/// Reads `20270630`, `20270630T170000` and `20270630T170000Z`, also with the dashes and colons of ISO 8601.
fn until(text: &str) -> Option<Until> {
    let text = text.replace(['-', ':'], "");
    let (text, utc) = match text.strip_suffix('Z') {
        Some(text) => (text, true),
        None => (text.as_str(), false),
    };
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let time = match time {
        Some(time) => {
            let (hour, minute, second) =
                (digits(time, 0, 2, 6)?, digits(time, 2, 4, 6)?, digits(time, 4, 6, 6)?);
            (hour < 24 && minute < 60 && second < 60).then_some(())?;
            Some((hour, minute, second))
        }
        None if utc => return None,
        None => None,
    };
    let (year, month, day) = (digits(day, 0, 4, 8)?, digits(day, 4, 6, 8)?, digits(day, 6, 8, 8)?);
    let exists = (1..=9998).contains(&year) && (1..=days_in(year, month)).contains(&day);
    exists.then_some(Until { year, month, day, time, utc })
}

fn digits<Number: FromStr>(text: &str, from: usize, to: usize, all: usize) -> Option<Number> {
    let digits = text.len() == all && text.bytes().all(|byte| byte.is_ascii_digit());
    text.get(from..to).filter(|_| digits)?.parse().ok()
}

fn days_in(year: i16, month: i8) -> i8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}
