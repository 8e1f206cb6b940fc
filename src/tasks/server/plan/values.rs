//! Reads the values of a plan: tags, the name of a list, reminders.

use crate::calendar::Moment;
use crate::error::PlanProblem;
use crate::tasks::server::TaskError;
use crate::tasks::{NAME_MAX, REMINDERS_MAX, TAGS_MAX};
use jiff::Span;
use jiff::tz::TimeZone;
use std::collections::HashSet;

/// A text that says something.
pub(super) fn text(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn is_name(name: &str) -> bool {
    (1..=NAME_MAX).contains(&name.chars().count()) && !name.contains(char::is_control)
}

pub(in crate::tasks::server) fn read_list(list: &Option<String>) -> Result<Option<String>, TaskError> {
    let name = text(list).map(|name| name.strip_prefix('#').unwrap_or(name).trim());
    if name.is_none_or(is_name) {
        Ok(name.map(str::to_owned))
    } else {
        Err(PlanProblem::List { max: NAME_MAX }.into())
    }
}

pub(in crate::tasks::server) fn read_tags(tags: &[String]) -> Result<Vec<String>, TaskError> {
    let mut known = HashSet::new();
    let mut read = Vec::new();
    for tag in tags {
        let tag = tag.trim();
        let tag = tag.strip_prefix(['@', '#']).unwrap_or(tag).trim();
        if !is_name(tag) || tag.contains(',') {
            return Err(PlanProblem::Tag { max: NAME_MAX }.into());
        }
        if known.insert(tag.to_lowercase()) {
            read.push(tag.to_owned());
        }
    }
    if read.len() > TAGS_MAX {
        return Err(PlanProblem::TooManyTags { max: TAGS_MAX }.into());
    }
    Ok(read)
}

/// Whether a reminder is a duration, not a time.
pub(in crate::tasks::server) fn is_duration(reminder: &str) -> bool {
    reminder.trim_start_matches(['-', '+']).starts_with(['P', 'p'])
}

pub(in crate::tasks::server) fn read_reminders(
    reminders: &[String],
    zone: &TimeZone,
) -> Result<Vec<String>, TaskError> {
    let mut read = Vec::new();
    for reminder in reminders.iter().map(|reminder| reminder.trim()) {
        let reminder = if is_duration(reminder) {
            before_due(reminder).ok_or(PlanProblem::Reminder)?;
            reminder.to_ascii_uppercase()
        } else {
            match Moment::parse(reminder, zone) {
                Ok(time @ Moment::Time(_)) => time.to_due().to_string(),
                _ => return Err(PlanProblem::Reminder.into()),
            }
        };
        if !read.contains(&reminder) {
            read.push(reminder);
        }
    }
    if read.len() > REMINDERS_MAX {
        return Err(PlanProblem::TooManyReminders { max: REMINDERS_MAX }.into());
    }
    Ok(read)
}

/// Reads a duration that does not lie after the due time, and is at most a year long. Weeks, days, hours and minutes make it.
fn before_due(reminder: &str) -> Option<Span> {
    let span: Span = reminder.to_ascii_uppercase().parse().ok()?;
    let is_plain = span.get_years() == 0 && span.get_months() == 0;
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let fits = (-366..=0).contains(&days)
        && (-8784..=0).contains(&span.get_hours())
        && span.get_minutes() > -527_040;
    (is_plain && fits && (span.is_zero() || span.is_negative())).then_some(span)
}
