//! The calendars of a person while a transaction changes them, and the places of objects in them.

use super::{CalendarError, Calendars};
use crate::caldav::store::objects::Row as Object;
use crate::caldav::store::{calendars, objects};
use crate::db::Scope;
use std::collections::BTreeSet;

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
        let mut rows = calendars::locked(scope).await?;
        if scope.is_postgres() && !rows.is_empty() {
            // A statement that has waited for the lock does not see the calendars that its holder has made.
            rows = calendars::all(scope).await?;
        }
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
