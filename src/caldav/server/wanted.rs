//! What a program wants of a task: the difference between the text that it has read and the one that it puts.

use super::reading::{Reading, due, same_reminders, same_schedule, same_tags};
use crate::tasks::Task;
use jiff::ToSpan;
use jiff::civil::Date;

/// The task as the program wants it, but for its parent, its list and whether it is done. What the text says as before stays, so a program
/// that drops what it does not know changes nothing.
pub(super) fn wanted(task: &Task, base: &Reading, new: &Reading) -> Task {
    let mut wanted = task.clone();
    if base.plain.title != new.plain.title {
        wanted.title.clone_from(&new.task.title);
    }
    if base.plain.description != new.plain.description {
        wanted.description.clone_from(&new.task.description);
    }
    if base.plain.priority != new.plain.priority {
        wanted.priority = new.task.priority;
    }
    let keeps_tags = new.plain.tags.is_empty() && knows_no_tags(new);
    if !keeps_tags && !same_tags(&base.plain, &new.plain) {
        wanted.tags.clone_from(&new.task.tags);
    }
    if !same_reminders(&base.plain.reminders, &new.plain.reminders) {
        wanted.reminders.clone_from(&new.task.reminders);
    }
    if !same_schedule(&base.plain, &new.plain) {
        schedule(&mut wanted, base, new);
    }
    if wanted.due.is_none() {
        wanted.reminders.retain(|reminder| !reminder.trim_start_matches('-').starts_with('P'));
    }
    wanted
}

/// Apple's Reminders have tags of their own, and no CATEGORIES.
fn knows_no_tags(new: &Reading) -> bool {
    new.todo.product.contains("Apple")
}

fn schedule(wanted: &mut Task, base: &Reading, new: &Reading) {
    let (start, from) = (wanted.start.clone(), wanted.repeat_from);
    let before = due(&base.task);
    wanted.due.clone_from(&new.task.due);
    wanted.time_zone.clone_from(&new.task.time_zone);
    wanted.start.clone_from(&new.task.start);
    wanted.repeat.clone_from(&new.task.repeat);
    wanted.repeat_start.clone_from(&new.task.repeat_start);
    wanted.repeat_from = new.task.repeat_from;
    if new.has_own {
        return;
    }
    // The text has no place for these without Docket's own properties.
    if wanted.repeat.is_some() {
        wanted.repeat_from = from;
    }
    if base.plain.start.is_none()
        && new.plain.start.is_none()
        && let (Some(before), Some(now), Some(start)) = (before, due(wanted), start)
    {
        let days = before.day().until(now.day()).map_or(0, |span| span.get_days());
        let moved = start.day().parse::<Date>().ok().and_then(|day| day.checked_add(days.days()).ok());
        wanted.start = moved.map(|day| crate::calendar::Moment::Day(day).to_due());
    }
}
