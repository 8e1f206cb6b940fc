//! Reminders in words: `-PT10M` is "10 min before".

use crate::due::Due;

/// A reminder for people, who have the day `today`.
pub fn in_words(reminder: &str, today: &str) -> String {
    let Some(duration) = reminder.trim_start_matches(['-', '+']).strip_prefix('P') else {
        return Due::of_text(reminder.to_owned()).in_words(today);
    };
    match units(duration) {
        Some(units) if units.is_empty() => "at the time".to_owned(),
        Some(units) => [&units.join(" "), " before"].concat(),
        None => reminder.to_owned(),
    }
}

/// A reminder as a field of a form shows it, so that [`read`] understands it again.
pub fn in_field(reminder: &str) -> String {
    if reminder.contains('P') {
        return in_words(reminder, "");
    }
    reminder.get(..16).unwrap_or(reminder).replace('T', " ")
}

/// Reads what a person writes: "10 min", "1 h before", "at the time". Anything else stays as it is.
pub fn read(text: &str) -> String {
    let low = text.trim().to_lowercase();
    if ["at the time", "at time", "when due", "0"].contains(&low.as_str()) {
        return "PT0S".to_owned();
    }
    let mut words = low.trim_end_matches("before").split_whitespace().peekable();
    let (mut days, mut time) = (String::new(), String::new());
    while let Some(word) = words.next() {
        let digits = word.trim_end_matches(|letter: char| letter.is_alphabetic());
        let unit = match &word[digits.len()..] {
            "" => words.next().unwrap_or_default(),
            unit => unit,
        };
        if digits.is_empty() || !digits.chars().all(|digit| digit.is_ascii_digit()) {
            return text.trim().to_owned();
        }
        match unit {
            "m" | "min" | "mins" | "minute" | "minutes" => time.push_str(&format!("{digits}M")),
            "h" | "hour" | "hours" => time.push_str(&format!("{digits}H")),
            "d" | "day" | "days" => days.push_str(&format!("{digits}D")),
            "w" | "week" | "weeks" => days.push_str(&format!("{digits}W")),
            _ => return text.trim().to_owned(),
        }
    }
    match (days.is_empty(), time.is_empty()) {
        (true, true) => text.trim().to_owned(),
        (_, true) => format!("-P{days}"),
        _ => format!("-P{days}T{time}"),
    }
}

/// `1DT2H` as `1 day`, `2 h`. Zeros are left out. `None` if it is something else.
fn units(duration: &str) -> Option<Vec<String>> {
    let (mut told, mut number, mut in_time) = (Vec::new(), String::new(), false);
    for sign in duration.chars() {
        if sign.is_ascii_digit() {
            number.push(sign);
            continue;
        }
        if sign == 'T' {
            in_time = true;
            continue;
        }
        let count: u32 = number.parse().ok()?;
        number.clear();
        let unit = match (sign, in_time) {
            ('W', false) => "week",
            ('D', false) => "day",
            ('H', true) => "h",
            ('M', true) => "min",
            ('S', true) => "s",
            _ => return None,
        };
        let many = if count > 1 && matches!(unit, "day" | "week") { "s" } else { "" };
        if count > 0 {
            told.push(format!("{count} {unit}{many}"));
        }
    }
    number.is_empty().then_some(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_are_told_and_read_in_words() {
        for (duration, words) in [
            ("PT0S", "at the time"),
            ("-PT10M", "10 min before"),
            ("-PT1H", "1 h before"),
            ("-PT1H30M", "1 h 30 min before"),
            ("-P1D", "1 day before"),
            ("-P2DT3H", "2 days 3 h before"),
            ("-P1W", "1 week before"),
        ] {
            assert_eq!(in_words(duration, "2026-12-01"), words);
            assert_eq!(read(words), duration);
        }
        assert_eq!(read("10min"), "-PT10M");
        assert_eq!(read(" 2 hours "), "-PT2H");
        assert_eq!(read("2026-12-04 16:30"), "2026-12-04 16:30");
        assert_eq!(read("soon"), "soon");
        assert_eq!(in_field("2026-12-04T16:30:00+01:00"), "2026-12-04 16:30");
        assert_eq!(in_words("2026-12-04T16:30:00+01:00", "2026-12-01"), "Fri 4 Dec, 16:30");
    }
}
