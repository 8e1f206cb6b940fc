//! A transaction in which a program changes objects.

use super::refresh::{TRIES, etag, is_collision};
use super::render::{self, Source};
use super::shelf::Shelf;
use super::{CalendarError, Calendars, Condition, NAME_MAX};
use crate::caldav::store::objects::Row as Object;
use crate::caldav::store::{objects, touched};
use crate::db::Scope;
use crate::id::TaskId;
use crate::tasks::server::{Caller, Edit, apply, local_time};
use crate::tasks::{Task, store as tasks};
use crate::timestamp::Timestamp;
use jiff::ZonedDateTime;

impl Condition {
    /// Whether it holds for an object with this entity tag, if there is one.
    pub(super) fn holds(&self, etag: Option<&str>) -> bool {
        match self {
            Self::Any => true,
            Self::Absent => etag.is_none(),
            Self::Present => etag.is_some(),
            Self::OneOf(tags) => etag.is_some_and(|etag| tags.iter().any(|tag| tag == etag)),
        }
    }
}

/// Whether an object or a calendar may have this name.
pub(super) fn is_name(name: &str) -> bool {
    (1..=NAME_MAX).contains(&name.chars().count())
        && !name.contains(['/', '\\'])
        && !name.contains(char::is_control)
        && name != "."
        && name != ".."
}

/// A transaction in which one object is changed.
pub(super) struct Work<'a> {
    pub(super) scope: Scope,
    pub(super) shelf: Shelf,
    pub(super) caller: Caller<'a>,
    pub(super) now: Timestamp,
    pub(super) here: ZonedDateTime,
    /// The task whose object was found to be another than its row says, and must be looked at again.
    stale: Option<TaskId>,
}

/// An object with its task, whose row is locked.
pub(super) struct Found {
    pub(super) row: Object,
    pub(super) task: Task,
    pub(super) text: String,
}

impl Calendars {
    /// Begins to change an object. The person's calendars are locked.
    pub(super) async fn work<'a>(&self, caller: Caller<'a>) -> Result<Work<'a>, CalendarError> {
        let mut tries = 0;
        loop {
            match self.begin(caller).await {
                Err(error) if is_collision(&error) && tries < TRIES => tries += 1,
                begun => return begun,
            }
        }
    }

    async fn begin<'a>(&self, caller: Caller<'a>) -> Result<Work<'a>, CalendarError> {
        let now = self.clock.now();
        let mut scope = self.db.write_as(caller.user).await?;
        let shelf = Shelf::locked(&mut scope).await?.ok_or(CalendarError::NoCalendar)?;
        let zone = tasks::zone(&mut scope).await?;
        let here = local_time(&now, zone.as_deref());
        Ok(Work { scope, shelf, caller, now, here, stale: None })
    }
}

impl Work<'_> {
    /// Ends the transaction of a change. `None` if another one got in the way, so that the change is to be made again.
    pub(super) async fn end_or_retry<T>(
        self,
        done: Result<T, CalendarError>,
        tries: &mut usize,
    ) -> Option<Result<T, CalendarError>> {
        let done = match done {
            Ok(done) => self.end().await.map(|()| done),
            Err(CalendarError::Failed) => self.give_up().await.and(Err(CalendarError::Failed)),
            Err(error) => Err(error),
        };
        if done.as_ref().is_err_and(is_collision) && *tries < TRIES {
            *tries += 1;
            return None;
        }
        Some(done)
    }

    /// Stores all changes.
    pub(super) async fn end(mut self) -> Result<(), CalendarError> {
        self.shelf.save(&mut self.scope).await?;
        Ok(self.scope.commit().await?)
    }

    /// Stores nothing but that an object is another than its row says. A program that was told the entity tag of the row would never
    /// meet the condition otherwise.
    async fn give_up(mut self) -> Result<(), CalendarError> {
        let Some(task) = self.stale else { return Ok(()) };
        touched::add(&mut self.scope, &[task]).await?;
        Ok(self.scope.commit().await?)
    }

    /// Refuses to go on if the condition does not hold for an object.
    pub(super) fn check(
        &mut self,
        condition: &Condition,
        found: Option<&Found>,
    ) -> Result<(), CalendarError> {
        let tag = found.map(|found| etag(&found.text));
        if condition.holds(tag.as_deref()) {
            return Ok(());
        }
        let is_stale = |found: &&Found| tag.as_ref() != Some(&found.row.etag);
        self.stale = found.filter(is_stale).map(|found| found.task.id);
        Err(CalendarError::Failed)
    }

    pub(super) fn calendar(&self, name: &str) -> Result<(i64, Option<String>), CalendarError> {
        let row = self.shelf.named(name).ok_or(CalendarError::NoCalendar)?;
        Ok((row.id, row.list_name.clone()))
    }

    /// The object with a name, and the row that has the name, which may be of one that is gone.
    pub(super) async fn find(
        &mut self,
        calendar: i64,
        name: &str,
    ) -> Result<(Option<Found>, Option<Object>), CalendarError> {
        let Some(row) = objects::named(&mut self.scope, calendar, name).await? else {
            return Ok((None, None));
        };
        let task = match row.task_id {
            Some(id) => tasks::locked(&mut self.scope, id).await?,
            None => None,
        };
        let Some(task) = task else { return Ok((None, Some(row))) };
        let text = self.text(&row, &task).await?;
        Ok((Some(Found { row: row.clone(), task, text }), Some(row)))
    }

    /// The text of an object.
    pub(super) async fn text(&mut self, row: &Object, task: &Task) -> Result<String, CalendarError> {
        let parent = match task.parent_id {
            Some(parent) => Some(parent_uid(&mut self.scope, parent).await?),
            None => None,
        };
        let source = Source {
            task,
            uid: &row.uid,
            parent: parent.as_deref(),
            missing_parent: row.parent_uid.as_deref(),
            content: row.content.as_deref(),
        };
        Ok(render::text(source, &self.here))
    }

    /// Notes that the object of a task is as the task is. If the task has just left the list of the calendar, the next look finds that.
    pub(super) async fn settle(&mut self, calendar: i64, task: &Task) -> Result<(), CalendarError> {
        let list = match task.parent_id {
            Some(parent) => touched::tasks_as_they_are(&mut self.scope, &[parent]).await?.pop(),
            None => None,
        };
        let list = list.map_or_else(|| task.list.clone(), |above| above.list);
        if self.shelf.of_list(list.as_deref()).is_some_and(|row| row.id == calendar) {
            touched::forget(&mut self.scope, task.id).await?;
        }
        Ok(())
    }

    pub(super) async fn apply(&mut self, edit: Edit<'_>) -> Result<Task, CalendarError> {
        Ok(apply(&mut self.scope, self.caller.actor, edit, &self.now).await?.task)
    }
}

/// The name that programs have for a task.
pub(super) async fn parent_uid(scope: &mut Scope, task: TaskId) -> sqlx::Result<String> {
    let row = objects::of_tasks(scope, &[task]).await?.pop();
    Ok(row.map_or_else(|| crate::tasks::file::calendar::todo_uid(scope.user(), task), |row| row.uid))
}
