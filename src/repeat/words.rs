use super::{By, Frequency, NthWeekday, Parts, Until};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Parts {
    /// For people: `every 2 weeks on Tue`, `every month on the last day`, `every year on 4 May until 30 Jun 2027`.
    pub fn in_words(&self) -> String {
        let mut words = if self.is_each_working_day() {
            "every weekday".to_owned()
        } else {
            let on = self.on();
            format!("{}{}{on}", self.every(), if on.is_empty() { "" } else { " " })
        };
        for phrase in [self.at(), self.until.map(until)].into_iter().flatten() {
            words.push(' ');
            words.push_str(&phrase);
        }
        match self.count {
            Some(1) => words.push_str(", once"),
            Some(count) => words.push_str(&format!(", {count} times")),
            None => {}
        }
        words
    }

    fn every(&self) -> String {
        let period = match self.frequency {
            Frequency::Hourly => "hour",
            Frequency::Daily => "day",
            Frequency::Weekly => "week",
            Frequency::Monthly => "month",
            Frequency::Yearly => "year",
        };
        match self.interval {
            1 => format!("every {period}"),
            interval => format!("every {interval} {period}s"),
        }
    }

    fn is_each_working_day(&self) -> bool {
        matches!(self.frequency, Frequency::Daily | Frequency::Weekly)
            && self.interval == 1
            && self.numbers.range(..=By::MonthDay).next().is_none()
            && self.by(By::SetPos).is_empty()
            && working_days(&self.weekdays)
    }

    /// The days.
    fn on(&self) -> String {
        let mut phrases = Vec::new();
        let (months, days) = (self.by(By::Month), self.by(By::MonthDay));
        let mut month_is_told = false;
        let chosen = self.chosen_weekday();
        if let Some(chosen) = &chosen {
            phrases.push(chosen.clone());
        } else if let (Frequency::Yearly, [month], false) =
            (self.frequency, months, days.is_empty() || days.iter().any(|day| *day < 0))
        {
            phrases.push(format!("on {} {}", listed(days, i16::to_string), month_name(*month)));
            month_is_told = true;
        } else if !days.is_empty() {
            let of_month =
                |day: &i16| if *day < 0 { format!("{} day", ordinal(*day)) } else { ordinal(*day) };
            phrases.push(format!("on the {}", listed(days, of_month)));
        }
        if !self.by(By::YearDay).is_empty() {
            let days = listed(self.by(By::YearDay), |day| ordinal(*day));
            phrases.push(format!("on the {days} day of the year"));
        }
        if chosen.is_none() && !self.weekdays.is_empty() {
            phrases.push(self.on_weekdays(phrases.is_empty()));
        }
        if !self.by(By::WeekNo).is_empty() {
            phrases.push(format!("in the {} week", listed(self.by(By::WeekNo), |week| ordinal(*week))));
        }
        if !months.is_empty() && !month_is_told {
            phrases.push(format!("in {}", listed(months, |month| month_name(*month).to_owned())));
        }
        if chosen.is_none() && !self.by(By::SetPos).is_empty() {
            let positions = listed(self.by(By::SetPos), |position| ordinal(*position));
            phrases.push(format!("(only the {positions} of these)"));
        }
        phrases.join(" ")
    }

    fn on_weekdays(&self, alone: bool) -> String {
        if !alone {
            return format!("if it is {}", listed(&self.weekdays, nth));
        }
        if self.weekdays.iter().all(|day| day.nth.is_none()) {
            let days = listed(&self.weekdays, nth);
            return format!("on {}", if working_days(&self.weekdays) { "weekdays" } else { &days });
        }
        let of_year = self.frequency == Frequency::Yearly && self.by(By::Month).is_empty();
        let days = listed(&self.weekdays, nth);
        format!("on the {days}{}", if of_year { " of the year" } else { "" })
    }

    /// `on the last weekday`: BYSETPOS with BYDAY alone.
    fn chosen_weekday(&self) -> Option<String> {
        let positions = self.by(By::SetPos);
        let days = self.weekdays.as_slice();
        let alone = self.numbers.range(By::WeekNo..By::SetPos).next().is_none();
        if positions.is_empty() || !alone || days.iter().any(|day| day.nth.is_some()) {
            return None;
        }
        let of = match days {
            [one] => one.weekday.name(),
            days if days.len() == 7 => "day",
            days if working_days(days) => "weekday",
            [one, other] if !one.weekday.is_working_day() && !other.weekday.is_working_day() => "weekend day",
            _ => return None,
        };
        Some(format!("on the {} {of}", listed(positions, |position| ordinal(*position))))
    }

    /// The time of the day.
    fn at(&self) -> Option<String> {
        let hours = self.by(By::Hour);
        match (hours, self.by(By::Minute)) {
            ([], []) => None,
            ([], [minute, ..]) => Some(format!("at minute {minute}")),
            (hours, []) => Some(format!("at {} o'clock", listed(hours, i16::to_string))),
            (hours, [minute, ..]) => {
                Some(format!("at {}", listed(hours, |hour| format!("{hour:02}:{minute:02}"))))
            }
        }
    }
}

fn working_days(days: &[NthWeekday]) -> bool {
    days.len() == 5 && days.iter().all(|day| day.nth.is_none() && day.weekday.is_working_day())
}

fn nth(day: &NthWeekday) -> String {
    match day.nth {
        Some(number) => format!("{} {}", ordinal(number), day.weekday.name()),
        None => day.weekday.name().to_owned(),
    }
}

fn until(until: Until) -> String {
    format!("until {} {} {}", until.day, month_name(until.month.into()), until.year)
}

fn month_name(month: i16) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default()
}

/// `1st`, `22nd`, `last`, `2nd to last`.
fn ordinal(number: i16) -> String {
    if number == -1 {
        return "last".to_owned();
    }
    let absolute = number.abs();
    let ending = match (absolute % 100, absolute % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{absolute}{ending}{}", if number < 0 { " to last" } else { "" })
}

/// `Mon, Wed and Fri`.
fn listed<Item>(items: &[Item], word: impl Fn(&Item) -> String) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == items.len() { " and " } else { ", " });
        }
        text.push_str(&word(item));
    }
    text
}
