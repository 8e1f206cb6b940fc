//! A look at tasks that were added or changed: what becomes of their objects.

use super::refresh::etag;
use super::render::{self, Source};
use super::shelf::Shelf;
use super::{CalendarError, Calendars};
use crate::caldav::store::objects::Row as Object;
use crate::caldav::store::{objects, touched};
use crate::db::Scope;
use crate::id::TaskId;
use crate::tasks::file::calendar::todo_uid;
use crate::tasks::server::local_time;
use crate::tasks::{Task, store as tasks};
use crate::timestamp::Timestamp;
use jiff::ZonedDateTime;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Tasks that are looked at, with what their objects need.
pub(super) struct Look {
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
    pub(super) async fn at(scope: &mut Scope, ids: &[TaskId], now: &Timestamp) -> sqlx::Result<Self> {
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
    pub(super) async fn carry_out(
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
            let source = Source {
                task,
                uid: before.map_or(&own_uid, |row| &row.uid),
                parent: parent.as_deref(),
                missing_parent: before.and_then(|row| row.parent_uid.as_deref()),
                content: before.and_then(|row| row.content.as_deref()),
            };
            let text = render::text(source, &self.here);
            let etag = etag(&text);
            if let Some(row) = before.filter(|row| row.etag != etag)
                && render::replaces_rule(source, &self.here)
            {
                objects::save_content(scope, row.id, &text).await?;
            }
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
