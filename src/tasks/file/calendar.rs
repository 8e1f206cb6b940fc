//! Tasks as iCalendar (RFC 5545), written by calcard. Each part is a text of its own, so that a long file can be written in pieces.

mod alarm;
mod event;
mod todo;
mod value;
mod zone;

pub use event::event;
pub use todo::{Names, object, todo, todo_uid};
pub use value::rule;

use crate::id::{TaskId, UserId};
use crate::tasks::Task;
use calcard::icalendar::{
    ICalendar, ICalendarComponent as Component, ICalendarComponentType as Kind, ICalendarProperty as Property,
};
use std::collections::BTreeSet;
pub(super) use value::due;
use value::text;

/// Who writes the file. The reader knows Docket's files by it.
pub const PRODUCT: &str = "-//Docket//Tasks//EN";
/// The end of the file.
pub const END: &str = "END:VCALENDAR\r\n";

/// The beginning of the file. `zones` are those in which tasks repeat; `year` is the first in which they may.
pub fn head(name: Option<&str>, zones: &BTreeSet<String>, year: i16) -> String {
    let mut calendar = Component::new(Kind::VCalendar);
    calendar.add_property(Property::Version, text("2.0"));
    calendar.add_property(Property::Prodid, text(PRODUCT));
    if let Some(name) = name {
        calendar.add_property(Property::Other("X-WR-CALNAME".to_owned()), text(name));
    }
    let mut components = vec![calendar];
    for name in zones {
        zone::add(&mut components, name, year);
    }
    let head = written(components);
    head.strip_suffix(END).map(str::to_owned).unwrap_or(head)
}

/// The zones whose clocks these tasks repeat by.
pub fn zones(tasks: &[Task]) -> BTreeSet<String> {
    tasks.iter().filter_map(value::zone_name).map(str::to_owned).collect()
}

/// The text of components of which the first holds the others.
fn written(components: Vec<Component>) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    _ = ICalendar { components }.write_to(&mut text);
    text
}

/// The name that a task has for other programs, for good.
fn uid(kind: &str, owner: &UserId, task: TaskId) -> String {
    format!("{kind}-{task}-{owner}@docket")
}
