//! Holidays that are on the same day each year.

use super::month_day::next_date;
use super::word::Line;
use jiff::civil::Date;

const HOLIDAYS: &[(&str, i8, i8)] = &[
    ("christmas eve", 12, 24),
    ("xmas eve", 12, 24),
    ("christmas day", 12, 25),
    ("xmas day", 12, 25),
    ("christmas", 12, 25),
    ("xmas", 12, 25),
    ("boxing day", 12, 26),
    ("new year's eve", 12, 31),
    ("new years eve", 12, 31),
    ("new year eve", 12, 31),
    ("nye", 12, 31),
    ("new year's day", 1, 1),
    ("new years day", 1, 1),
    ("new year day", 1, 1),
    ("new year's", 1, 1),
    ("valentine's day", 2, 14),
    ("valentines day", 2, 14),
    ("valentine's", 2, 14),
    ("st patrick's day", 3, 17),
    ("st patricks day", 3, 17),
    ("april fools day", 4, 1),
    ("april fools' day", 4, 1),
    ("halloween", 10, 31),
];

/// The next such day at a place, with the number of its words.
pub(super) fn holiday(line: &Line<'_>, at: usize, today: Date) -> Option<(Date, usize)> {
    let (name, month, day) = HOLIDAYS.iter().find(|(name, ..)| line.has(at, name))?;
    Some((next_date(today, *month, *day)?, name.split(' ').count()))
}

/// Whether the name of a holiday begins at a place. Its words have capital letters.
pub(super) fn is_holiday(line: &Line<'_>, at: usize) -> bool {
    HOLIDAYS.iter().any(|(name, ..)| line.has(at, name))
}
