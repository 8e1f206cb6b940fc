use super::{By, NthWeekday, Weekday};
use std::collections::BTreeMap;
use std::fmt;

/// How often a rule's period comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    /// Each hour.
    Hourly,
    /// Each day.
    Daily,
    /// Each week.
    Weekly,
    /// Each month.
    Monthly,
    /// Each year.
    Yearly,
}

impl Frequency {
    pub(super) fn with_name(self) -> &'static str {
        match self {
            Self::Hourly => "FREQ=HOURLY",
            Self::Daily => "FREQ=DAILY",
            Self::Weekly => "FREQ=WEEKLY",
            Self::Monthly => "FREQ=MONTHLY",
            Self::Yearly => "FREQ=YEARLY",
        }
    }
}

/// The last moment of a rule. A day counts to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// The year, 1 to 9998.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
    /// A day that the month has.
    pub day: i8,
    /// Hour, minute and second.
    pub time: Option<(i8, i8, i8)>,
    /// Whether it is a time of UTC, and not of the clock on the wall.
    pub utc: bool,
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.year, self.month, self.day)?;
        if let Some((hour, minute, second)) = self.time {
            write!(f, "T{hour:02}{minute:02}{second:02}{}", if self.utc { "Z" } else { "" })?;
        }
        Ok(())
    }
}

/// The parts of a rule, checked. `Display` writes them in a fixed order, without what goes without saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// FREQ.
    pub frequency: Frequency,
    /// INTERVAL, at least 1.
    pub interval: u16,
    /// BYDAY, sorted.
    pub weekdays: Vec<NthWeekday>,
    /// COUNT, at least 1.
    pub count: Option<u16>,
    /// UNTIL.
    pub until: Option<Until>,
    /// WKST.
    pub week_start: Weekday,
    pub(super) numbers: BTreeMap<By, Vec<i16>>,
}

impl Parts {
    /// The numbers of a part. They are sorted, and those that count from the end come last.
    pub fn by(&self, part: By) -> &[i16] {
        self.numbers.get(&part).map(Vec::as_slice).unwrap_or_default()
    }

    /// Sets the number of a part that has none.
    pub fn fill(&mut self, part: By, number: i16) {
        self.numbers.entry(part).or_insert_with(|| vec![number]);
    }

    /// Whether a list names days.
    pub fn names_days(&self) -> bool {
        !self.weekdays.is_empty()
            || [By::WeekNo, By::YearDay, By::MonthDay].iter().any(|part| !self.by(*part).is_empty())
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.frequency.with_name())?;
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        for (part, numbers) in self.numbers.range(..=By::MonthDay) {
            write!(f, ";{}={}", part.name(), list(numbers))?;
        }
        if !self.weekdays.is_empty() {
            write!(f, ";BYDAY={}", list(&self.weekdays))?;
        }
        for (part, numbers) in self.numbers.range(By::Hour..) {
            write!(f, ";{}={}", part.name(), list(numbers))?;
        }
        if let Some(count) = self.count {
            write!(f, ";COUNT={count}")?;
        }
        if let Some(until) = self.until {
            write!(f, ";UNTIL={until}")?;
        }
        if self.week_start != Weekday::MONDAY {
            write!(f, ";WKST={}", self.week_start)?;
        }
        Ok(())
    }
}

fn list(items: &[impl fmt::Display]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
