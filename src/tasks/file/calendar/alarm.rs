use super::value::{add_moment, own, text};
use crate::calendar::Moment;
use crate::tasks::Task;
use calcard::icalendar::{
    ICalendarAction, ICalendarComponent as Component, ICalendarComponentType as Kind, ICalendarDuration,
    ICalendarEntry as Entry, ICalendarParameter as Parameter, ICalendarParameterName as Name,
    ICalendarParameterValue as Given, ICalendarProperty as Property, ICalendarRelated,
    ICalendarValue as Value, ICalendarValueType as Type,
};
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo};

/// Adds a reminder to the first component.
pub(super) fn add(
    components: &mut Vec<Component>,
    task: &Task,
    reminder: &str,
    due: Option<&Moment>,
    zone: &TimeZone,
) {
    let mut alarm = Component::new(Kind::VAlarm);
    alarm.add_property(Property::Action, Value::Action(ICalendarAction::Display));
    alarm.add_property(Property::Description, text(&task.title));
    if let Ok(Moment::Time(at)) = Moment::parse(reminder, zone) {
        add_moment(&mut alarm, Property::Trigger, &Moment::Time(at), None);
        if let Some(trigger) = alarm.entries.last_mut() {
            trigger.params.push(Parameter { name: Name::Value, value: Given::Value(Type::DateTime) });
        }
    } else if let (Ok(span), Some(_)) = (reminder.parse::<Span>(), due)
        && let Ok(length) = span.to_duration(SpanRelativeTo::days_are_24_hours())
    {
        let before = ICalendarDuration::from_seconds(length.as_secs());
        let from_due = Parameter { name: Name::Related, value: Given::Related(ICalendarRelated::End) };
        alarm.entries.push(Entry::new(Property::Trigger).with_param(from_due).with_value(before));
        // Before the end of a day is not before a time, and programs write lengths in their own way.
        alarm.add_property(own("REMINDER"), text(reminder));
    } else {
        return;
    }
    let number = u32::try_from(components.len()).unwrap_or(u32::MAX);
    if let Some(first) = components.first_mut() {
        first.component_ids.push(number);
        components.push(alarm);
    }
}
