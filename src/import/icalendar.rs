//! VTODOs of calendar files (RFC 5545), read by calcard, which goes on behind broken lines and nests without recursion.

mod clocks;
mod described;
mod object;

pub use clocks::Clocks;
pub use object::{Occurrence, Todo, TodoError, todo};

use super::Why;
use super::date_text;
use super::draft::{Draft, Reader};
use crate::calendar::{self, Moment};
use crate::timestamp::Timestamp;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Kind, ICalendarEntry, ICalendarParameterName,
    ICalendarParameterValue, ICalendarProperty as Property, ICalendarRelated, ICalendarRelationshipType,
    ICalendarStatus, ICalendarValue as Value,
};
use calcard::{Entry, Parser};
use jiff::SignedDuration;

pub(super) fn read(text: &str, reader: &mut Reader<'_>) {
    let mut parser = Parser::new(text);
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => components(&calendar, reader),
            Entry::Eof | Entry::TooManyComponents => break,
            _ => {}
        }
    }
}

fn components(calendar: &ICalendar, reader: &mut Reader<'_>) {
    let has_lists = calendar.components.first().and_then(|calendar| words(calendar, &Property::Prodid));
    let has_lists = has_lists.is_some_and(|product| product.contains("//Docket//"));
    let name = { calendar.components.iter() }
        .find_map(|component| words(component, &Property::Other("X-WR-CALNAME".to_owned())))
        .unwrap_or_else(|| reader.name.to_owned());
    let clocks = Clocks::of(calendar, reader.zone.clone());
    for component in &calendar.components {
        let place = reader.drafts.len() + reader.skipped.len() + 1;
        match component.component_type {
            Kind::VTodo if component.property(&Property::RecurrenceId).is_some() => {
                reader.skip(place, Why::Exception);
            }
            Kind::VTodo => {
                let mut draft = task(place, component, calendar, &name, reader, &clocks);
                if has_lists {
                    draft.task.list = words(component, &own("LIST"));
                }
                reader.add(draft);
            }
            Kind::VEvent => reader.skip(place, Why::Event),
            _ => {}
        }
    }
}

fn task(
    place: usize,
    component: &ICalendarComponent,
    calendar: &ICalendar,
    list: &str,
    reader: &Reader<'_>,
    clocks: &Clocks,
) -> Draft {
    let mut draft = Draft::at(place);
    let words = |property| words(component, &property);
    let moment = |property| component.property(&property).and_then(|entry| clocks.moment(entry));
    let stored = |property| moment(property).and_then(|moment| stored(&moment));
    draft.task.title = words(Property::Summary).unwrap_or_default();
    draft.describe(&words(Property::Description).unwrap_or_default());
    if reader.keeps {
        for (label, property) in [("Where", Property::Location), ("Link", Property::Url)] {
            draft.keep(label, &words(property).unwrap_or_default());
        }
    }
    draft.task.list = Some(list.to_owned());
    draft.task.tags =
        component.properties(&Property::Categories).flat_map(texts).map(ToOwned::to_owned).collect();
    draft.task.priority = match number(component, &Property::Priority) {
        Some(1) => Some(1),
        Some(2..=4) => Some(2),
        Some(5) => Some(3),
        Some(6..=9) => Some(4),
        _ => None,
    };
    draft.key = words(Property::Uid);
    draft.parent_key =
        component.properties(&Property::RelatedTo).find(|entry| names_parent(entry)).and_then(text_of);
    draft.task.completed_at = stored(Property::Completed);
    draft.task.created_at = stored(Property::Created);
    draft.task.completed = draft.task.completed_at.is_some()
        || matches!(component.status(), Some(ICalendarStatus::Completed | ICalendarStatus::Cancelled))
        || number(component, &Property::PercentComplete) == Some(100);
    let start = moment(Property::Dtstart);
    if let Some(due) = moment(Property::Due) {
        draft.set_due(due);
        draft.task.start =
            start.as_ref().map(Moment::to_due).filter(|start| Some(start) != draft.task.due.as_ref());
    } else if let Some(start) = &start {
        draft.set_due(start.clone());
    }
    if let Some(Value::RecurrenceRule(rule)) = value(component, &Property::Rrule) {
        let rule = rule.to_string();
        draft.read_repeat(&rule, &rule, reader);
    }
    if let Some(start) = words(own("START")).and_then(|text| date_text::moment(&text, &reader.zone)) {
        draft.task.start = Some(start.to_due());
    }
    draft.task.repeat_from_completion = words(own("REPEAT-FROM")).as_deref() == Some("completion");
    let reminders = components_of(component, calendar)
        .filter_map(|alarm| self::alarm(alarm, start.as_ref(), draft.due.as_ref(), clocks));
    draft.task.reminders = reminders.collect();
    draft
}

/// The components in a component.
fn components_of<'a>(
    component: &'a ICalendarComponent,
    calendar: &'a ICalendar,
) -> impl Iterator<Item = &'a ICalendarComponent> {
    component.component_ids.iter().filter_map(|id| calendar.component_by_id(*id))
}

/// The reminder that an alarm is.
fn alarm(
    alarm: &ICalendarComponent,
    start: Option<&Moment>,
    due: Option<&Moment>,
    clocks: &Clocks,
) -> Option<String> {
    words(alarm, &own("REMINDER")).or_else(|| {
        let trigger = alarm.property(&Property::Trigger).filter(|_| alarm.component_type == Kind::VAlarm)?;
        reminder(trigger, start, due, clocks)
    })
}

/// An alarm is at a time, or so long after the start or, if its parameter says so or there is no start, the due time.
fn reminder(
    trigger: &ICalendarEntry,
    start: Option<&Moment>,
    due: Option<&Moment>,
    clocks: &Clocks,
) -> Option<String> {
    if let Some(at) = clocks.moment(trigger) {
        return at.time().map(|_| at.to_due().to_string());
    }
    let Some(Value::Duration(length)) = trigger.values.first() else { return None };
    let days = i64::from(length.weeks) * 7 + i64::from(length.days);
    let seconds = ((days * 24 + i64::from(length.hours)) * 60 + i64::from(length.minutes)) * 60
        + i64::from(length.seconds);
    let length = SignedDuration::from_secs(if length.neg { -seconds } else { seconds });
    let at_the_end = trigger.parameter(&ICalendarParameterName::Related)
        == Some(&ICalendarParameterValue::Related(ICalendarRelated::End));
    match (start, due) {
        // Tasks have lengths before the due time alone.
        (Some(start), Some(due)) if !at_the_end && start != due => {
            let time = match start {
                Moment::Time(time) => time.checked_add(length).ok()?,
                Moment::Day(day) => {
                    day.to_zoned_datetime(clocks.own().clone()).ok()?.checked_add(length).ok()?
                }
            };
            Some(Moment::Time(time).to_due().to_string())
        }
        (_, due) => date_text::reminder(due?, length, clocks.own()),
    }
}

/// A property of Docket's own.
fn own(name: &str) -> Property {
    Property::Other(format!("X-DOCKET-{name}"))
}

fn names_parent(entry: &ICalendarEntry) -> bool {
    match entry.parameter(&ICalendarParameterName::Reltype) {
        None => true,
        Some(kind) => *kind == ICalendarParameterValue::Reltype(ICalendarRelationshipType::Parent),
    }
}

fn value<'a>(component: &'a ICalendarComponent, property: &Property) -> Option<&'a Value> {
    component.property(property)?.values.first()
}

fn number(component: &ICalendarComponent, property: &Property) -> Option<i64> {
    value(component, property)?.as_integer()
}

fn words(component: &ICalendarComponent, property: &Property) -> Option<String> {
    component.property(property).and_then(text_of).filter(|text| !text.trim().is_empty())
}

fn text_of(entry: &ICalendarEntry) -> Option<String> {
    let all: Vec<&str> = texts(entry).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn texts(entry: &ICalendarEntry) -> impl Iterator<Item = &str> {
    entry.values.iter().filter_map(Value::as_text)
}

fn stored(moment: &Moment) -> Option<Timestamp> {
    moment.time().map(calendar::moment)
}
