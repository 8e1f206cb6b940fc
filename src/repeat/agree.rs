use super::{By, Frequency, Parts, RuleError};

impl Parts {
    /// Checks what RFC 5545 forbids, and what libraries disagree about.
    pub(super) fn agree(&self) -> Result<(), RuleError> {
        use Frequency::{Daily, Hourly, Monthly, Weekly};
        if self.count.is_some() && self.until.is_some() {
            return Err(RuleError::Together { part: "COUNT", other: "UNTIL" });
        }
        for (part, refused) in [
            (By::WeekNo, &[Hourly, Daily, Weekly, Monthly][..]),
            (By::YearDay, &[Daily, Weekly, Monthly]),
            (By::MonthDay, &[Weekly]),
        ] {
            if !self.by(part).is_empty() && refused.contains(&self.frequency) {
                return Err(RuleError::Together { part: part.name(), other: self.frequency.with_name() });
            }
        }
        for (part, name) in [(By::Minute, "several of BYMINUTE"), (By::Second, "several of BYSECOND")] {
            if self.by(part).len() > 1 {
                return Err(RuleError::TooOften { part: name });
            }
        }
        self.numbered_weekdays()?;
        self.positions()?;
        let days = self.by(By::MonthDay);
        let none = !days.is_empty() && days.iter().all(|day| self.no_month_has(*day));
        if none { Err(RuleError::NoSuchDay) } else { Ok(()) }
    }

    fn numbered_weekdays(&self) -> Result<(), RuleError> {
        let numbers = || self.weekdays.iter().filter_map(|day| day.nth);
        if numbers().next().is_none() {
            return Ok(());
        }
        let range = match self.frequency {
            Frequency::Monthly => -4..=5,
            Frequency::Yearly => -52..=53,
            other => return Err(RuleError::Together { part: "a number in BYDAY", other: other.with_name() }),
        };
        if !self.by(By::WeekNo).is_empty() {
            return Err(RuleError::Together { part: "a number in BYDAY", other: "BYWEEKNO" });
        }
        // Libraries find no day at all for `BYDAY=MO,1TU`.
        if numbers().count() < self.weekdays.len() {
            return Err(RuleError::Together { part: "a number in BYDAY", other: "a day without one" });
        }
        match numbers().find(|number| !range.contains(number)) {
            Some(number) => Err(RuleError::value("BYDAY", &number.to_string())),
            None => Ok(()),
        }
    }

    fn positions(&self) -> Result<(), RuleError> {
        let positions = self.by(By::SetPos);
        if !positions.is_empty() && self.numbers.len() == 1 && self.weekdays.is_empty() {
            return Err(RuleError::NothingToChooseFrom);
        }
        let most = match self.frequency {
            Frequency::Hourly => 24,
            Frequency::Weekly => 53,
            Frequency::Monthly => 31,
            Frequency::Daily | Frequency::Yearly => 366,
        };
        match positions.iter().find(|position| position.abs() > most) {
            Some(position) => Err(RuleError::value("BYSETPOS", &position.to_string())),
            None => Ok(()),
        }
    }

    fn no_month_has(&self, day: i16) -> bool {
        let months = self.by(By::Month);
        let longest = |month: &i16| match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        !months.is_empty() && months.iter().all(|month| day.abs() > longest(month))
    }
}
