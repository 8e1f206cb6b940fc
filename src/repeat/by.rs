use std::ops::RangeInclusive;

/// The parts of a rule that are lists of numbers, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Months.
    Month,
    /// Weeks of the year.
    WeekNo,
    /// Days of the year.
    YearDay,
    /// Days of the month.
    MonthDay,
    /// Hours.
    Hour,
    /// Minutes.
    Minute,
    /// Seconds.
    Second,
    /// Which of the moments that the other parts give.
    SetPos,
}

impl By {
    pub(super) const ALL: [Self; 8] = [
        Self::Month,
        Self::WeekNo,
        Self::YearDay,
        Self::MonthDay,
        Self::Hour,
        Self::Minute,
        Self::Second,
        Self::SetPos,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Month => "BYMONTH",
            Self::WeekNo => "BYWEEKNO",
            Self::YearDay => "BYYEARDAY",
            Self::MonthDay => "BYMONTHDAY",
            Self::Hour => "BYHOUR",
            Self::Minute => "BYMINUTE",
            Self::Second => "BYSECOND",
            Self::SetPos => "BYSETPOS",
        }
    }

    fn range(self) -> RangeInclusive<i16> {
        match self {
            Self::Month => 1..=12,
            Self::WeekNo => -53..=53,
            Self::YearDay | Self::SetPos => -366..=366,
            Self::MonthDay => -31..=31,
            Self::Hour => 0..=23,
            Self::Minute | Self::Second => 0..=59,
        }
    }

    pub(super) fn allows(self, number: i16) -> bool {
        self.range().contains(&number) && (number != 0 || *self.range().start() == 0)
    }
}
