//! Brings a person's calendars up to date with their tasks. Changes are found when somebody asks for them: people
//! without calendars pay nothing for them.

use super::look::Look;
use super::shelf::Shelf;
use super::{CalendarError, Calendars};
use crate::caldav::store::objects::Row as Object;
use crate::caldav::store::{calendars, objects, touched};
use crate::id::UserId;
use crate::revision::digest;

/// The version of the texts. Another one makes all be looked at again.
const FORM: i64 = 1;
/// Tasks that are looked at in one transaction. On SQLite nobody else writes meanwhile.
const AT_ONCE: i64 = 500;
const AT_ONCE_ON_SQLITE: i64 = 100;
/// How long a transaction may have been running that did not see that the person has calendars.
const SETTLED_AFTER: time::Duration = time::Duration::minutes(2);
/// How often something is tried that another transaction got in the way of.
pub(super) const TRIES: usize = 5;
/// The name of the calendar of the tasks without a list.
pub(super) const DEFAULT_NAME: &str = "tasks";
/// Bytes of an entity tag.
const TAG_BYTES: usize = 16;

/// The entity tag of a text.
pub(super) fn etag(text: &str) -> String {
    digest(&text, TAG_BYTES)
}

/// Whether another transaction got in the way, so that trying again makes sense.
pub(super) fn is_collision(error: &CalendarError) -> bool {
    let (CalendarError::Database(sqlx::Error::Database(error))
    | CalendarError::Task(crate::tasks::server::TaskError::Database(sqlx::Error::Database(error)))) = error
    else {
        return false;
    };
    // A deadlock, or serialization that failed.
    let collided = error.code().is_some_and(|code| code == "40P01" || code == "40001");
    collided || error.is_unique_violation() || error.is_foreign_key_violation()
}

impl Calendars {
    /// Brings the calendars up to date. If nothing has changed, this is one look at an index.
    pub(super) async fn refresh(&self, user: &UserId) -> Result<(), CalendarError> {
        let mut tries = 0;
        loop {
            // A program may have given an object the name that a new one would get.
            match self.refresh_some(user, tries > 0).await {
                Ok(true) => tries = 0,
                Ok(false) => return Ok(()),
                Err(error) if is_collision(&error) && tries < TRIES => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Looks at some tasks. Tells whether there is more to look at.
    async fn refresh_some(&self, user: &UserId, is_careful: bool) -> Result<bool, CalendarError> {
        let now = self.clock.now();
        let state = calendars::state(&mut self.db.read_as(user).await?).await?;
        if state == Some((FORM, false)) {
            return Ok(false);
        }
        let mut scope = self.db.write_as(user).await?;
        let Some(mut shelf) = Shelf::locked(&mut scope).await? else {
            // Other transactions of PostgreSQL may be under way that did not see these rows and note no change.
            let form = if scope.is_postgres() { 0 } else { FORM };
            calendars::insert(&mut scope, DEFAULT_NAME, None, (form, true), &now).await?;
            touched::add_all(&mut scope).await?;
            scope.commit().await?;
            return Ok(true);
        };
        let first = shelf.of_list(None).map(|row| (row.id, row.form, row.created_at.plus(SETTLED_AFTER)));
        if let Some((id, form, settled_at)) = first
            && form != FORM
            && settled_at <= now
        {
            touched::add_all(&mut scope).await?;
            shelf.change(id, |row| row.form = FORM);
        }
        let at_once = if scope.is_postgres() { AT_ONCE } else { AT_ONCE_ON_SQLITE };
        let gone = objects::gone(&mut scope, at_once).await?;
        let ids = touched::take(&mut scope, at_once).await?;
        let goes_on = [gone.len(), ids.len()].iter().any(|count| *count as i64 == at_once);
        let looked = Look::at(&mut scope, &ids, &now).await?;
        let mut gone: Vec<Object> = gone;
        for row in &mut gone {
            (row.removed, row.revision) = (true, shelf.next(row.calendar_id));
            row.changed_at = now.clone();
        }
        objects::save_all(&mut scope, &gone).await?;
        let moved = looked.carry_out(self, &mut scope, &mut shelf, is_careful).await?;
        touched::add_subtasks(&mut scope, &moved).await?;
        shelf.save(&mut scope).await?;
        scope.commit().await?;
        Ok(goes_on || !moved.is_empty())
    }
}
