//! Times of day: `at 5`, `at five`, `5pm`, `17:30`, `17h30`, `half past 5`, `noon`.
//!
//! An hour without am or pm: 1 to 6 is in the afternoon, 7 to 11 in the morning, 12 is noon. With a part of the day
//! ("tomorrow evening at 7") it is in that part.

use super::marks::mark;
use super::number::number;
use super::spoken_time::{in_letters, spoken};
use super::unit::{DayPart, Reading, Strength, What};
use super::vocabulary::{FOLLOW, LASTING, one_of};
use super::word::Line;
use jiff::civil::Time;

/// A time of day as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClockTime {
    /// The hour that was said.
    pub hour: i8,
    /// The minute.
    pub minute: i8,
    /// Whether the hour can mean only one time of the day.
    pub exact: bool,
    /// Whether the other half of the day is as likely.
    pub either: bool,
    /// Whether it may be a length: "monday 8h".
    pub may_last: bool,
}

/// What stands before words that may be a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing that tells.
    Nothing,
    /// "At", "by" or the like.
    Preposition,
    /// A day or a repetition.
    Date,
}

impl ClockTime {
    /// A time of the clock, if there is one.
    pub fn new(hour: i64, minute: i64, exact: bool) -> Option<Self> {
        let fits = (0..24).contains(&hour) && (0..60).contains(&minute);
        let exact = exact || hour == 0 || hour > 12;
        fits.then(|| {
            Some(Self { minute: minute.try_into().ok()?, exact, ..Self::sharp(hour.try_into().ok()?) })
        })?
    }

    /// An exact hour.
    pub fn sharp(hour: i8) -> Self {
        Self { hour, minute: 0, exact: true, either: false, may_last: false }
    }

    /// The hour that was said, if it can mean two times of the day.
    pub fn open_hour(self) -> Option<i8> {
        (!self.exact).then_some(self.hour)
    }

    /// The time in the first half of the day.
    pub fn early(self) -> Self {
        Self { exact: true, ..self }
    }

    /// The time in the second half of the day.
    pub fn late(self) -> Self {
        Self { hour: self.hour % 12 + 12, exact: true, ..self }
    }

    /// The time that it means, perhaps in a part of the day. `None` if it does not fit that part.
    pub fn time(self, part: Option<DayPart>) -> Option<Time> {
        let hour = match (self.exact, part) {
            (true, None) => self.hour,
            (true, Some(DayPart::Morning)) => (self.hour < 12).then_some(self.hour)?,
            (true, Some(_)) => (self.hour >= 12).then_some(self.hour)?,
            (false, None) => {
                if self.hour < 7 {
                    self.hour + 12
                } else {
                    self.hour
                }
            }
            (false, Some(DayPart::Morning)) => (self.hour < 12).then_some(self.hour)?,
            (false, Some(DayPart::Afternoon)) => {
                (self.hour <= 6 || self.hour == 12).then_some(self.hour % 12 + 12)?
            }
            (false, Some(DayPart::Evening)) => (4..12).contains(&self.hour).then_some(self.hour + 12)?,
        };
        Time::new(hour, self.minute, 0, 0).ok()
    }

    /// The other time, if both halves of the day are as likely.
    pub fn other(self) -> Option<Time> {
        let hour = if self.hour < 7 { self.hour } else { self.hour % 12 + 12 };
        Time::new(hour, self.minute, 0, 0).ok().filter(|_| self.either && !self.exact)
    }

    /// The other time that it may mean: 12 hours later.
    pub fn later(self) -> Option<Time> {
        let hour = self.hour.checked_add(12).filter(|hour| !self.exact && *hour < 24)?;
        Time::new(hour, self.minute, 0, 0).ok()
    }
}

/// Reads a time at a place.
pub(super) fn clock_time(line: &Line<'_>, at: usize, before: Before) -> Reading {
    let strong = |time: ClockTime, count: usize| Some((What::Time(time), count, Strength::Strong));
    match line.low(at) {
        "noon" | "midday" => return strong(ClockTime::sharp(12), 1),
        // The night before the day, or the one after it?
        "midnight" => return Some((What::Unknown, 1, Strength::Strong)),
        _ => {}
    }
    if let Some((time, count)) = spoken(line, at) {
        return strong(time, count);
    }
    if let Some((time, count, strength)) = in_letters(line, at, before) {
        return Some((What::Time(time), count, strength));
    }
    let (hour, minute, suffix, colon) = digits(line.low(at))?;
    let zero = line.low(at).starts_with('0');
    if suffix.is_empty() {
        let half_of_day = half(line.low(at + 1)).filter(|_| line.mark(at).is_none());
        if let Some(pm) = half_of_day {
            return strong(twelve(hour, minute, pm)?, 2);
        }
        if line.has(at + 1, "o'clock") || line.has(at + 1, "oclock") {
            return strong(ClockTime::new(hour, minute, zero)?, 2);
        }
        if colon {
            // A ratio or a verse may look like this.
            let strength =
                if before != Before::Nothing || hour > 12 { Strength::Strong } else { Strength::Weak };
            return Some((What::Time(ClockTime::new(hour, minute, zero)?), 1, strength));
        }
        if before == Before::Preposition && matches!(line.low(at + 1), "h" | "hrs" | "uhr") {
            return strong(ClockTime::new(hour, minute, true)?, 2);
        }
        let bare = line.low(at).len() <= 2
            && match before {
                Before::Nothing => false,
                Before::Preposition => true,
                // "Tonight 9", but not "tomorrow, 2 kg" and "tomorrow 2 kg".
                Before::Date => line.mark(at - 1).is_none() && ends(line, at + 1),
            };
        let time = ClockTime::new(hour, minute, zero).filter(|_| bare)?;
        return Some((What::Time(time), 1, Strength::Weak));
    }
    if let Some(minutes) = suffix.strip_prefix('h').filter(|_| !colon) {
        return with_h(line, at, before, hour, minutes);
    }
    if matches!(suffix, "h" | "uhr") && colon {
        return strong(ClockTime::new(hour, minute, true)?, 1);
    }
    strong(twelve(hour, minute, half(suffix)?)?, 1)
}

/// `17h` and `16h30`, which may be lengths.
fn with_h(line: &Line<'_>, at: usize, before: Before, hour: i64, minutes: &str) -> Reading {
    let minute = match minutes.len() {
        0 => 0,
        2 => number(minutes)?,
        _ => return None,
    };
    let time = ClockTime::new(hour, minute, true)?;
    let lasts = at > 0 && one_of(LASTING, line.low(at - 1));
    let (may_last, strength) = match before {
        Before::Preposition => (false, Strength::Strong),
        Before::Date if hour > 12 || minutes.len() == 2 => (false, Strength::Strong),
        Before::Nothing if hour > 12 && !lasts => (false, Strength::Weak),
        Before::Date if hour > 6 => (true, Strength::Strong),
        Before::Nothing if hour > 6 && minutes.len() == 2 => (true, Strength::Strong),
        _ => return None,
    };
    Some((What::Time(ClockTime { may_last, ..time }), 1, strength))
}

/// Whether a date may end before a place.
fn ends(line: &Line<'_>, at: usize) -> bool {
    at >= line.len()
        || line.mark(at - 1).is_some()
        || one_of(FOLLOW, line.low(at))
        || mark(line, at).is_some()
}

/// The time in a half of the day, in hours from 1 to 12.
pub(super) fn twelve(hour: i64, minute: i64, pm: bool) -> Option<ClockTime> {
    let fits = (1..=12).contains(&hour);
    ClockTime::new(hour % 12 + if pm { 12 } else { 0 }, minute, true).filter(|_| fits)
}

/// Whether a word means the second half of the day.
pub(super) fn half(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" => Some(false),
        "pm" | "p.m" => Some(true),
        _ => None,
    }
}

/// The hour, the minute and the rest of `5pm`, `17:30` or `5.30pm`, and whether there are minutes.
pub(super) fn digits(word: &str) -> Option<(i64, i64, &str, bool)> {
    let end = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = end(word);
    let (hour, rest) = word.split_at(first);
    let hour = number(hour).filter(|_| first <= 2)?;
    let point = rest.starts_with('.')
        && rest.ends_with('m')
        && rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    match rest.strip_prefix(':').or_else(|| rest.strip_prefix('.').filter(|_| point)) {
        Some(minutes) if end(minutes) == 2 => Some((hour, number(&minutes[..2])?, &minutes[2..], true)),
        Some(_) => None,
        None => Some((hour, 0, rest, false)),
    }
}
