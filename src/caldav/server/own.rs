//! Docket's own properties, which most programs keep in a text as they keep all that they do not know.

use super::lines::{Component, Item, Line};
use super::reading::{Reading, is_same, reminder_key, same_due};
use crate::calendar::Moment;
use jiff::Span;
use std::collections::{HashMap, HashSet};

/// The day on which a task starts. The line DTSTART speaks of it too.
pub(super) const START: &str = "X-DOCKET-START";
/// Whether a task repeats from its completion. No line of iCalendar says so.
pub(super) const REPEAT_FROM: &str = "X-DOCKET-REPEAT-FROM";
/// The reminder that an alarm is. Its line TRIGGER speaks of it too.
const REMINDER: &str = "X-DOCKET-REMINDER";

/// Whether a line is of Docket's own.
pub(super) fn is_own(line: &Line) -> bool {
    line.name.starts_with("X-DOCKET-")
}

/// An alarm of a text.
#[derive(Clone, Debug)]
pub(super) struct Alarm {
    /// When it comes, written always alike.
    trigger: Option<String>,
    /// The reminder that it is, as other programs see it, as [`reminder_key`] writes it.
    plain: Option<String>,
    /// When it comes, if that is so long before the task is due.
    instant: Option<String>,
    /// The reminder that it is by Docket's own property.
    own: Option<String>,
}

impl Alarm {
    /// The alarms of a component, with the reminders and the due time that other programs see.
    pub(super) fn all(master: &Component, plain: &[Option<String>], due: Option<&Moment>) -> Vec<Self> {
        let plain = |number: usize| plain.get(number).and_then(Option::as_deref);
        let alarms = master.components().filter(|component| component.name == "VALARM");
        { alarms.enumerate() }
            .map(|(number, alarm)| Self {
                trigger: alarm.lines(&["TRIGGER"]).next().map(trigger),
                plain: plain(number).map(reminder_key),
                instant: plain(number).and_then(|reminder| instant(reminder, due)),
                own: alarm.lines(&[REMINDER]).next().map(Line::value),
            })
            .collect()
    }

    /// What two alarms have alike that come at the same moment for other programs: one of these. So long before another due time is
    /// another moment.
    fn moments(&self, same_due: bool) -> impl Iterator<Item = &str> {
        let instant = self.instant.as_deref().filter(|_| same_due);
        // A trigger has a colon, and no reminder begins with one.
        [self.trigger.as_deref(), self.plain.as_deref(), instant].into_iter().flatten()
    }
}

/// When a reminder comes that is so long before a task is due, as [`reminder_key`] writes it.
fn instant(reminder: &str, due: Option<&Moment>) -> Option<String> {
    let length: Span = reminder.parse().ok()?;
    Some(due?.time()?.checked_add(length).ok()?.timestamp().to_string())
}

/// A trigger without the parameters that say what is so anyhow.
fn trigger(line: &Line) -> String {
    let rest = line.rest().to_ascii_uppercase();
    let value = line.value().to_ascii_uppercase();
    let parameters = rest.strip_suffix(&value).unwrap_or(&rest).trim_end_matches(':');
    let mut parameters: Vec<&str> = { parameters.split(';') }
        .filter(|part| !["", "VALUE=DURATION", "RELATED=START"].contains(part))
        .collect();
    parameters.sort_unstable();
    format!(":{}:{}", parameters.join(";"), reminder_key(&value))
}

/// The text of a program without the properties of Docket's own that it has only kept while it changed the lines that speak of the
/// same. `None` if there are none. `base` is the text that the program has read.
pub(super) fn without_stale(base: &Reading, new: &Reading) -> Option<String> {
    let same_begin = match (&base.todo.begins, &new.todo.begins) {
        (Some(one), Some(other)) => is_same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    };
    let start = new.value(START);
    // A program that knows one date alone, or has made a rule, says nothing of a start.
    let is_silent = new.begins_when_due() && !base.begins_when_due() && new.task.start.is_some();
    let stale_start = !same_begin && !is_silent && start.is_some() && start == base.value(START);
    let same_due = same_due(&base.plain, &new.plain);
    let owns: HashSet<&String> = base.alarms.iter().filter_map(|alarm| alarm.own.as_ref()).collect();
    let mut there = HashSet::new();
    for alarm in &base.alarms {
        there.extend(alarm.moments(same_due).map(|moment| (alarm.own.as_ref(), moment)));
    }
    let is_stale = |alarm: &Alarm| {
        alarm.own.as_ref().is_some_and(|own| owns.contains(own))
            && !alarm.moments(same_due).any(|moment| there.contains(&(alarm.own.as_ref(), moment)))
    };
    let stale: Vec<bool> = new.alarms.iter().map(is_stale).collect();
    if !stale_start && !stale.contains(&true) {
        return None;
    }
    let mut tree = new.tree.clone();
    let master = tree.master_mut()?;
    if stale_start {
        master.replace(|line| line.name == START, Vec::new());
    }
    let alarms = master.items.iter_mut().filter_map(|item| match item {
        Item::Component(component) if component.name == "VALARM" => Some(component),
        _ => None,
    });
    for (alarm, _) in alarms.zip(stale).filter(|(_, stale)| *stale) {
        alarm.replace(|line| line.name == REMINDER, Vec::new());
    }
    Some(tree.text())
}

/// The reminders that a program wants. An alarm that comes as before is the reminder that it was, also if the program has dropped
/// Docket's own property.
pub(super) fn reminders(base: &Reading, new: &Reading) -> Vec<String> {
    let same_due = same_due(&base.plain, &new.plain);
    let mut before = HashMap::new();
    for alarm in &base.alarms {
        if let Some(own) = alarm.own.as_ref().filter(|own| base.task.reminders.contains(own)) {
            before.extend(alarm.moments(same_due).map(|moment| (moment, own)));
        }
    }
    let mut owns = HashMap::new();
    for alarm in new.alarms.iter().filter(|alarm| alarm.own.is_none()) {
        let own = alarm.moments(same_due).find_map(|moment| before.get(moment));
        owns.extend(alarm.plain.as_deref().zip(own));
    }
    let own =
        |reminder: &String| owns.get(reminder_key(reminder).as_str()).map_or(reminder, |own| **own).clone();
    let mut wanted: Vec<String> = new.task.reminders.iter().map(own).collect();
    let mut there = HashSet::new();
    wanted.retain(|reminder| there.insert(reminder.clone()));
    wanted
}

/// Whether the text has a property of Docket's own with a value that the other one lacks: who wrote it knows the property.
pub(super) fn says_more(base: &Reading, new: &Reading, name: &str) -> bool {
    let value = new.value(name);
    value.is_some() && value != base.value(name)
}

/// The same of the reminders of alarms.
pub(super) fn says_more_of_alarms(base: &Reading, new: &Reading) -> bool {
    let known: HashSet<&String> = base.alarms.iter().filter_map(|alarm| alarm.own.as_ref()).collect();
    new.alarms.iter().filter_map(|alarm| alarm.own.as_ref()).any(|own| !known.contains(own))
}
