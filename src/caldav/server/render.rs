//! The text of an object: the one that a program has put, as far as it still says what the task is.

use super::lines::{Component, Item, Line};
use super::reading::{Reading, due, is_same, reminder_key, same_reminders, same_schedule, same_tags};
use super::tags::categories;
use crate::calendar::Moment;
use crate::tasks::Task;
use crate::tasks::file::calendar::{self, Names};
use jiff::{ToSpan, ZonedDateTime};

/// An object as its text is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    /// The task.
    pub(super) task: &'a Task,
    /// The name that programs have for it.
    pub(super) uid: &'a str,
    /// The name of the task of which it is a part.
    pub(super) parent: Option<&'a str>,
    /// The name that the text has for that task, or for one that is not there.
    pub(super) missing_parent: Option<&'a str>,
    /// The text that a program has put.
    pub(super) content: Option<&'a str>,
}

const SCHEDULE: [&str; 6] = ["DTSTART", "DUE", "DURATION", "RRULE", "X-DOCKET-START", "X-DOCKET-REPEAT-FROM"];
/// The rule of a task whose rule is written elsewhere.
const PLACEHOLDER: &str = "FREQ=DAILY";
const STATUS: [&str; 3] = ["STATUS", "PERCENT-COMPLETE", "COMPLETED"];

/// The text of an object. What Docket does not know stays as it was put. What it knows is written from the task where the text says
/// something else. `now` is the person's time.
pub(super) fn text(source: Source<'_>, now: &ZonedDateTime) -> String {
    let written = |begins: Option<&Moment>| {
        calendar::object(source.task, Names { uid: source.uid, parent: source.parent, begins })
    };
    let Some((content, read)) = source.content.and_then(|text| Some((text, Reading::of(text, now).ok()?)))
    else {
        return written(None);
    };
    let task = source.task;
    // A part of a part is one of the task above, but the text keeps the name that it has.
    let parent = source.missing_parent.or(source.parent);
    let is_foreign = has_foreign_rule(&read, task);
    let is_over = !is_foreign && is_done_at(&read, read.occurrence());
    let same_dates = same_schedule(&read.task, task) && !is_over;
    let groups: [(bool, &[&str]); 5] = [
        (read.task.title == task.title, &["SUMMARY"]),
        (read.task.description == task.description, &["DESCRIPTION"]),
        (read.task.priority == task.priority, &["PRIORITY"]),
        (read.task.completed == task.completed, &STATUS),
        (same_dates, &SCHEDULE),
    ];
    let same_parent = read.todo.parent_uid.as_deref() == parent;
    let same_alarms = same_reminders(&read.task.reminders, &task.reminders);
    let same_tags = same_tags(&read.task, task);
    if same_parent && same_alarms && same_tags && groups.iter().all(|(same, _)| *same) {
        return content.to_owned();
    }
    let written = match is_foreign {
        // Its dates are those of a task that repeats, whose rule begins with DTSTART.
        true => {
            let repeats = Task { repeat: Some(PLACEHOLDER.to_owned()), ..task.clone() };
            let begins = begins(&read, &repeats);
            calendar::object(
                &repeats,
                Names { uid: source.uid, parent: source.parent, begins: begins.as_ref() },
            )
        }
        false => written(begins(&read, task).as_ref()),
    };
    let (Some(new), Reading { mut tree, todo, .. }) = (Component::parse(&written), read.clone()) else {
        return written;
    };
    let Some(new_master) = new.master() else { return written };
    if !same_dates {
        if !is_foreign {
            leave_out_past(&mut tree, &read, task);
        }
        add_zones(&mut tree, &new);
    }
    let Some(master) = tree.master_mut() else { return written };
    let rules: Vec<Line> = master.lines(&["RRULE"]).cloned().collect();
    for (_, names) in groups.iter().filter(|(same, _)| !same) {
        take(master, new_master, names);
    }
    if is_foreign {
        master.replace(|line| line.name == "RRULE", rules);
    }
    if !same_parent {
        let lines = new_master.lines(&["RELATED-TO"]).cloned().collect();
        master.replace(names_parent, lines);
    }
    if !same_tags {
        let lines = categories(master, &read.task, task);
        master.replace(|line| line.name == "CATEGORIES", lines);
    }
    if !same_alarms {
        replace_alarms(master, new_master, &todo.alarms, task);
    }
    take(master, new_master, &["DTSTAMP", "LAST-MODIFIED"]);
    tree.text()
}

/// Whether the text has a rule that the task cannot have. It stays in the text until the person gives the task another one.
fn has_foreign_rule(read: &Reading, task: &Task) -> bool {
    task.repeat.is_none() && task.due.is_some() && says_foreign_rule(read)
}

fn says_foreign_rule(read: &Reading) -> bool {
    let is_dated = read.todo.begins.is_some() || read.todo.due.is_some();
    let has_rule = read.tree.master().is_some_and(|master| master.has("RRULE"));
    has_rule && is_dated && read.task.repeat.is_none()
}

/// Whether the person has given the task another rule than the one of the text, which tasks cannot have. That one must not come back
/// when the person takes theirs away.
pub(super) fn replaces_rule(source: Source<'_>, now: &ZonedDateTime) -> bool {
    let content = source.content.filter(|_| source.task.repeat.is_some());
    content.and_then(|text| Reading::of(text, now).ok()).is_some_and(|read| says_foreign_rule(&read))
}

fn take(master: &mut Component, from: &Component, names: &[&str]) {
    let lines = from.lines(names).cloned().collect();
    master.replace(|line| names.contains(&line.name.as_str()), lines);
}

/// Whether a line names the task above, and no other relation.
fn names_parent(line: &Line) -> bool {
    if line.name != "RELATED-TO" {
        return false;
    }
    let rest = line.rest().to_ascii_uppercase();
    !rest.contains("RELTYPE=") || rest.contains("RELTYPE=PARENT") || rest.contains("RELTYPE=\"PARENT\"")
}

/// Whether the text says that the occurrence at this moment is done.
fn is_done_at(read: &Reading, at: Option<&Moment>) -> bool {
    let Some(at) = at else { return false };
    let is_it = |other: &Moment| is_same(other, at);
    read.todo.others.iter().any(|other| other.completed && other.at.as_ref().is_some_and(is_it))
}

/// Leaves out the occurrences that lie before the one that the task has now, and that one if it is said to be done.
fn leave_out_past(tree: &mut Component, read: &Reading, task: &Task) {
    let occurrence = occurrence(read, task);
    let mut number = 0;
    tree.items.retain(|item| {
        let Item::Component(component) = item else { return true };
        if component.name != "VTODO" || component.is_master() {
            return true;
        }
        let other = read.todo.others.get(number);
        number += 1;
        let (Some(other), Some(here)) = (other, &occurrence) else { return task.repeat.is_some() };
        task.repeat.is_some()
            && other
                .at
                .as_ref()
                .is_some_and(|at| is_before(here, at) || is_same(here, at) && !other.completed)
    });
}

/// The occurrence that a task has now, by which a text names it.
pub(super) fn occurrence(read: &Reading, task: &Task) -> Option<Moment> {
    begins(read, task).or_else(|| due(task))
}

/// When the occurrence begins that a task has now, if that is not when it is due: as long before it is due as in the text.
fn begins(read: &Reading, task: &Task) -> Option<Moment> {
    let (began, was_due, now_due) = (read.todo.begins.as_ref()?, read.todo.due.as_ref()?, due(task)?);
    if task.repeat.is_none() || is_same(began, was_due) {
        return None;
    }
    let days = was_due.day().until(now_due.day()).ok()?.get_days();
    Some(match began {
        Moment::Day(day) => Moment::Day(day.checked_add(days.days()).ok()?),
        Moment::Time(time) => {
            let zone = now_due.time()?.time_zone().clone();
            let time = time.with_time_zone(zone.clone()).datetime().checked_add(days.days()).ok()?;
            Moment::Time(time.to_zoned_datetime(zone).ok()?)
        }
    })
}

pub(super) fn is_before(one: &Moment, other: &Moment) -> bool {
    match (one, other) {
        (Moment::Time(one), Moment::Time(other)) => one.timestamp() < other.timestamp(),
        _ => one.day() < other.day(),
    }
}

/// Adds the zones that the text lacks.
fn add_zones(tree: &mut Component, new: &Component) {
    let names = |tree: &Component| -> Vec<String> {
        let zones = tree.components().filter(|component| component.name == "VTIMEZONE");
        zones.flat_map(|zone| zone.lines(&["TZID"]).map(Line::value).collect::<Vec<_>>()).collect()
    };
    let there = names(tree);
    let is_missing = |zone: &&Component| {
        zone.name == "VTIMEZONE" && zone.lines(&["TZID"]).any(|line| !there.contains(&line.value()))
    };
    let missing: Vec<Item> = new.components().filter(is_missing).cloned().map(Item::Component).collect();
    let is_component = |item: &Item| matches!(item, Item::Component(_));
    let place = tree.items.iter().position(is_component).unwrap_or(tree.items.len());
    tree.items.splice(place..place, missing);
}

/// Keeps the alarms that are reminders of the task or of a kind that Docket does not know, and adds the others.
fn replace_alarms(master: &mut Component, new: &Component, read: &[Option<String>], task: &Task) {
    let wanted: Vec<String> = task.reminders.iter().map(|reminder| reminder_key(reminder)).collect();
    let mut there = Vec::new();
    let mut number = 0;
    master.items.retain(|item| {
        let Item::Component(alarm) = item else { return true };
        if alarm.name != "VALARM" {
            return true;
        }
        let reminder = read.get(number).and_then(Option::as_ref).map(|reminder| reminder_key(reminder));
        number += 1;
        let keep = reminder.as_ref().is_none_or(|reminder| wanted.contains(reminder));
        there.extend(reminder);
        keep
    });
    let alarms = new.components().filter(|component| component.name == "VALARM");
    let added = alarms.zip(&wanted).filter(|(_, key)| !there.contains(key));
    master.items.extend(added.map(|(alarm, _)| Item::Component(alarm.clone())));
}
