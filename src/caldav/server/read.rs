//! What programs read.

use super::refresh::etag;
use super::render::{self, Source};
use super::{Calendar, CalendarError, Calendars, Changes, Entry, Object, Since};
use crate::caldav::store::calendars::Row;
use crate::caldav::store::{calendars, objects, touched};
use crate::db::Scope;
use crate::id::{TaskId, UserId};
use crate::tasks::file::calendar::todo_uid;
use crate::tasks::server::local_time;
use crate::tasks::{Task, store as tasks};
use std::collections::{HashMap, HashSet};

/// How the calendar of the tasks without a list is called, unless a program has named it.
const DEFAULT_LIST: &str = "Tasks";

impl From<Row> for Calendar {
    fn from(row: Row) -> Self {
        Self {
            is_default: row.list_key.is_empty(),
            display_name: row.list_name.unwrap_or_else(|| DEFAULT_LIST.to_owned()),
            name: row.name,
            revision: row.revision,
            color: row.color,
            order: row.place,
        }
    }
}

impl Calendars {
    /// The person's calendars, the default one first.
    pub async fn list(&self, user: &UserId) -> Result<Vec<Calendar>, CalendarError> {
        self.refresh(user).await?;
        let mut scope = self.db.read_as(user).await?;
        let seen: HashSet<i64> = calendars::in_sight(&mut scope).await?.into_iter().collect();
        let rows = calendars::all(&mut scope).await?;
        Ok(rows.into_iter().filter(|row| seen.contains(&row.id)).map(Calendar::from).collect())
    }

    /// One calendar.
    ///
    /// # Errors
    /// [`CalendarError::NoCalendar`].
    pub async fn get(&self, user: &UserId, calendar: &str) -> Result<Calendar, CalendarError> {
        let (row, _) = self.open(user, calendar).await?;
        Ok(row.into())
    }

    /// The names and states of all objects of a calendar, by name.
    ///
    /// # Errors
    /// [`CalendarError::NoCalendar`].
    pub async fn entries(&self, user: &UserId, calendar: &str) -> Result<Vec<Entry>, CalendarError> {
        let (row, mut scope) = self.open(user, calendar).await?;
        let entries = objects::entries(&mut scope, row.id).await?;
        Ok(entries.into_iter().map(|(name, etag)| Entry { name, etag }).collect())
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
        let (row, mut scope) = self.open(user, calendar).await?;
        let rows = objects::of_names(&mut scope, row.id, names).await?;
        self.texts(scope, rows).await
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
        let (row, mut scope) = self.open(user, calendar).await?;
        let rows = objects::after(&mut scope, row.id, after.unwrap_or_default(), limit).await?;
        self.texts(scope, rows).await
    }

    /// At most `limit` changes since then, the oldest first. Without a `since`: all objects.
    ///
    /// # Errors
    /// [`CalendarError::NoCalendar`], and [`CalendarError::OldToken`] if nobody knows what has changed since then.
    pub async fn changes(
        &self,
        user: &UserId,
        calendar: &str,
        since: Option<Since>,
        limit: usize,
    ) -> Result<Changes, CalendarError> {
        let (row, mut scope) = self.open(user, calendar).await?;
        let Since { revision, begun } = since.unwrap_or(Since { revision: -1, begun: row.revision });
        if begun < row.forgotten || revision.max(begun) > row.revision {
            return Err(CalendarError::OldToken);
        }
        // One more than asked for shows whether there are more.
        let mut found =
            objects::changes(&mut scope, row.id, (revision, begun), limit.saturating_add(1)).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().map(|(.., revision, _)| *revision).filter(|_| more);
        let next =
            last.map_or(Since::all(row.revision), |last| Since { revision: last, begun: begun.max(last) });
        let mut changes = Changes { changed: Vec::new(), removed: Vec::new(), next, more };
        for (name, etag, _, removed) in found {
            if removed {
                changes.removed.push(name);
            } else {
                changes.changed.push(Entry { name, etag });
            }
        }
        Ok(changes)
    }

    async fn open(&self, user: &UserId, calendar: &str) -> Result<(Row, Scope), CalendarError> {
        self.refresh(user).await?;
        let mut scope = self.db.read_as(user).await?;
        let row = calendars::named(&mut scope, calendar).await?.ok_or(CalendarError::NoCalendar)?;
        Ok((row, scope))
    }

    /// The texts of objects. One whose task went a moment ago is left out. One that is not as its entity tag says is looked at again: the
    /// person may be in another zone now.
    async fn texts(&self, mut scope: Scope, rows: Vec<objects::Row>) -> Result<Vec<Object>, CalendarError> {
        let user = scope.user().clone();
        let zone = tasks::zone(&mut scope).await?;
        let here = local_time(&self.clock.now(), zone.as_deref());
        let ids: Vec<TaskId> = rows.iter().filter_map(|row| row.task_id).collect();
        let found: HashMap<TaskId, Task> = { touched::tasks_as_they_are(&mut scope, &ids).await? }
            .into_iter()
            .map(|task| (task.id, task))
            .collect();
        let parents: HashSet<TaskId> = found.values().filter_map(|task| task.parent_id).collect();
        let parents: Vec<TaskId> = parents.into_iter().collect();
        let mut uids = HashMap::new();
        if !parents.is_empty() {
            let named = objects::of_tasks(&mut scope, &parents).await?;
            uids.extend(named.into_iter().filter_map(|row| Some((row.task_id?, row.uid))));
        }
        drop(scope);
        let (mut objects, mut others) = (Vec::new(), Vec::new());
        for row in rows {
            let Some(task) = row.task_id.and_then(|id| found.get(&id)) else { continue };
            let parent =
                { task.parent_id }.map(|id| uids.get(&id).cloned().unwrap_or_else(|| todo_uid(&user, id)));
            let source = Source {
                task,
                uid: &row.uid,
                parent: parent.as_deref(),
                missing_parent: row.parent_uid.as_deref(),
                content: row.content.as_deref(),
            };
            let text = render::text(source, &here);
            let entry = Entry { name: row.name, etag: etag(&text) };
            if entry.etag != row.etag {
                others.push(task.id);
            }
            objects.push(Object { entry, text, modified: row.changed_at });
            // A text may have 256 KB. Others have their turn after each.
            tokio::task::yield_now().await;
        }
        if !others.is_empty() {
            let mut scope = self.db.write_as(&user).await?;
            touched::add(&mut scope, &others).await?;
            scope.commit().await?;
        }
        Ok(objects)
    }
}
