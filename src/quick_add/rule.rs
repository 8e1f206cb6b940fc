//! Rules of repetition as they are said, and their text by RFC 5545.

use super::weekday::plus_days;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

/// Every so many units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// Every how many.
    pub every: i64,
    /// Of what.
    pub on: On,
}

/// The days of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks, on these weekdays.
    Week(Vec<Weekday>),
    /// Months, on these days; -1 is the last.
    Month(Vec<i8>),
    /// Months, on such a weekday; -1 is the last one.
    MonthWeekday(i8, Weekday),
    /// Months, on such a day of those from Monday to Friday; -1 is the last one.
    Workday(i8),
    /// Years, on a month's day.
    Year(Option<(i8, i8)>),
}

impl Rule {
    /// Every so many units.
    pub fn every(every: i64, on: On) -> Self {
        Self { every, on }
    }

    /// The first day of the rule from a day on.
    pub fn first(&self, from: Date) -> Option<Date> {
        // A leap day may be eight years away.
        (0..=366 * 8).map(|ahead| plus_days(from, ahead)).find(|day| self.has(*day))
    }

    /// Whether it can fall on a day.
    pub fn has(&self, day: Date) -> bool {
        let last = day.days_in_month();
        match &self.on {
            On::Hour | On::Day | On::Year(None) => true,
            On::Week(days) => days.is_empty() || days.contains(&day.weekday()),
            On::Month(days) => {
                days.is_empty()
                    || days
                        .iter()
                        .any(|nth| if *nth < 0 { day.day() == last } else { day.day() == (*nth).min(last) })
            }
            On::MonthWeekday(nth, weekday) => {
                let fits = if *nth < 0 { day.day() > last - 7 } else { (day.day() - 1) / 7 + 1 == *nth };
                fits && day.weekday() == *weekday
            }
            On::Workday(nth) => {
                let is_workday = |day: Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
                let others = if *nth < 0 { day.day() + 1..=last } else { 1..=day.day() - 1 };
                let others = others.filter_map(|nth| Date::new(day.year(), day.month(), nth).ok());
                is_workday(day)
                    && others.filter(|day| is_workday(*day)).count() + 1 == usize::from(nth.unsigned_abs())
            }
            On::Year(Some((month, nth))) => day.month() == *month && day.day() == (*nth).min(last),
        }
    }

    /// By RFC 5545, without `RRULE:`. A rule for times ends at a time in UTC.
    pub fn text(&self, until: Option<Date>, count: Option<i64>, timed: Option<&TimeZone>) -> String {
        let (frequency, by) = match &self.on {
            On::Hour => ("HOURLY", String::new()),
            On::Day => ("DAILY", String::new()),
            On::Week(days) => ("WEEKLY", by_day(days)),
            On::Month(days) => ("MONTHLY", by_month_day(days)),
            On::MonthWeekday(nth, weekday) => ("MONTHLY", format!(";BYDAY={nth}{}", code(*weekday))),
            On::Workday(nth) => ("MONTHLY", format!(";BYDAY=MO,TU,WE,TH,FR;BYSETPOS={nth}")),
            On::Year(None) => ("YEARLY", String::new()),
            On::Year(Some((month, day))) => {
                ("YEARLY", format!(";BYMONTH={month}{}", on_leap_day(*month, *day)))
            }
        };
        let mut text = format!("FREQ={frequency}");
        if self.every > 1 {
            text.push_str(&format!(";INTERVAL={}", self.every));
        }
        text.push_str(&by);
        if let Some(until) = until {
            let end = timed.and_then(|zone| until.at(23, 59, 59, 0).to_zoned_datetime(zone.clone()).ok());
            let end = match end {
                Some(end) => end.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string(),
                None => until.strftime("%Y%m%d").to_string(),
            };
            text.push_str(&format!(";UNTIL={end}"));
        }
        if let Some(count) = count {
            text.push_str(&format!(";COUNT={count}"));
        }
        text
    }
}

fn on_leap_day(month: i8, day: i8) -> String {
    if (month, day) == (2, 29) {
        ";BYMONTHDAY=28,29;BYSETPOS=-1".to_owned()
    } else {
        format!(";BYMONTHDAY={day}")
    }
}

fn by_day(days: &[Weekday]) -> String {
    let codes: Vec<&str> = days.iter().map(|day| code(*day)).collect();
    if codes.is_empty() { String::new() } else { format!(";BYDAY={}", codes.join(",")) }
}

/// The days of the month. A month without a 31st has its last day instead.
fn by_month_day(days: &[i8]) -> String {
    match days {
        [] => String::new(),
        [day @ 29..=31] => {
            let days: Vec<String> = (28..=*day).map(|day| day.to_string()).collect();
            format!(";BYMONTHDAY={};BYSETPOS=-1", days.join(","))
        }
        days => {
            let days: Vec<String> = days.iter().map(i8::to_string).collect();
            format!(";BYMONTHDAY={}", days.join(","))
        }
    }
}

fn code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}
