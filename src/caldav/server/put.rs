//! Objects that programs put.

use super::done::{is_cancelled, is_over};
use super::own::without_stale;
use super::reading::Reading;
use super::refresh::etag;
use super::wanted::wanted;
use super::work::{Found, Work, is_name};
use super::{CalendarError, Calendars, Condition, OBJECT_MAX, Put};
use crate::caldav::store::objects;
use crate::caldav::store::objects::Row as Object;
use crate::error::PlanProblem;
use crate::id::TaskId;
use crate::tasks::server::{Caller, Edit, TaskError};
use crate::tasks::{Task, store as tasks};

/// Most bytes of a UID.
const UID_MAX: usize = 1000;

impl Calendars {
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
        if text.len() > OBJECT_MAX {
            return Err(CalendarError::TooLarge);
        }
        if !is_name(name) {
            return Err(CalendarError::InvalidName);
        }
        if text.contains('\0') {
            return Err(CalendarError::InvalidData("it has a NUL".to_owned()));
        }
        self.refresh(caller.user).await?;
        let mut tries = 0;
        loop {
            let mut work = self.work(caller).await?;
            let done = work.put(calendar, name, text, condition).await;
            if let Some(done) = work.end_or_retry(done, &mut tries).await {
                return done;
            }
        }
    }
}

impl Work<'_> {
    async fn put(
        &mut self,
        calendar: &str,
        name: &str,
        text: &str,
        condition: &Condition,
    ) -> Result<Put, CalendarError> {
        let (calendar, list) = self.calendar(calendar)?;
        let (found, named) = self.find(calendar, name).await?;
        self.check(condition, found.as_ref())?;
        let mut new = Reading::of(text, &self.here)?;
        check_names(&new)?;
        let base = { found.as_ref() }.map(|found| Reading::of(&found.text, &self.here)).transpose()?;
        let honest = base.as_ref().and_then(|base| without_stale(base, &new));
        if let Some(text) = &honest {
            new = Reading::of(text, &self.here)?;
        }
        let uid = new.todo.uid.clone();
        let others = objects::with_uid(&mut self.scope, calendar, &uid).await?;
        if let Some(other) = others.into_iter().find(|other| other.name != name && other.task_id.is_some()) {
            return Err(CalendarError::UidTaken(other.name));
        }
        if found.as_ref().is_some_and(|found| found.row.uid != uid) {
            return Err(CalendarError::UidTaken(name.to_owned()));
        }
        let created = found.is_none();
        let (parent, missing) =
            self.parent(calendar, &new, found.as_ref().map(|found| found.task.id)).await?;
        let (task, missing) = match found.as_ref().zip(base.as_ref()) {
            None => {
                let task = Task { list, parent_id: parent, ..new.task.clone() };
                self.rewrite(task, missing, &new).await?
            }
            Some(there) => self.change(there, &new, (parent, missing), list, condition).await?,
        };
        let task = self.pass_over(task, &new, base.as_ref()).await?;
        let mut row = Object {
            id: named.as_ref().map_or(0, |row| row.id),
            calendar_id: calendar,
            name: name.to_owned(),
            uid: uid.clone(),
            task_id: Some(task.id),
            task_number: Some(task.id),
            parent_uid: missing,
            etag: String::new(),
            revision: self.shelf.next(calendar),
            removed: false,
            content: Some(honest.unwrap_or_else(|| text.to_owned())),
            changed_at: self.now.clone(),
        };
        let stored = self.text(&row, &task).await?;
        row.etag = etag(&stored);
        objects::put(&mut self.scope, &row).await?;
        self.shelf.change(calendar, |row| row.kept = true);
        self.settle(calendar, &task).await?;
        if created {
            self.adopt(calendar, &uid, &task).await?;
        }
        Ok(Put { created, etag: (stored == text).then_some(row.etag) })
    }

    /// Applies an edit that takes all of a task. If it cannot be a part of that other task, it is a task of its own.
    async fn rewrite(
        &mut self,
        mut task: Task,
        missing: Option<String>,
        new: &Reading,
    ) -> Result<(Task, Option<String>), CalendarError> {
        match self.apply(Edit::rewrite(&task)).await {
            Err(CalendarError::Task(TaskError::InvalidPlan(
                PlanProblem::ParentIsSubtask
                | PlanProblem::NoParent
                | PlanProblem::HasSubtasks
                | PlanProblem::TooManySubtasks { .. },
            ))) => {
                task.parent_id = None;
                Ok((self.apply(Edit::rewrite(&task)).await?, new.todo.parent_uid.clone()))
            }
            done => Ok((done?, missing)),
        }
    }

    /// The task of which the text says that it is a part, and the name of one that is not there or is the task itself. There is one
    /// level of sub-tasks: a part of a part is one of the task above.
    async fn parent(
        &mut self,
        calendar: i64,
        new: &Reading,
        own: Option<TaskId>,
    ) -> Result<(Option<TaskId>, Option<String>), CalendarError> {
        let Some(uid) = &new.todo.parent_uid else { return Ok((None, None)) };
        let missing = (None, Some(uid.clone()));
        let above = objects::with_uid(&mut self.scope, calendar, uid).await?;
        let Some(above) = above.into_iter().find_map(|row| row.task_id) else { return Ok(missing) };
        let Some(above) = tasks::locked(&mut self.scope, above).await? else { return Ok(missing) };
        Ok(match above.parent_id {
            _ if Some(above.id) == own => missing,
            // The text keeps the name that it has.
            Some(top) if Some(top) != own => (Some(top), Some(uid.clone())),
            Some(_) => missing,
            None => (Some(above.id), None),
        })
    }

    /// Changes the task of an object.
    async fn change(
        &mut self,
        (found, base): (&Found, &Reading),
        new: &Reading,
        (parent, missing): (Option<TaskId>, Option<String>),
        list: Option<String>,
        condition: &Condition,
    ) -> Result<(Task, Option<String>), CalendarError> {
        let task = &found.task;
        let mut wanted = wanted(task, base, new);
        let mut missing_now = found.row.parent_uid.clone();
        if base.todo.parent_uid != new.todo.parent_uid {
            wanted.parent_id = parent;
            if parent.is_none() {
                wanted.list = list;
            }
            missing_now = missing;
        }
        // A text that was sent before comes once more: its occurrence is done already.
        let is_late = *condition == Condition::Any && new.task.completed && is_over(new, task);
        if is_late {
            let Task { due, time_zone, start, repeat, repeat_from, repeat_start, reminders, .. } =
                task.clone();
            wanted = Task { due, time_zone, start, repeat, repeat_from, repeat_start, reminders, ..wanted };
        }
        let (task, missing) = self.rewrite(wanted, missing_now, new).await?;
        let completed = self.wants_done(found, (base, new), condition);
        let is_cancelled = completed && is_cancelled(new);
        // A cancellation is of all that would come, whenever the program has read the task.
        if base.plain.completed == completed || is_late && !is_cancelled {
            return Ok((task, missing));
        }
        Ok((self.finish(&task, is_cancelled, completed).await?, missing))
    }

    /// Makes tasks that came before parts of this one.
    async fn adopt(&mut self, calendar: i64, uid: &str, task: &Task) -> Result<(), CalendarError> {
        let top = task.parent_id.unwrap_or(task.id);
        for mut row in objects::waiting_for(&mut self.scope, calendar, uid).await? {
            let Some(id) = row.task_id.filter(|id| *id != top) else { continue };
            let Some(part) = tasks::locked(&mut self.scope, id).await? else { continue };
            if part.parent_id.is_some() {
                continue;
            }
            let part = Task { parent_id: Some(top), ..part };
            match self.apply(Edit::rewrite(&part)).await {
                Ok(_) if task.parent_id.is_none() => {
                    row.parent_uid = None;
                    objects::save_all(&mut self.scope, &[row]).await?;
                }
                Ok(_) | Err(CalendarError::Task(TaskError::InvalidPlan(_))) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Refuses names that no index can hold, and those that break the lines of a text.
fn check_names(new: &Reading) -> Result<(), CalendarError> {
    let fits = |name: &String| name.len() <= UID_MAX && !name.contains(char::is_control);
    if fits(&new.todo.uid) && new.todo.parent_uid.as_ref().is_none_or(fits) {
        return Ok(());
    }
    Err(CalendarError::InvalidData("a UID is too long or has control characters".to_owned()))
}
