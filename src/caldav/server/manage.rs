//! Calendars that programs make, change and remove.

use super::shelf::list_key;
use super::work::{Work, is_name};
use super::{CALENDARS_MAX, CalendarError, Calendars, Change, TASKS_AT_ONCE};
use crate::caldav::store::{calendars, objects};
use crate::id::UserId;
use crate::tasks::server::{Actor, Caller, Edit, TaskError};
use crate::tasks::{NAME_MAX, Task, store as tasks};

/// Most characters of a color.
const COLOR_MAX: usize = 100;

impl Calendars {
    /// Makes a calendar, which is a list without tasks.
    ///
    /// # Errors
    /// If the name or the list's name is taken or not acceptable.
    pub async fn make(&self, user: &UserId, name: &str, change: &Change) -> Result<(), CalendarError> {
        if !is_name(name) {
            return Err(CalendarError::InvalidName);
        }
        let list = list_name(change.display_name.as_deref().unwrap_or(name))?;
        check(change)?;
        self.refresh(user).await?;
        let mut work = self.work(Caller { user, actor: Actor::Person }).await?;
        if work.shelf.named(name).is_some() {
            return Err(CalendarError::NameTaken);
        }
        if work.shelf.rows().iter().filter(|row| row.kept).count() >= CALENDARS_MAX {
            return Err(CalendarError::TooMany);
        }
        work.make_room(&list, None).await?;
        let row =
            calendars::insert(&mut work.scope, name, Some((&list_key(&list), &list)), (0, true), &work.now)
                .await?;
        let row = row.ok_or(CalendarError::NameTaken)?;
        let id = row.id;
        work.shelf.add(row);
        work.shelf.change(id, |row| adorn(row, change));
        work.end().await
    }

    /// Changes a calendar. Another name for it renames the list: its tasks change their list.
    ///
    /// # Errors
    /// If there is none, or the name is taken or not acceptable; [`CalendarError::HasTasks`] if it has too many.
    pub async fn alter(
        &self,
        caller: Caller<'_>,
        calendar: &str,
        change: &Change,
    ) -> Result<(), CalendarError> {
        check(change)?;
        let list = change.display_name.as_deref().map(list_name).transpose()?;
        self.refresh(caller.user).await?;
        let mut tries = 0;
        loop {
            let mut work = self.work(caller).await?;
            let done = work.alter(calendar, list.as_deref(), change).await;
            if let Some(done) = work.end_or_retry(done, &mut tries).await {
                return done;
            }
        }
    }

    /// Removes a calendar with its tasks. Each of them can be put back by its history.
    ///
    /// # Errors
    /// If there is none, it is the default one, or it has too many tasks.
    pub async fn remove(&self, caller: Caller<'_>, calendar: &str) -> Result<(), CalendarError> {
        self.refresh(caller.user).await?;
        let mut tries = 0;
        loop {
            let mut work = self.work(caller).await?;
            let done = work.remove(calendar).await;
            if let Some(done) = work.end_or_retry(done, &mut tries).await {
                return done;
            }
        }
    }
}

impl Work<'_> {
    async fn alter(
        &mut self,
        calendar: &str,
        list: Option<&str>,
        change: &Change,
    ) -> Result<(), CalendarError> {
        let (id, old) = self.calendar(calendar)?;
        if let Some(list) = list.filter(|list| old.as_deref() != Some(*list)) {
            if old.is_none() {
                return Err(CalendarError::Default);
            }
            self.make_room(list, Some(id)).await?;
            for task in self.tasks(id).await? {
                // A sub-task is where its task is, in a list of its own or not.
                let of_list = task.list.as_deref().map(list_key) == old.as_deref().map(list_key);
                if of_list {
                    self.apply(Edit::rewrite(&Task { list: Some(list.to_owned()), ..task })).await?;
                }
            }
            self.shelf
                .change(id, |row| (row.list_key, row.list_name) = (list_key(list), Some(list.to_owned())));
        }
        self.shelf.change(id, |row| adorn(row, change));
        Ok(())
    }

    async fn remove(&mut self, calendar: &str) -> Result<(), CalendarError> {
        let (id, list) = self.calendar(calendar)?;
        if list.is_none() {
            return Err(CalendarError::Default);
        }
        for task in self.tasks(id).await? {
            match self.apply(Edit::delete(task.id)).await {
                // A sub-task went with its task.
                Ok(_) | Err(CalendarError::Task(TaskError::NotFound(_))) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(calendars::delete(&mut self.scope, id).await?)
    }

    /// The tasks of a calendar, whose rows are locked.
    async fn tasks(&mut self, calendar: i64) -> Result<Vec<Task>, CalendarError> {
        let ids = objects::tasks(&mut self.scope, calendar, TASKS_AT_ONCE + 1).await?;
        if ids.len() > TASKS_AT_ONCE {
            return Err(CalendarError::HasTasks);
        }
        let mut found = Vec::new();
        for id in ids {
            found.extend(tasks::locked(&mut self.scope, id).await?);
        }
        Ok(found)
    }

    /// Makes sure that no other calendar is one of this list. One that is out of sight makes room.
    async fn make_room(&mut self, list: &str, own: Option<i64>) -> Result<(), CalendarError> {
        let Some(there) = self.shelf.of_list(Some(list)).map(|row| row.id).filter(|id| Some(*id) != own)
        else {
            return Ok(());
        };
        if calendars::in_sight(&mut self.scope).await?.contains(&there) {
            return Err(CalendarError::NameTaken);
        }
        Ok(calendars::delete(&mut self.scope, there).await?)
    }
}

fn adorn(row: &mut calendars::Row, change: &Change) {
    row.kept = true;
    if let Some(color) = &change.color {
        row.color.clone_from(color);
    }
    if let Some(order) = change.order {
        row.place = order;
    }
}

fn check(change: &Change) -> Result<(), CalendarError> {
    let color = change.color.as_ref().and_then(Option::as_deref).unwrap_or_default();
    let fits = color.chars().count() <= COLOR_MAX && !color.contains(char::is_control);
    if fits { Ok(()) } else { Err(CalendarError::InvalidName) }
}

/// A name that a list may have.
fn list_name(name: &str) -> Result<String, CalendarError> {
    let name = name.trim().trim_start_matches('#').trim();
    let fits = (1..=NAME_MAX).contains(&name.chars().count()) && !name.contains(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(CalendarError::InvalidName) }
}
