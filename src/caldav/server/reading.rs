//! What a text says of a task, as Docket and as other programs understand it.

use super::CalendarError;
use super::lines::{Component, Line};
use super::own::{Alarm, is_own};
use crate::calendar::{self, Moment};
use crate::import::{self, Todo, TodoError};
use crate::tasks::Task;
use crate::tasks::file;
use crate::tasks::server::fitted;
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo, ZonedDateTime};

/// The title of a task whose text has none.
const UNTITLED: &str = "(no title)";

/// A text that was read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Its lines.
    pub(super) tree: Component,
    /// What only the text holds.
    pub(super) todo: Todo,
    /// The task, with what Docket's own properties say.
    pub(super) task: Task,
    /// The task without them, as other programs see it.
    pub(super) plain: Task,
    /// Its alarms, in the order of the text.
    pub(super) alarms: Vec<Alarm>,
}

impl Reading {
    /// Reads a text. `now` is the person's time.
    ///
    /// # Errors
    /// If it is no object.
    pub(super) fn of(text: &str, now: &ZonedDateTime) -> Result<Self, CalendarError> {
        let no_calendar = || CalendarError::InvalidData("it is no iCalendar".to_owned());
        let tree = Component::parse(text).filter(|tree| tree.name == "VCALENDAR").ok_or_else(no_calendar)?;
        let todo = read(text, now)?;
        let task = of_todo(&todo, now);
        let (plain, alarms) = if tree.any(&is_own) {
            let mut stripped = tree.clone();
            stripped.strip(&is_own);
            let todo = read(&stripped.text(), now)?;
            (of_todo(&todo, now), todo.alarms)
        } else {
            (task.clone(), todo.alarms.clone())
        };
        let due = due(&plain);
        let alarms =
            { tree.master() }.map(|master| Alarm::all(master, &alarms, due.as_ref())).unwrap_or_default();
        Ok(Self { tree, todo, task, plain, alarms })
    }

    /// The value of a property of the task itself.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        self.tree.master()?.lines(&[name]).next().map(Line::value)
    }

    /// Whether DTSTART says when the task is due, as it does of a task that repeats.
    pub(super) fn begins_when_due(&self) -> bool {
        let moments = self.todo.begins.as_ref().zip(self.todo.due.as_ref());
        moments.is_some_and(|(begins, due)| is_same(begins, due))
    }

    /// The occurrence that the text is about: its first.
    pub(super) fn occurrence(&self) -> Option<&Moment> {
        self.todo.begins.as_ref().or(self.todo.due.as_ref())
    }
}

fn read(text: &str, now: &ZonedDateTime) -> Result<Todo, CalendarError> {
    import::todo(text, now.time_zone()).map_err(|error| match error {
        TodoError::NotATodo => CalendarError::NotATodo,
        TodoError::Invalid(why) => CalendarError::InvalidData(why.to_owned()),
    })
}

fn of_todo(todo: &Todo, now: &ZonedDateTime) -> Task {
    let mut written = todo.task.clone();
    if written.title.is_empty() {
        written.title = UNTITLED.to_owned();
    }
    let zone = todo.zone.as_ref().unwrap_or(now.time_zone()).clone();
    fitted(written, &now.with_time_zone(zone))
}

/// Whether two moments are the same. A day is never the same as a time.
pub(super) fn is_same(one: &Moment, other: &Moment) -> bool {
    match (one, other) {
        (Moment::Day(one), Moment::Day(other)) => one == other,
        (Moment::Time(one), Moment::Time(other)) => one.timestamp() == other.timestamp(),
        _ => false,
    }
}

/// When a task is due.
pub(super) fn due(task: &Task) -> Option<Moment> {
    Moment::parse(task.due.as_ref()?.as_str(), &zone(task)).ok()
}

fn zone(task: &Task) -> TimeZone {
    task.time_zone.as_deref().and_then(calendar::zone).unwrap_or(TimeZone::UTC)
}

/// Whether two tasks are due at the same time.
pub(super) fn same_due(one: &Task, other: &Task) -> bool {
    match (due(one), due(other)) {
        (Some(one), Some(other)) => is_same(&one, &other),
        (one, other) => one == other,
    }
}

/// Whether two tasks are due at the same times, now and when they come again.
pub(super) fn same_schedule(one: &Task, other: &Task) -> bool {
    let is_timed = one.due.as_ref().is_some_and(|due| due.time().is_some());
    same_due(one, other)
        && one.start == other.start
        && one.repeat_from == other.repeat_from
        && one.repeat.is_some() == other.repeat.is_some()
        && (one.repeat.is_none()
            || file::calendar::rule(one) == file::calendar::rule(other)
                && (!is_timed || one.time_zone == other.time_zone))
}

/// Whether two tasks remind at the same times.
pub(super) fn same_reminders(one: &[String], other: &[String]) -> bool {
    let keys = |reminders: &[String]| {
        let mut keys: Vec<String> = reminders.iter().map(|reminder| reminder_key(reminder)).collect();
        keys.sort();
        keys.dedup();
        keys
    };
    keys(one) == keys(other)
}

/// The same text for each way in which a reminder can be written.
pub(super) fn reminder_key(reminder: &str) -> String {
    if let Ok(Moment::Time(at)) = Moment::parse(reminder, &TimeZone::UTC) {
        return at.timestamp().to_string();
    }
    let span = reminder.parse::<Span>().ok();
    let length = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
    length.map_or_else(|| reminder.to_owned(), |length| format!("P{}", length.as_secs()))
}

/// Whether two tasks have the same tags, in any order.
pub(super) fn same_tags(one: &Task, other: &Task) -> bool {
    let sorted = |task: &Task| {
        let mut tags = task.tags.clone();
        tags.sort();
        tags
    };
    sorted(one) == sorted(other)
}
