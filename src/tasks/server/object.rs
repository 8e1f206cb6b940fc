//! Tasks as objects of calendars, which programs change as a whole.

use super::{import, repeat};
use crate::import::ImportedTask;
use crate::tasks::Task;
use jiff::ZonedDateTime;

/// The task that an object is, within the limits of tasks. `now` also tells the zone in which it is meant.
pub(crate) fn fitted(written: ImportedTask, now: &ZonedDateTime) -> Task {
    import::of_object(written, now)
}

/// The task at its next occurrence, as if this one were done. `None` if there is none.
pub(crate) fn next_occurrence(task: &Task, now: &ZonedDateTime) -> Option<Task> {
    repeat::next(task, now)
}
