use super::todo::common;
use super::value::{add_moment, due, rule, text, zone_name};
use super::{uid, written};
use crate::calendar::Moment;
use crate::id::UserId;
use crate::tasks::Task;
use calcard::icalendar::{
    ICalendarComponent as Component, ICalendarComponentType as Kind, ICalendarDuration,
    ICalendarProperty as Property, ICalendarTransparency, ICalendarValue as Value,
};

/// Seconds that a task takes in a calendar.
const LENGTH: i64 = 30 * 60;

/// A task as a VEVENT: half an hour from its due time, or its whole due day. `None` if it is never due.
pub fn event(task: &Task, owner: &UserId) -> Option<String> {
    let due = due(task)?;
    let mut event = Component::new(Kind::VEvent);
    common(&mut event, &uid("event", owner, task.id), task);
    add_moment(&mut event, Property::Dtstart, &due, zone_name(task));
    match due {
        Moment::Time(_) => {
            event.add_property(Property::Duration, ICalendarDuration::from_seconds(LENGTH));
        }
        Moment::Day(_) => {
            event.add_property(Property::Transp, Value::Transparency(ICalendarTransparency::Transparent));
        }
    }
    // Nobody knows when a task comes again that counts from when it is done.
    if let Some(rule) = rule(task).filter(|_| task.repeat_from.is_due()) {
        event.add_property(Property::Rrule, text(&rule));
    }
    Some(written(vec![event]))
}
