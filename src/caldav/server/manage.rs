//! Calendars that programs make, change and remove.

use super::refresh::TRIES;
use super::shelf::list_key;
use super::work::{Work, is_name};
use super::{CALENDARS_MAX, CalendarError, Calendars, Change, TASKS_AT_ONCE};
use crate::caldav::store::{calendars, objects, touched};
use crate::id::{TaskId, UserId};
use crate::tasks::server::{Actor, Caller, Edit};
use crate::tasks::{NAME_MAX, Task, store as tasks};
use std::collections::{BTreeSet, HashSet};

/// How often a calendar is looked at that is to be removed, until no task has left its list meanwhile.
const ROUNDS: usize = 5;
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
        let mut tries = 0;
        loop {
            let mut work = self.work(Caller { user, actor: Actor::Person }).await?;
            let done = work.make(name, &list, change).await;
            if let Some(done) = work.end_or_retry(done, &mut tries).await {
                return done;
            }
        }
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
        for _ in 0..ROUNDS {
            self.refresh(caller.user).await?;
            let mut tries = 0;
            let is_gone = loop {
                let mut work = self.work(caller).await?;
                let done = work.remove(calendar).await;
                if let Some(done) = work.end_or_retry(done, &mut tries).await {
                    break done?;
                }
            };
            if is_gone {
                return Ok(());
            }
        }
        Err(CalendarError::HasTasks)
    }
}

impl Work<'_> {
    async fn make(&mut self, name: &str, list: &str, change: &Change) -> Result<(), CalendarError> {
        if self.shelf.named(name).is_some() {
            return Err(CalendarError::NameTaken);
        }
        if self.shelf.rows().iter().filter(|row| row.kept).count() >= CALENDARS_MAX {
            return Err(CalendarError::TooMany);
        }
        self.make_room(list, None).await?;
        let key = list_key(list);
        let row = calendars::insert(&mut self.scope, name, Some((&key, list)), (0, true), &self.now).await?;
        let row = row.ok_or(CalendarError::NameTaken)?;
        let id = row.id;
        self.shelf.add(row);
        self.shelf.change(id, |row| adorn(row, change));
        Ok(())
    }

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
            for task in self.tasks(id, old.as_deref()).await? {
                // A sub-task is where its task is, in a list of its own or not.
                if is_of(&task, old.as_deref()) {
                    self.apply(Edit::rewrite(&Task { list: Some(list.to_owned()), ..task })).await?;
                }
            }
            self.shelf
                .change(id, |row| (row.list_key, row.list_name) = (list_key(list), Some(list.to_owned())));
        }
        self.shelf.change(id, |row| adorn(row, change));
        Ok(())
    }

    /// Deletes the tasks of a calendar. Tells whether the calendar is gone too: not while it has objects of tasks that have just left
    /// the list, which the next look takes elsewhere.
    async fn remove(&mut self, calendar: &str) -> Result<bool, CalendarError> {
        let (id, list) = self.calendar(calendar)?;
        if list.is_none() {
            return Err(CalendarError::Default);
        }
        // Sub-tasks go with their tasks.
        for task in self.tasks(id, list.as_deref()).await?.iter().filter(|task| task.parent_id.is_none()) {
            self.apply(Edit::delete(task.id)).await?;
        }
        let left = objects::tasks(&mut self.scope, id, TASKS_AT_ONCE).await?;
        if left.is_empty() {
            self.discard(id).await?;
        } else {
            touched::add(&mut self.scope, &left).await?;
        }
        Ok(left.is_empty())
    }

    /// Removes a calendar that has no tasks. The texts of those that were deleted stay as long as that can be undone.
    async fn discard(&mut self, calendar: i64) -> Result<(), CalendarError> {
        objects::remove_gone(&mut self.scope, calendar, &self.now).await?;
        if let Some(default) = self.shelf.of_list(None).map(|row| row.id) {
            objects::keep_removed(&mut self.scope, calendar, default).await?;
        }
        Ok(calendars::delete(&mut self.scope, calendar).await?)
    }

    /// The tasks of a calendar, which is that of a list, and their sub-tasks. Their rows are locked. Tasks that have no object yet are
    /// among them, and those that have left the list are not.
    async fn tasks(&mut self, calendar: i64, list: Option<&str>) -> Result<Vec<Task>, CalendarError> {
        let ids = objects::tasks(&mut self.scope, calendar, TASKS_AT_ONCE + 1).await?;
        if ids.len() > TASKS_AT_ONCE {
            return Err(CalendarError::HasTasks);
        }
        let mut locked = BTreeSet::new();
        let mut new: BTreeSet<TaskId> = ids.into_iter().collect();
        for _ in 0..TRIES {
            // Who holds one of them may note others meanwhile.
            new.extend(touched::noted(&mut self.scope).await?);
            let next: Vec<TaskId> = new.difference(&locked).copied().collect();
            if next.is_empty() {
                break;
            }
            tasks::lock_all(&mut self.scope, &next).await?;
            locked.extend(next);
        }
        let ids: Vec<TaskId> = locked.into_iter().collect();
        let mut found = touched::families(&mut self.scope, &ids).await?;
        let tops = found.iter().filter(|task| task.parent_id.is_none() && is_of(task, list));
        let tops: HashSet<TaskId> = tops.map(|task| task.id).collect();
        found.retain(|task| tops.contains(&task.parent_id.unwrap_or(task.id)));
        if found.len() > TASKS_AT_ONCE {
            return Err(CalendarError::HasTasks);
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
        self.discard(there).await
    }
}

fn is_of(task: &Task, list: Option<&str>) -> bool {
    task.list.as_deref().map(list_key) == list.map(list_key)
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
