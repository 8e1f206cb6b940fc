use super::RULE_MAX;

/// Why a text is no rule that a task can repeat by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// It is too long.
    #[error("a rule of repetition has at most {RULE_MAX} bytes")]
    TooLong,
    /// It does not say how often.
    #[error("a rule of repetition needs FREQ, for example FREQ=WEEKLY;BYDAY=TU")]
    NoFrequency,
    /// FREQ is MINUTELY or SECONDLY, or several minutes of an hour are named.
    #[error("{part} is not possible: a task repeats at most once an hour")]
    TooOften {
        /// What is not possible.
        part: &'static str,
    },
    /// A part has no name that RFC 5545 knows, or no `=`.
    #[error("{part} is no part of a rule of repetition (RFC 5545)")]
    UnknownPart {
        /// The part.
        part: String,
    },
    /// A part stands there twice.
    #[error("{part} may stand in a rule only once")]
    Twice {
        /// The part's name.
        part: String,
    },
    /// A part's value is not allowed.
    #[error("{part}={value} is not possible: expected {allowed}")]
    Value {
        /// The part's name.
        part: &'static str,
        /// What it has.
        value: String,
        /// What it may have.
        allowed: &'static str,
    },
    /// Two parts contradict each other.
    #[error("{part} is not possible with {other}")]
    Together {
        /// One part.
        part: &'static str,
        /// The other.
        other: &'static str,
    },
    /// BYSETPOS chooses from days that other parts name, and no other part does.
    #[error("BYSETPOS needs another part, such as BYDAY, to choose from")]
    NothingToChooseFrom,
    /// No month that the rule names has such a day.
    #[error("no month of this rule has such a day")]
    NoSuchDay,
}

impl RuleError {
    pub(super) fn value(part: &'static str, value: &str) -> Self {
        let allowed = match part {
            "FREQ" => "HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
            "INTERVAL" => "1 to 1000",
            "COUNT" => "1 to 10000",
            "UNTIL" => "a day such as 20270630 or a time such as 20270630T170000Z",
            "WKST" => "MO, TU, WE, TH, FR, SA or SU",
            "BYDAY" => {
                "days such as MO, or 1MO and -1FR (1 to 5 or -4 to -1 in a month, 1 to 53 or -52 to -1 in a year)"
            }
            "BYMONTH" => "1 to 12",
            "BYMONTHDAY" => "1 to 31 or -31 to -1",
            "BYYEARDAY" => "1 to 366 or -366 to -1",
            "BYWEEKNO" => "1 to 53 or -53 to -1",
            "BYHOUR" => "0 to 23",
            "BYMINUTE" | "BYSECOND" => "0 to 59",
            _ => "1 to 366 or -366 to -1 (31 in a month, 53 in a week, 24 in an hour)",
        };
        Self::Value { part, value: value.chars().take(40).collect(), allowed }
    }
}
