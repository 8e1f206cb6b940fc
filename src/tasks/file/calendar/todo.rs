use super::value::{add_moment, add_timestamp, due, own, rule, text, zone_name};
use super::{END, alarm, head, uid, written};
use crate::calendar::Moment;
use crate::id::{TaskId, UserId};
use crate::tasks::Task;
use calcard::icalendar::{
    ICalendarComponent as Component, ICalendarComponentType as Kind, ICalendarProperty as Property,
    ICalendarStatus as Status, ICalendarValue as Value,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A task as a VTODO, with its reminders or without.
pub fn todo(task: &Task, owner: &UserId, with_reminders: bool) -> String {
    let parent = task.parent_id.map(|parent| uid("todo", owner, parent));
    let names = Names { uid: &uid("todo", owner, task.id), parent: parent.as_deref(), begins: None };
    let mut components = components(task, names, with_reminders);
    if let (Some(todo), Some(list)) = (components.first_mut(), &task.list) {
        todo.add_property(own("LIST"), text(list));
    }
    written(components)
}

/// The name that programs have for a task, unless they have given it another one.
pub fn todo_uid(owner: &UserId, task: TaskId) -> String {
    uid("todo", owner, task)
}

/// What a calendar object says that its task does not.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The name that programs have for the task.
    pub uid: &'a str,
    /// The name of the task of which it is a part.
    pub parent: Option<&'a str>,
    /// When its occurrence begins, if it repeats and that is not when it is due.
    pub begins: Option<&'a Moment>,
}

/// A task as a calendar object of its own. Its list is that of the calendar.
pub fn object(task: &Task, names: Names<'_>) -> String {
    let year =
        task.due.as_ref().and_then(|due| due.day().parse::<Date>().ok()).map_or(1970, |day| day.year());
    let zones = zone_name(task).map(str::to_owned).into_iter().collect();
    [&head(None, &zones, year - 1), written(components(task, names, true)).as_str(), END].concat()
}

/// A task, of which the first component holds the others.
fn components(task: &Task, names: Names<'_>, with_reminders: bool) -> Vec<Component> {
    let mut todo = Component::new(Kind::VTodo);
    common(&mut todo, names.uid, task);
    let (due, zone) = (due(task), zone_name(task));
    let start = task.start.as_ref().and_then(|start| start.day().parse::<Date>().ok());
    // The rule counts from DTSTART, so that of a task that repeats is its due day.
    let begin = match (&due, start) {
        (Some(due), _) if task.repeat.is_some() => Some(names.begins.unwrap_or(due).clone()),
        (Some(Moment::Day(_)), Some(start)) => Some(Moment::Day(start)),
        (Some(Moment::Time(due)), Some(start)) => {
            start.to_zoned_datetime(due.time_zone().clone()).ok().map(Moment::Time)
        }
        _ => None,
    };
    if let Some(begin) = begin {
        add_moment(&mut todo, Property::Dtstart, &begin, zone);
    }
    if let Some(due) = &due {
        add_moment(&mut todo, Property::Due, due, zone);
    }
    if let Some(start) = start {
        todo.add_property(own("START"), text(&start.to_string()));
    }
    if let Some(rule) = rule(task) {
        todo.add_property(Property::Rrule, text(&rule));
    }
    if !task.repeat_from.is_due() {
        todo.add_property(own("REPEAT-FROM"), text("completion"));
    }
    let priority = task.priority.map(|priority| match priority {
        1 => 1,
        2 => 3,
        3 => 5,
        _ => 9,
    });
    if let Some(priority) = priority {
        todo.add_property(Property::Priority, Value::Integer(priority));
    }
    if let Some(parent) = names.parent {
        todo.add_property(Property::RelatedTo, text(parent));
    }
    let status = if task.completed { Status::Completed } else { Status::NeedsAction };
    todo.add_property(Property::Status, Value::Status(status));
    if task.completed {
        todo.add_property(Property::PercentComplete, Value::Integer(100));
        let at = task.completed_at.as_ref().unwrap_or(&task.updated_at);
        add_timestamp(&mut todo, Property::Completed, at);
    }
    let mut components = vec![todo];
    if with_reminders {
        let zone = due.as_ref().and_then(Moment::time).map_or(TimeZone::UTC, |due| due.time_zone().clone());
        for reminder in &task.reminders {
            alarm::add(&mut components, task, reminder, due.as_ref(), &zone);
        }
    }
    components
}

/// Adds what tasks and events have alike.
pub(super) fn common(component: &mut Component, uid: &str, task: &Task) {
    component.add_uid(uid);
    add_timestamp(component, Property::Dtstamp, &task.updated_at);
    add_timestamp(component, Property::LastModified, &task.updated_at);
    add_timestamp(component, Property::Created, &task.created_at);
    component.add_property(Property::Summary, text(&task.title));
    if let Some(description) = &task.description {
        component.add_property(Property::Description, text(description));
    }
    if !task.tags.is_empty() {
        let tags = task.tags.iter().map(|tag| text(tag)).collect();
        component
            .entries
            .push(calcard::icalendar::ICalendarEntry::new(Property::Categories).with_values(tags));
    }
}
