//! Objects that programs delete or move.

use super::refresh::etag;
use super::work::{Found, Work, is_name};
use super::{CalendarError, Calendars, Condition};
use crate::caldav::store::{objects, touched};
use crate::tasks::Task;
use crate::tasks::server::{Caller, Edit};

impl Calendars {
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
        self.refresh(caller.user).await?;
        let mut tries = 0;
        loop {
            let mut work = self.work(caller).await?;
            let done = work.delete_named(calendar, name, condition).await;
            if let Some(done) = work.end_or_retry(done, &mut tries).await {
                return done;
            }
        }
    }

    /// Moves an object to another calendar or gives it another name. Each end is a calendar and a name. Tells whether it took the
    /// place of another object, which `overwrite` allows. The condition is one on the object that moves.
    ///
    /// # Errors
    /// If there is none, the condition does not hold, or the place is taken.
    pub async fn move_to(
        &self,
        caller: Caller<'_>,
        from: (&str, &str),
        to: (&str, &str),
        overwrite: bool,
        condition: &Condition,
    ) -> Result<bool, CalendarError> {
        if !is_name(to.1) {
            return Err(CalendarError::InvalidName);
        }
        self.refresh(caller.user).await?;
        let mut tries = 0;
        loop {
            let mut work = self.work(caller).await?;
            let done = work.move_to(self, (from, to), overwrite, condition).await;
            if let Some(done) = work.end_or_retry(done, &mut tries).await {
                return done;
            }
        }
    }
}

impl Work<'_> {
    async fn delete_named(
        &mut self,
        calendar: &str,
        name: &str,
        condition: &Condition,
    ) -> Result<(), CalendarError> {
        let (calendar, _) = self.calendar(calendar)?;
        let found = self.find(calendar, name).await?.0.ok_or(CalendarError::NoObject)?;
        self.check(condition, Some(&found))?;
        self.delete(found).await
    }

    /// Deletes an object and its task. The sub-tasks go too; their objects go at the next look.
    async fn delete(&mut self, found: Found) -> Result<(), CalendarError> {
        self.apply(Edit::delete(found.task.id)).await?;
        let mut row = found.row;
        (row.task_id, row.removed, row.changed_at) = (None, true, self.now.clone());
        row.revision = self.shelf.next(row.calendar_id);
        Ok(objects::save_all(&mut self.scope, &[row]).await?)
    }

    async fn move_to(
        &mut self,
        calendars: &Calendars,
        (from, to): ((&str, &str), (&str, &str)),
        overwrite: bool,
        condition: &Condition,
    ) -> Result<bool, CalendarError> {
        let (old, _) = self.calendar(from.0)?;
        let (new, list) = self.calendar(to.0)?;
        let found = self.find(old, from.1).await?.0.ok_or(CalendarError::NoObject)?;
        self.check(condition, Some(&found))?;
        if from == to {
            return Err(CalendarError::NameTaken);
        }
        let (there, row) = self.find(new, to.1).await?;
        let replaces = there.is_some();
        if replaces && !overwrite {
            return Err(CalendarError::Failed);
        }
        let others = objects::with_uid(&mut self.scope, new, &found.row.uid).await?;
        let is_other = |id: i64| id != found.row.id && there.as_ref().is_none_or(|there| there.row.id != id);
        if let Some(other) = others.into_iter().find(|other| other.task_id.is_some() && is_other(other.id)) {
            return Err(CalendarError::UidTaken(other.name));
        }
        if let Some(there) = there {
            self.delete(there).await?;
        }
        if let Some(row) = row {
            objects::delete(&mut self.scope, row.id).await?;
        }
        let mut task = found.task;
        if old != new {
            // Its task above stays where it is.
            task = Task { list, parent_id: None, ..task };
            task = self.apply(Edit::rewrite(&task)).await?;
        }
        let mut object = found.row;
        let tombstone = object.name.clone();
        if old == new {
            object.name = to.1.to_owned();
            object.revision = self.shelf.next(new);
            objects::save_all(&mut self.scope, std::slice::from_ref(&object)).await?;
            let gone = objects::Row {
                name: tombstone,
                task_id: None,
                task_number: None,
                removed: true,
                parent_uid: None,
                revision: self.shelf.next(new),
                changed_at: self.now.clone(),
                ..object.clone()
            };
            objects::insert_all(&mut self.scope, &[gone]).await?;
        } else {
            object.changed_at = self.now.clone();
            object = calendars.move_object(&mut self.scope, &mut self.shelf, object, (new, to.1)).await?;
        }
        object.etag = etag(&self.text(&object, &task).await?);
        objects::save_all(&mut self.scope, &[object]).await?;
        self.shelf.change(new, |row| row.kept = true);
        self.settle(new, &task).await?;
        touched::add_subtasks(&mut self.scope, &[task.id]).await?;
        Ok(replaces)
    }
}
