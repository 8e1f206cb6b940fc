//! A day, or a time of a day, as tasks have them: `2026-12-04` or `2026-12-04T17:00:00+01:00`. Shared types carry it as
//! this text, so that the client needs no library of dates. The server reads and makes it in `calendar`.

use serde::{Deserialize, Serialize};
use std::fmt;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// A day as `YYYY-MM-DD`, or a time as RFC 3339 with the offset of the person's zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(value_type = String, example = "2026-12-04T17:00:00+01:00"))]
#[serde(transparent)]
pub struct Due(String);

impl Due {
    /// Takes a text that has the form already.
    #[cfg(feature = "ssr")]
    pub(crate) fn of_text(text: String) -> Self {
        Self(text)
    }

    /// Takes a text of an address, if it looks like a day or a time.
    pub fn of_address(text: &str) -> Option<Self> {
        let is_plain = |letter: char| letter.is_ascii_digit() || "-:+TZ".contains(letter);
        let fits = (10..=32).contains(&text.len()) && text.chars().all(is_plain);
        (fits && numbers(text.get(..10)?).is_some()).then(|| Self(text.to_owned()))
    }

    /// How many days after `today` (`YYYY-MM-DD`) the day is.
    pub fn days_after(&self, today: &str) -> Option<i64> {
        Some(day_number(numbers(self.day())?) - day_number(numbers(today)?))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day, as `2026-12-04`.
    pub fn day(&self) -> &str {
        self.0.get(..10).unwrap_or_default()
    }

    /// The time of the day, as `17:00`. `None` if any time will do.
    pub fn time(&self) -> Option<&str> {
        self.0.get(11..16)
    }

    /// For people, who have the day `today` (`YYYY-MM-DD`): `Fri 4 Dec` or `Fri 4 Dec, 17:00`. Another year is told.
    pub fn in_words(&self, today: &str) -> String {
        let Some((year, month, day)) = numbers(self.day()) else { return self.0.clone() };
        let weekday = WEEKDAYS.get(weekday(year, month, day)).copied().unwrap_or_default();
        let month = MONTHS.get(month.wrapping_sub(1) as usize).copied().unwrap_or_default();
        let mut words = format!("{weekday} {day} {month}");
        if today.get(..4) != self.0.get(..4) {
            words.push_str(&format!(" {year}"));
        }
        if let Some(time) = self.time() {
            words.push_str(", ");
            words.push_str(time);
        }
        words
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn numbers(day: &str) -> Option<(u32, u32, u32)> {
    let mut parts = day.splitn(3, '-').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

/// Days since some day. (A year that begins in March ends with the leap day.)
fn day_number((year, month, day): (u32, u32, u32)) -> i64 {
    let (year, month) =
        if month < 3 { (year.saturating_sub(1), month + 9) } else { (year, month.saturating_sub(3)) };
    let (year, month) = (i64::from(year), i64::from(month));
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + i64::from(day)
}

/// 0 is Sunday. (Zeller's congruence for the Gregorian calendar.)
fn weekday(year: u32, month: u32, day: u32) -> usize {
    let (year, month) = if month < 3 { (year.saturating_sub(1), month + 12) } else { (year, month) };
    let saturday_is_0 = (day + 13 * (month + 1) / 5 + year + year / 4 + 6 * (year / 100) + year / 400) % 7;
    ((saturday_is_0 + 6) % 7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_days() {
        let after = |day: &str, today| Due(day.to_owned()).days_after(today);
        assert_eq!(after("2026-12-04T17:00:00+01:00", "2026-12-03"), Some(1));
        assert_eq!(after("2028-03-01", "2028-02-28"), Some(2));
        assert_eq!(after("2027-01-01", "2026-01-01"), Some(365));
        assert_eq!(after("2026-11-30", "2026-12-01"), Some(-1));
        assert_eq!(after("nonsense", "2026-12-01"), None);
    }

    #[test]
    fn people_read_days_and_times() {
        let words = |text: &str| Due(text.to_owned()).in_words("2026-11-28");
        assert_eq!(words("2026-12-04"), "Fri 4 Dec");
        assert_eq!(words("2026-12-04T17:00:00+01:00"), "Fri 4 Dec, 17:00");
        assert_eq!(words("2027-01-01"), "Fri 1 Jan 2027");
        assert_eq!(words("2028-02-29T00:05:00Z"), "Tue 29 Feb 2028, 00:05");
        assert_eq!(words("nonsense"), "nonsense");
    }
}
