//! The rules of calendars. A calendar is a list of tasks, and an object is a task as iCalendar.
//!
//! A program's text is kept as it is, and given back as it is until the task is changed elsewhere. Then only what is different is
//! written from the task (`render`). When a program puts a text, only what it has changed is changed in the task (`wanted`).

mod delete;
mod done;
mod forget;
mod lines;
mod look;
mod manage;
mod own;
mod put;
mod read;
mod reading;
mod refresh;
mod render;
mod shelf;
mod tags;
#[cfg(test)]
mod tests;
mod types;
mod wanted;
mod work;

pub use types::{Calendar, CalendarError, Change, Changes, Condition, Entry, Object, Put, Since};

use crate::clock::Clock;
use crate::db::Db;
use crate::random::Random;

/// Most bytes of an object.
pub const OBJECT_MAX: usize = 256 * 1024;
/// Most calendars of a person that programs keep.
pub const CALENDARS_MAX: usize = 200;
/// Most characters (not bytes) of an object's or a calendar's name in the path.
pub const NAME_MAX: usize = 255;
/// Most tasks that one request deletes or puts into another list.
pub const TASKS_AT_ONCE: usize = 2000;

/// The calendars of all people. Each call names the person. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Calendars {
    db: Db,
    clock: Clock,
    random: Random,
}

impl Calendars {
    /// Calendars in `db`.
    pub fn new(db: Db, clock: Clock, random: Random) -> Self {
        Self { db, clock, random }
    }
}
