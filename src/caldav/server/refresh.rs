//! Brings a person's calendars up to date with their tasks. Changes are found when somebody asks for them: whoever has no
//! calendars pays nothing for them.

use super::render::{self, Source};
use super::{CalendarError, Calendars};
use crate::caldav::store::objects::Row as Object;
use crate::caldav::store::{calendars, objects, touched};
use crate::db::Scope;
use crate::id::{TaskId, UserId};
use crate::revision::digest;
use crate::tasks::file::calendar::todo_uid;
use crate::tasks::server::local_time;
use crate::tasks::{Task, store as tasks};
use crate::timestamp::Timestamp;
use jiff::ZonedDateTime;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The version of the texts. Another one makes all be looked at again.
const FORM: i64 = 1;
/// Tasks that are looked at in one transaction.
const AT_ONCE: i64 = 500;
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

/// The key of a list: names that differ in large and small letters alone are of the same one.
pub(super) fn list_key(list: &str) -> String {
    list.to_lowercase()
}

/// The calendars of a person, whose rows are locked.
pub(super) struct Shelf {
    rows: Vec<calendars::Row>,
    changed: BTreeSet<i64>,
}

impl Shelf {
    /// Locks the calendars. `None` if the person has none.
    pub(super) async fn locked(scope: &mut Scope) -> sqlx::Result<Option<Self>> {
        let rows = calendars::locked(scope).await?;
        Ok(Some(Self { rows, changed: BTreeSet::new() }).filter(|shelf| !shelf.rows.is_empty()))
    }

    pub(super) fn named(&self, name: &str) -> Option<&calendars::Row> {
        self.rows.iter().find(|row| row.name == name)
    }

    pub(super) fn of_list(&self, list: Option<&str>) -> Option<&calendars::Row> {
        let key = list.map(list_key).unwrap_or_default();
        self.rows.iter().find(|row| row.list_key == key)
    }

    pub(super) fn rows(&self) -> &[calendars::Row] {
        &self.rows
    }

    pub(super) fn add(&mut self, row: calendars::Row) {
        self.rows.push(row);
    }

    /// A new revision of a calendar.
    pub(super) fn next(&mut self, calendar: i64) -> i64 {
        self.changed.insert(calendar);
        self.change(calendar, |row| row.revision += 1).map_or(0, |row| row.revision)
    }

    pub(super) fn change(
        &mut self,
        calendar: i64,
        change: impl FnOnce(&mut calendars::Row),
    ) -> Option<&calendars::Row> {
        self.changed.insert(calendar);
        let row = self.rows.iter_mut().find(|row| row.id == calendar)?;
        change(row);
        Some(row)
    }

    /// Stores what has changed.
    pub(super) async fn save(&self, scope: &mut Scope) -> sqlx::Result<()> {
        for row in self.rows.iter().filter(|row| self.changed.contains(&row.id)) {
            calendars::save(scope, row).await?;
        }
        Ok(())
    }
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
        let gone = objects::gone(&mut scope, AT_ONCE).await?;
        let ids = touched::take(&mut scope, AT_ONCE).await?;
        let goes_on = [gone.len(), ids.len()].iter().any(|count| *count as i64 == AT_ONCE);
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

/// Tasks that are looked at, with what their objects need.
struct Look {
    tasks: Vec<Task>,
    objects: HashMap<TaskId, Object>,
    /// For each task above one of them its list.
    lists: HashMap<TaskId, Option<String>>,
    /// For each task above one of them the name that programs have for it.
    uids: HashMap<TaskId, String>,
    here: ZonedDateTime,
    now: Timestamp,
}

impl Look {
    async fn at(scope: &mut Scope, ids: &[TaskId], now: &Timestamp) -> sqlx::Result<Self> {
        let ids: Vec<TaskId> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let zone = tasks::zone(scope).await?;
        let here = local_time(now, zone.as_deref());
        let mut look = Self {
            tasks: Vec::new(),
            objects: HashMap::new(),
            lists: HashMap::new(),
            uids: HashMap::new(),
            here,
            now: now.clone(),
        };
        if ids.is_empty() {
            return Ok(look);
        }
        look.tasks = touched::tasks(scope, &ids).await?;
        let found: HashSet<TaskId> = look.tasks.iter().map(|task| task.id).collect();
        let busy: Vec<TaskId> = ids.iter().copied().filter(|id| !found.contains(id)).collect();
        if !busy.is_empty() {
            // Who changes one now may give up and note nothing.
            touched::add(scope, &busy).await?;
        }
        for row in objects::removed_of_tasks(scope, &ids).await? {
            if let Some(id) = row.task_number.filter(|id| found.contains(id)) {
                look.objects.insert(id, row);
            }
        }
        for row in objects::of_tasks(scope, &ids).await? {
            if let Some(id) = row.task_id {
                look.objects.insert(id, row);
            }
        }
        let parents: BTreeSet<TaskId> = look.tasks.iter().filter_map(|task| task.parent_id).collect();
        let parents: Vec<TaskId> = parents.into_iter().collect();
        if !parents.is_empty() {
            let above = touched::tasks_as_they_are(scope, &parents).await?;
            look.lists = above.into_iter().map(|task| (task.id, task.list)).collect();
            let named = objects::of_tasks(scope, &parents).await?;
            look.uids = named.into_iter().filter_map(|row| Some((row.task_id?, row.uid))).collect();
        }
        Ok(look)
    }

    /// Writes the objects. Returns the tasks that are in another calendar than before.
    async fn carry_out(
        self,
        calendars: &Calendars,
        scope: &mut Scope,
        shelf: &mut Shelf,
        is_careful: bool,
    ) -> Result<Vec<TaskId>, CalendarError> {
        let user = scope.user().clone();
        let (mut new, mut changed, mut moved) = (Vec::new(), Vec::new(), Vec::new());
        for task in &self.tasks {
            let list = match task.parent_id {
                Some(parent) => self.lists.get(&parent).cloned().unwrap_or_else(|| task.list.clone()),
                None => task.list.clone(),
            };
            let calendar = calendars.of_list(scope, shelf, list.as_deref()).await?;
            let parent =
                task.parent_id.map(|id| self.uids.get(&id).cloned().unwrap_or_else(|| todo_uid(&user, id)));
            let before = self.objects.get(&task.id);
            let own_uid = todo_uid(&user, task.id);
            let text = render::text(
                Source {
                    task,
                    uid: before.map_or(&own_uid, |row| &row.uid),
                    parent: parent.as_deref(),
                    missing_parent: before.and_then(|row| row.parent_uid.as_deref()),
                    content: before.and_then(|row| row.content.as_deref()),
                },
                &self.here,
            );
            let etag = etag(&text);
            match before {
                Some(row) if !row.removed && row.calendar_id == calendar && row.etag == etag => {}
                Some(row) if row.calendar_id == calendar => {
                    let revision = shelf.next(calendar);
                    changed.push(Object {
                        task_id: Some(task.id),
                        etag,
                        revision,
                        removed: false,
                        changed_at: self.now.clone(),
                        ..row.clone()
                    });
                }
                Some(row) => {
                    moved.push(task.id);
                    let there = Object {
                        task_id: Some(task.id),
                        etag,
                        removed: false,
                        changed_at: self.now.clone(),
                        ..row.clone()
                    };
                    let name = there.name.clone();
                    calendars.move_object(scope, shelf, there, (calendar, &name)).await?;
                }
                None => {
                    moved.push(task.id);
                    let mut name = format!("docket-{}.ics", task.id);
                    if is_careful {
                        name = calendars.free_name(scope, calendar, &name).await?;
                    }
                    new.push(Object {
                        id: 0,
                        calendar_id: calendar,
                        name,
                        uid: own_uid,
                        task_id: Some(task.id),
                        task_number: Some(task.id),
                        parent_uid: None,
                        etag,
                        revision: shelf.next(calendar),
                        removed: false,
                        content: None,
                        changed_at: self.now.clone(),
                    });
                }
            }
        }
        objects::save_all(scope, &changed).await?;
        objects::insert_all(scope, &new).await?;
        // A task of which no other is a part moves alone.
        moved.retain(|id| self.tasks.iter().any(|task| task.id == *id && task.parent_id.is_none()));
        let was_there = |id: &TaskId| self.objects.get(id).is_some_and(|row| !row.removed);
        moved.retain(was_there);
        Ok(moved)
    }
}

impl Calendars {
    /// The calendar of a list. It is made if there is none.
    pub(super) async fn of_list(
        &self,
        scope: &mut Scope,
        shelf: &mut Shelf,
        list: Option<&str>,
    ) -> Result<i64, CalendarError> {
        if let Some(row) = shelf.of_list(list) {
            return Ok(row.id);
        }
        let list = list.unwrap_or_default();
        let name = self.random.alphanumeric(16).to_ascii_lowercase();
        let key = list_key(list);
        let row = calendars::insert(scope, &name, Some((&key, list)), (0, false), &self.clock.now()).await?;
        // Nobody else makes calendars of this person now.
        let row = row.ok_or(CalendarError::NameTaken)?;
        let id = row.id;
        shelf.add(row);
        Ok(id)
    }

    /// A name that no object of the calendar has or had: this one, if it is free.
    pub(super) async fn free_name(
        &self,
        scope: &mut Scope,
        calendar: i64,
        name: &str,
    ) -> Result<String, CalendarError> {
        Ok(match objects::named(scope, calendar, name).await? {
            Some(_) => format!("docket-{}.ics", self.random.alphanumeric(20).to_ascii_lowercase()),
            None => name.to_owned(),
        })
    }

    /// Moves an object to another calendar, with a name that it gets if that is free, and leaves a tombstone where it was.
    pub(super) async fn move_object(
        &self,
        scope: &mut Scope,
        shelf: &mut Shelf,
        mut object: Object,
        (calendar, name): (i64, &str),
    ) -> Result<Object, CalendarError> {
        let (old, old_name) = (object.calendar_id, object.name.clone());
        object.name = match objects::named(scope, calendar, name).await? {
            Some(there) if there.removed => {
                objects::delete(scope, there.id).await?;
                name.to_owned()
            }
            Some(_) => self.free_name(scope, calendar, name).await?,
            None => name.to_owned(),
        };
        object.calendar_id = calendar;
        object.revision = shelf.next(calendar);
        objects::save_all(scope, std::slice::from_ref(&object)).await?;
        let tombstone = Object {
            calendar_id: old,
            name: old_name,
            task_id: None,
            task_number: None,
            parent_uid: None,
            revision: shelf.next(old),
            removed: true,
            ..object.clone()
        };
        objects::insert_all(scope, std::slice::from_ref(&tombstone)).await?;
        Ok(object)
    }
}
