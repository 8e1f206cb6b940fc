//! What becomes of a task that repeats when it is done: it moves on to its next occurrence.

use crate::calendar::rule::{Rule, occurrence};
use crate::calendar::{self, Moment};
use crate::tasks::{RepeatFrom, Task};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{ToSpan, ZonedDateTime};

/// When the task is due, as a clock on the wall of its zone shows it, and whether it has a time. `None` if it is never due.
pub(super) fn wall_clock(task: &Task) -> Option<(String, DateTime)> {
    let zone = task.time_zone.as_deref().and_then(calendar::zone).unwrap_or(TimeZone::UTC);
    let due = Moment::parse(task.due.as_ref()?.as_str(), &zone).ok()?;
    Some(match due {
        Moment::Day(day) => (day.to_string(), day.to_datetime(Time::midnight())),
        Moment::Time(time) => (time.datetime().strftime("%Y-%m-%dT%H:%M:%S").to_string(), time.datetime()),
    })
}

/// Moves a task that is done on to its next occurrence: the first one after it was due that also lies in the future, so that
/// missed ones do not pile up. `None` if it does not repeat, or no longer.
pub(super) fn next(task: &Task, now: &ZonedDateTime) -> Option<Task> {
    let (_, due) = wall_clock(task)?;
    let has_time = task.due.as_ref()?.time().is_some();
    let zone = task.time_zone.as_deref().and_then(calendar::zone);
    let zone = zone.unwrap_or_else(|| now.time_zone().clone());
    let rule = Rule::parse(task.repeat.as_deref()?, &zone).ok()?;
    let here = now.with_time_zone(zone.clone());
    // A day is over when the next one begins.
    let passed = if has_time { here.datetime() } else { here.date().to_datetime(Time::midnight()) };
    let mut moved = task.clone();
    let next = match task.repeat_from {
        RepeatFrom::Due => {
            let start = task.repeat_start.as_deref().and_then(occurrence).unwrap_or(due);
            rule.next(start, due.max(passed))?
        }
        RepeatFrom::Completion => {
            let done = here.date().to_datetime(due.time());
            let next = rule.next(done, done)?;
            moved.repeat = Some(counted_down(task.repeat.as_deref()?)?);
            moved.repeat_start = Some(text(next, has_time));
            next
        }
    };
    let due_again =
        if has_time { Moment::Time(next.to_zoned_datetime(zone).ok()?) } else { Moment::Day(next.date()) };
    moved.due = Some(due_again.to_due());
    let days = due.date().until(next.date()).ok()?.get_days();
    moved.start = task.start.as_ref().and_then(|start| {
        let day: Date = start.day().parse().ok()?;
        Some(Moment::Day(day.checked_add(days.days()).ok()?).to_due())
    });
    for reminder in &mut moved.reminders {
        if let Ok(Moment::Time(time)) = Moment::parse(reminder, here.time_zone())
            && let Ok(later) = time.checked_add(days.days())
        {
            *reminder = Moment::Time(later).to_due().to_string();
        }
    }
    moved.completed = false;
    moved.completed_at = None;
    Some(moved)
}

fn text(moment: DateTime, has_time: bool) -> String {
    if has_time { moment.strftime("%Y-%m-%dT%H:%M:%S").to_string() } else { moment.date().to_string() }
}

/// A rule that counts from each completion has a new beginning each time, so its number of occurrences must go down. `None` if
/// there is none left.
fn counted_down(rule: &str) -> Option<String> {
    let part = |part: &str| match part.strip_prefix("COUNT=").and_then(|count| count.parse::<u32>().ok()) {
        Some(count) => (count > 1).then(|| format!("COUNT={}", count - 1)),
        None => Some(part.to_owned()),
    };
    rule.split(';').map(part).collect::<Option<Vec<_>>>().map(|parts| parts.join(";"))
}
