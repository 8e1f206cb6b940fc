//! Tasks that repeat a number of times and have moved on.

use super::calendar::due;
use crate::calendar;
use crate::calendar::rule::{Rule, occurrence};
use crate::tasks::{RepeatFrom, Task};
use jiff::tz::TimeZone;

/// The task as one whose series begins when it is due: a COUNT is what is left of it. So it ends on the same day wherever the
/// file is read, also where nobody looks at the first occurrence.
pub fn from_now_on(task: &Task) -> Task {
    let mut task = task.clone();
    let zone = task.time_zone.as_deref().and_then(calendar::zone).unwrap_or(TimeZone::UTC);
    let rule = task.repeat.as_deref().and_then(|rule| Rule::parse(rule, &zone).ok());
    let start = task.repeat_start.as_deref().and_then(occurrence);
    if task.repeat_from == RepeatFrom::Due
        && let (Some(rule), Some(start), Some(due)) = (rule, start, due(&task))
    {
        match rule.from_then_on(start, due.wall_clock()) {
            None => (task.repeat, task.repeat_start, task.repeat_from) = (None, None, RepeatFrom::Due),
            Some(left) if left == rule => {}
            Some(left) => {
                task.repeat = Some(left.to_string());
                task.repeat_start = Some(match due.time() {
                    Some(time) => time.datetime().strftime("%Y-%m-%dT%H:%M:%S").to_string(),
                    None => due.day().to_string(),
                });
            }
        }
    }
    task
}
