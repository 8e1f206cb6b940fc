//! What a program wants of a task: the difference between the text that it has read and the one that it puts.

use super::own::{REPEAT_FROM, START, reminders, says_more, says_more_of_alarms};
use super::reading::{Reading, due, same_reminders, same_schedule, same_tags};
use crate::calendar::Moment;
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
    } else if !keeps_tags {
        wanted.tags.extend(more_tags(task, base));
    }
    if !same_reminders(&base.plain.reminders, &new.plain.reminders) || says_more_of_alarms(base, new) {
        wanted.reminders = reminders(base, new);
    }
    let has_own = [START, REPEAT_FROM].iter().any(|name| says_more(base, new, name));
    if has_own || !same_schedule(&base.plain, &new.plain) {
        schedule(&mut wanted, base, new);
    }
    if wanted.due.is_none() {
        wanted.reminders.retain(|reminder| !reminder.trim_start_matches('-').starts_with('P'));
    }
    wanted
}

/// The categories that were too many for the tags of a task, and for which there is room now. The text names them behind its tags. If they
/// were no tags now, they would seem to be tags that the person has removed.
fn more_tags(task: &Task, base: &Reading) -> Vec<String> {
    let lower = |tag: &String| tag.to_lowercase();
    let said: Vec<String> = base.task.tags.iter().map(lower).collect();
    let known: Vec<String> = task.tags.iter().map(lower).collect();
    if said.starts_with(&known) {
        base.task.tags.get(known.len()..).unwrap_or_default().to_vec()
    } else {
        Vec::new()
    }
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
    // The text has no place for these without Docket's own properties.
    if wanted.repeat.is_some() && new.value(REPEAT_FROM).is_none() {
        wanted.repeat_from = from;
    }
    if new.value(START).is_some() || base.plain.start != new.plain.start {
        return;
    }
    if base.plain.start.is_some() {
        wanted.start = start;
        return;
    }
    let start = start.and_then(|start| start.day().parse::<Date>().ok());
    let start = start.and_then(|start| match (before, due(wanted)) {
        (Some(before), Some(now)) => {
            let days = before.day().until(now.day()).map_or(0, |span| span.get_days());
            start.checked_add(days.days()).ok()
        }
        (None, Some(now)) => Some(start.min(now.day())),
        (_, None) => Some(start),
    });
    wanted.start = start.map(|day| Moment::Day(day).to_due());
}
