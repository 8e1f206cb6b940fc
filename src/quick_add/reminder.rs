//! Reminders: `remind me 30 minutes before`.

use super::number::{Unit, length};
use super::unit::{Reading, Strength, What};
use super::word::Line;

/// Reads a reminder before the due time at a place.
pub(super) fn reminder(line: &Line<'_>, at: usize) -> Reading {
    let start = line.skip(
        at,
        &[
            "and remind me",
            "remind me",
            "with a reminder",
            "with reminder",
            "and a reminder",
            "reminder",
            "alert me",
            "notify me",
            "and notify me",
        ],
    );
    if start == 0 {
        return None;
    }
    let due = line.skip(
        at + start,
        &["at due time", "when it's due", "when it is due", "when due", "at the time", "then"],
    );
    if due > 0 {
        return Some((What::AtDue, start + due, Strength::Strong));
    }
    let day = line.skip(at + start, &["the day before", "the evening before"]);
    if day > 0 {
        return Some((What::Before("-P1D".to_owned()), start + day, Strength::Strong));
    }
    let (amount, unit, count) = length(line, at + start)?;
    let before = line.skip(at + start + count, &["before", "earlier", "ahead", "in advance", "prior"]);
    if before == 0 {
        return None;
    }
    let text = match unit {
        Unit::Minute => format!("-PT{amount}M"),
        Unit::Hour => format!("-PT{amount}H"),
        Unit::Day => format!("-P{amount}D"),
        Unit::Week => format!("-P{amount}W"),
        Unit::Month | Unit::Quarter | Unit::Year => return None,
    };
    Some((What::Before(text), start + count + before, Strength::Strong))
}
