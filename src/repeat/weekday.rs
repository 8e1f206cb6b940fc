use std::fmt;

const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weekday(u8);

impl Weekday {
    /// Monday, which begins the week unless a rule says otherwise.
    pub const MONDAY: Self = Self(0);

    /// The day that is this many days after Monday.
    pub fn after_monday(days: u8) -> Self {
        Self(days % 7)
    }

    /// Days since the last `first`, 0 to 6.
    pub fn days_since(self, first: Self) -> u8 {
        (self.0 + 7 - first.0) % 7
    }

    /// Monday to Friday.
    pub fn is_working_day(self) -> bool {
        self.0 < 5
    }

    /// `Mon`.
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        (0u8..).zip(CODES).find_map(|(number, known)| (known == code).then_some(Self(number)))
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(CODES.get(usize::from(self.0)).copied().unwrap_or_default())
    }
}

/// `TU`, each Tuesday, or `2TU` and `-1TU`, the second and the last one of a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NthWeekday {
    /// Which one. Negative numbers count from the end.
    pub nth: Option<i16>,
    /// The day.
    pub weekday: Weekday,
}

impl NthWeekday {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (nth, code) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let nth = match nth {
            "" => None,
            nth => Some(nth.parse().ok().filter(|nth| *nth != 0)?),
        };
        Some(Self { nth, weekday: Weekday::parse(code)? })
    }
}

impl fmt::Display for NthWeekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nth {
            Some(nth) => write!(f, "{nth}{}", self.weekday),
            None => self.weekday.fmt(f),
        }
    }
}
