//! The rules of calendars.

mod types;

pub use types::{Calendar, CalendarError, Change, Changes, Condition, Entry, Object, Put};

use crate::clock::Clock;
use crate::db::Db;
use crate::id::UserId;
use crate::jobs::Job;
use crate::random::Random;
use crate::tasks::server::Caller;

/// Most bytes of an object.
pub const OBJECT_MAX: usize = 256 * 1024;
/// Most calendars of a person that programs make.
pub const CALENDARS_MAX: usize = 200;
/// Most characters (not bytes) of an object's or a calendar's name in the path.
pub const NAME_MAX: usize = 255;

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

    /// The periodic work: forgetting removed objects after 90 days.
    pub fn jobs(&self) -> Vec<Job> {
        Vec::new()
    }

    /// The person's calendars, the default one first.
    pub async fn list(&self, user: &UserId) -> Result<Vec<Calendar>, CalendarError> {
        _ = (user, &self.db, &self.clock, &self.random);
        Ok(Vec::new())
    }

    /// One calendar.
    ///
    /// # Errors
    /// [`CalendarError::NoCalendar`].
    pub async fn get(&self, user: &UserId, calendar: &str) -> Result<Calendar, CalendarError> {
        _ = (user, calendar);
        Err(CalendarError::NoCalendar)
    }

    /// The names and states of all objects of a calendar, by name.
    ///
    /// # Errors
    /// [`CalendarError::NoCalendar`].
    pub async fn entries(&self, user: &UserId, calendar: &str) -> Result<Vec<Entry>, CalendarError> {
        _ = (user, calendar);
        Err(CalendarError::NoCalendar)
    }

    /// The objects with these names. Those that are not there are left out.
    ///
    /// # Errors
    /// [`CalendarError::NoCalendar`].
    pub async fn objects(
        &self,
        user: &UserId,
        calendar: &str,
        names: &[String],
    ) -> Result<Vec<Object>, CalendarError> {
        _ = (user, calendar, names);
        Err(CalendarError::NoCalendar)
    }

    /// At most `limit` objects of a calendar, by name, after the name `after`.
    ///
    /// # Errors
    /// [`CalendarError::NoCalendar`].
    pub async fn objects_after(
        &self,
        user: &UserId,
        calendar: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Object>, CalendarError> {
        _ = (user, calendar, after, limit);
        Err(CalendarError::NoCalendar)
    }

    /// At most `limit` changes since a revision, the oldest first. Without one: all objects.
    ///
    /// # Errors
    /// [`CalendarError::NoCalendar`], and [`CalendarError::OldToken`] if nobody knows what has changed since then.
    pub async fn changes(
        &self,
        user: &UserId,
        calendar: &str,
        since: Option<i64>,
        limit: usize,
    ) -> Result<Changes, CalendarError> {
        _ = (user, calendar, since, limit);
        Err(CalendarError::NoCalendar)
    }

    /// Makes an object of a text, or changes the one with this name.
    ///
    /// # Errors
    /// If the text is not acceptable, the condition does not hold, or the rules of tasks refuse it.
    pub async fn put(
        &self,
        caller: Caller<'_>,
        calendar: &str,
        name: &str,
        text: &str,
        condition: &Condition,
    ) -> Result<Put, CalendarError> {
        _ = (caller, calendar, name, text, condition);
        Err(CalendarError::NoCalendar)
    }

    /// Deletes an object and its task.
    ///
    /// # Errors
    /// If there is none, or the condition does not hold.
    pub async fn delete(
        &self,
        caller: Caller<'_>,
        calendar: &str,
        name: &str,
        condition: &Condition,
    ) -> Result<(), CalendarError> {
        _ = (caller, calendar, name, condition);
        Err(CalendarError::NoCalendar)
    }

    /// Moves an object to another calendar or gives it another name. Each end is a calendar and a name. Tells whether it took the
    /// place of another object, which `overwrite` allows.
    ///
    /// # Errors
    /// If there is none, or the place is taken.
    pub async fn move_to(
        &self,
        caller: Caller<'_>,
        from: (&str, &str),
        to: (&str, &str),
        overwrite: bool,
    ) -> Result<bool, CalendarError> {
        _ = (caller, from, to, overwrite);
        Err(CalendarError::NoCalendar)
    }

    /// Makes a calendar, which is a list without tasks.
    ///
    /// # Errors
    /// If the name or the list's name is taken or not acceptable.
    pub async fn make(&self, user: &UserId, name: &str, change: &Change) -> Result<(), CalendarError> {
        _ = (user, name, change);
        Err(CalendarError::InvalidName)
    }

    /// Changes a calendar. Another name for it renames the list: its tasks change their list.
    ///
    /// # Errors
    /// If there is none, or the name is taken or not acceptable.
    pub async fn alter(
        &self,
        caller: Caller<'_>,
        calendar: &str,
        change: &Change,
    ) -> Result<(), CalendarError> {
        _ = (caller, calendar, change);
        Err(CalendarError::NoCalendar)
    }

    /// Removes a calendar with its tasks.
    ///
    /// # Errors
    /// If there is none, it is the default one, or it has too many tasks.
    pub async fn remove(&self, caller: Caller<'_>, calendar: &str) -> Result<(), CalendarError> {
        _ = (caller, calendar);
        Err(CalendarError::NoCalendar)
    }
}
