//! One VTODO of a calendar that a program keeps in step with Docket (CalDAV): the task, and what only the program's text holds.

use super::{Clocks, components_of, words};
use crate::calendar::Moment;
use crate::import::ImportedTask;
use crate::import::draft::{Reader, tidy};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Kind, ICalendarProperty as Property,
    ICalendarStatus,
};
use calcard::{Entry, Parser};
use jiff::tz::TimeZone;

/// What the text of an object says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// The task.
    pub task: ImportedTask,
    /// The name that programs have for it.
    pub uid: String,
    /// The name of the task of which it is a part.
    pub parent_uid: Option<String>,
    /// The program that wrote the text.
    pub product: String,
    /// The zone by whose clock it repeats, if the text names one.
    pub zone: Option<TimeZone>,
    /// When it begins.
    pub begins: Option<Moment>,
    /// When it is due.
    pub due: Option<Moment>,
    /// The occurrences that are left out.
    pub excluded: Vec<Moment>,
    /// The occurrences that differ from the others, in the order of the text.
    pub others: Vec<Occurrence>,
    /// The reminder that each alarm is, in the order of the text. `None` if tasks have none of this kind.
    pub alarms: Vec<Option<String>>,
}

/// An occurrence that differs from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// When it would be.
    pub at: Option<Moment>,
    /// Whether it is done.
    pub completed: bool,
}

/// Why a text is no object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TodoError {
    /// It is no iCalendar, or not one of a single task.
    #[error("{0}")]
    Invalid(&'static str),
    /// It is of an event or another component.
    #[error("it is no VTODO")]
    NotATodo,
}

/// Reads an object. `zone` is the person's.
///
/// # Errors
/// If the text is not of one task.
pub fn todo(text: &str, zone: &TimeZone) -> Result<Todo, TodoError> {
    let Entry::ICalendar(calendar) = Parser::new(text).entry() else {
        return Err(TodoError::Invalid("it is no iCalendar"));
    };
    let is_foreign = |kind: &Kind| matches!(kind, Kind::VEvent | Kind::VJournal | Kind::VFreebusy);
    if calendar.components.iter().any(|component| is_foreign(&component.component_type)) {
        return Err(TodoError::NotATodo);
    }
    let (others, masters): (Vec<_>, Vec<_>) = { calendar.components.iter() }
        .filter(|component| component.component_type == Kind::VTodo)
        .partition(|component| component.property(&Property::RecurrenceId).is_some());
    let master = match masters.as_slice() {
        [master] => *master,
        [] if others.is_empty() => return Err(TodoError::NotATodo),
        [] => return Err(TodoError::Invalid("it has occurrences of a task, but not the task")),
        _ => return Err(TodoError::Invalid("an object is one task")),
    };
    let uid = words(master, &Property::Uid).ok_or(TodoError::Invalid("it has no UID"))?;
    if others.iter().any(|other| words(other, &Property::Uid).as_ref() != Some(&uid)) {
        return Err(TodoError::Invalid("an object is one task"));
    }
    Ok(read(&calendar, master, &others, uid, zone))
}

fn read(
    calendar: &ICalendar,
    master: &ICalendarComponent,
    others: &[&ICalendarComponent],
    uid: String,
    zone: &TimeZone,
) -> Todo {
    // A rule counts by the clock of the zone that is named.
    let repeats = master.property(&Property::Rrule).is_some();
    let clocks = Clocks::of(calendar, zone.clone());
    let named = { [Property::Due, Property::Dtstart].iter() }
        .find_map(|name| clocks.zone(master.property(name)?))
        // Tasks have zones that have names.
        .filter(|zone| repeats && zone.iana_name().is_some());
    let zone = named.as_ref().unwrap_or(zone).clone();
    let clocks = clocks.in_zone(zone.clone());
    let reader =
        Reader { zone, words: &|_| None, keeps: false, name: "", drafts: Vec::new(), skipped: Vec::new() };
    let mut draft = super::task(1, master, calendar, "", &reader, &clocks);
    draft.task.list = None;
    if draft.task.due.is_none() {
        // A rule without a first day begins on another one each time that it is read.
        draft.task.repeat = None;
    }
    tidy(&mut draft, false);
    let at = |name: &Property| master.property(name).and_then(|entry| clocks.moment(entry));
    let begins = at(&Property::Dtstart);
    let alarms = components_of(master, calendar)
        .filter(|alarm| alarm.component_type == Kind::VAlarm)
        .map(|alarm| super::alarm(alarm, begins.as_ref(), draft.due.as_ref(), &clocks))
        .collect();
    let is_over = |other: &ICalendarComponent| {
        matches!(other.status(), Some(ICalendarStatus::Completed | ICalendarStatus::Cancelled))
    };
    let others = { others.iter() }
        .map(|other| Occurrence {
            at: other.property(&Property::RecurrenceId).and_then(|entry| clocks.moment(entry)),
            completed: is_over(other),
        })
        .collect();
    let excluded = master.properties(&Property::Exdate).flat_map(|entry| clocks.moments(entry)).collect();
    let product = calendar.components.first().and_then(|calendar| words(calendar, &Property::Prodid));
    Todo {
        parent_uid: draft.parent_key.take(),
        due: at(&Property::Due),
        product: product.unwrap_or_default(),
        task: draft.task,
        zone: named,
        uid,
        begins,
        excluded,
        others,
        alarms,
    }
}
