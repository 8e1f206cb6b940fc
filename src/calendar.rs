//! Days, times and time zones as people have them. Moments without a zone are `timestamp`'s.

pub mod rule;

use crate::due::Due;
use crate::timestamp::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp as Instant, ZonedDateTime};

/// A day, or a time in a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A day. Any time of it will do.
    Day(Date),
    /// A time.
    Time(ZonedDateTime),
}

/// The text is neither a day nor a time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a day such as 2026-12-04 or a time such as 2026-12-04T17:00:00+01:00")]
pub struct NoMoment;

impl Moment {
    /// Reads `2026-12-04`, or a time of RFC 3339, which is then told in `zone`. A time without an offset is a time of
    /// `zone`. One that the clock skips there is moved forwards by the skipped hour; of two equal ones it is the first.
    ///
    /// # Errors
    /// If the text is something else, or its year is not 1 to 9998.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, NoMoment> {
        let text = text.trim();
        let moment = if text.len() == 10 {
            Self::Day(text.parse().map_err(|_| NoMoment)?)
        } else if let Ok(instant) = text.parse::<Instant>() {
            Self::Time(instant.to_zoned_datetime(zone.clone()))
        } else {
            let local: DateTime = text.parse().map_err(|_| NoMoment)?;
            Self::Time(local.to_zoned_datetime(zone.clone()).map_err(|_| NoMoment)?)
        };
        if (1..=9998).contains(&moment.day().year()) { Ok(moment) } else { Err(NoMoment) }
    }

    /// The day.
    pub fn day(&self) -> Date {
        match self {
            Self::Day(day) => *day,
            Self::Time(time) => time.date(),
        }
    }

    /// The time, if it has one.
    pub fn time(&self) -> Option<&ZonedDateTime> {
        match self {
            Self::Day(_) => None,
            Self::Time(time) => Some(time),
        }
    }

    /// What a clock on the wall of its zone shows. A day begins at midnight.
    pub fn wall_clock(&self) -> DateTime {
        match self {
            Self::Day(day) => day.to_datetime(Time::midnight()),
            Self::Time(time) => time.datetime(),
        }
    }

    /// As tasks carry it.
    pub fn to_due(&self) -> Due {
        Due::of_text(match self {
            Self::Day(day) => day.to_string(),
            Self::Time(time) => time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        })
    }
}

/// The zone with a name of the IANA database, such as `Europe/Berlin`. Only the database that Docket brings counts.
pub fn zone(name: &str) -> Option<TimeZone> {
    // Jiff also reads rules such as `EST5EDT,M3.2.0,M11.1.0`, which browsers do not name.
    let is_name = |character: char| character.is_ascii_alphanumeric() || "/_+-".contains(character);
    if name.is_empty() || name.len() > 64 || !name.chars().all(is_name) {
        return None;
    }
    jiff::tz::db().get(name).ok()
}

/// The zone whose name stands at the end of a longer one: `/freeassociation.sourceforge.net/Europe/Berlin`.
pub fn zone_at_end(name: &str) -> Option<TimeZone> {
    // Names have at most three parts, such as `America/Argentina/Buenos_Aires`. The longest end counts.
    let ends: Vec<&str> = name.rmatch_indices('/').take(3).filter_map(|(at, _)| name.get(at + 1..)).collect();
    ends.into_iter().rev().find_map(zone)
}

/// The names of all zones, in the order of the alphabet, without those that stand for old systems' settings.
pub fn zone_names() -> Vec<String> {
    let names = jiff::tz::db().available().map(|name| name.to_string());
    let mut names: Vec<String> =
        names.filter(|name| name == "UTC" || name.contains('/') && !name.starts_with("Etc/")).collect();
    names.sort();
    names
}

/// A moment as a person in `zone` has it.
pub fn in_zone(moment: &Timestamp, zone: &TimeZone) -> ZonedDateTime {
    Instant::from_millisecond(moment.unix_milliseconds()).unwrap_or_default().to_zoned_datetime(zone.clone())
}

/// The moment of a time.
pub fn moment(time: &ZonedDateTime) -> Timestamp {
    Timestamp::of_unix_milliseconds(time.timestamp().as_millisecond()).unwrap_or_else(Timestamp::latest)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_and_told_in_the_persons_zone() {
        let berlin = zone("Europe/Berlin").unwrap();
        let told = |text: &str| Moment::parse(text, &berlin).map(|moment| moment.to_due().to_string());
        for (text, expected) in [
            ("2026-12-04", "2026-12-04"),
            (" 2026-12-04T17:00:00+01:00 ", "2026-12-04T17:00:00+01:00"),
            ("2026-12-04T17:00Z", "2026-12-04T18:00:00+01:00"),
            ("2026-07-04T17:00:00-04:00", "2026-07-04T23:00:00+02:00"),
            ("2026-12-04T17:00", "2026-12-04T17:00:00+01:00"),
            ("2026-12-04 17:00", "2026-12-04T17:00:00+01:00"),
            // The clock goes from 02:00 to 03:00 on 29 March, and from 03:00 to 02:00 on 25 October.
            ("2026-03-29T02:30", "2026-03-29T03:30:00+02:00"),
            ("2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),
        ] {
            assert_eq!(told(text), Ok(expected.to_owned()), "{text}");
        }
        for text in [
            "",
            "tomorrow",
            "2026-02-29",
            "2026-13-01",
            "17:00",
            "2026-12-04T25:00",
            "9999-12-31",
            "0000-01-01",
        ] {
            assert_eq!(told(text), Err(NoMoment), "{text}");
        }
    }

    #[test]
    fn zones_are_those_of_the_iana_database() {
        assert!(
            ["UTC", "Asia/Karachi", "America/Argentina/Buenos_Aires", "Etc/GMT+5"]
                .map(zone)
                .iter()
                .all(Option::is_some)
        );
        assert!(
            ["", "Mars/Base", "EST5EDT,M3.2.0,M11.1.0", "../etc/passwd", ":UTC"]
                .map(zone)
                .iter()
                .all(Option::is_none)
        );
    }

    #[test]
    fn a_zone_is_found_at_the_end_of_a_path() {
        for (name, found) in [
            ("/freeassociation.sourceforge.net/Europe/Berlin", Some("Europe/Berlin")),
            ("/mozilla.org/20050126_1/Europe/Berlin", Some("Europe/Berlin")),
            ("/x.org/America/Argentina/Buenos_Aires", Some("America/Argentina/Buenos_Aires")),
            ("tzone://Microsoft/Utc", Some("UTC")),
            ("Europe/Berlin", None),
            ("/x.org/Mars/Base", None),
            ("/", None),
            ("", None),
        ] {
            let zone = zone_at_end(name);
            assert_eq!(zone.as_ref().and_then(TimeZone::iana_name), found, "{name}");
        }
    }
}
