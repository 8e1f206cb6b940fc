//! What a person prefers: the time zone.

use super::plan::local_time;
use super::{TaskError, Tasks, daily_plan};
use crate::calendar;
use crate::id::UserId;
use crate::tasks::store::{self, preferences, remind};
use jiff::ZonedDateTime;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long a zone that was read counts as recent.
const RECENT: Duration = Duration::from_secs(60);
/// Most zones that are kept.
const ZONES: usize = 10_000;

/// A zone, if the person has one, and when it was read.
type Read = (Option<String>, Instant);

/// Zones that were read a moment ago.
#[derive(Clone, Debug, Default)]
pub(super) struct Zones(Arc<Mutex<HashMap<UserId, Read>>>);

impl Zones {
    fn find(&self, user: &UserId) -> Option<Option<String>> {
        let zones = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        zones.get(user).filter(|(_, at)| at.elapsed() < RECENT).map(|(zone, _)| zone.clone())
    }

    fn keep(&self, user: &UserId, zone: Option<String>) {
        let mut zones = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if zones.len() >= ZONES {
            zones.clear();
        }
        zones.insert(user.clone(), (zone, Instant::now()));
    }

    fn forget(&self, user: &UserId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(user);
    }
}

impl Tasks {
    /// The person's date, time and zone. The zone is UTC until it is known.
    pub async fn local_time(&self, user: &UserId) -> Result<ZonedDateTime, TaskError> {
        let zone = store::zone(&mut self.db.read_as(user).await?).await?;
        Ok(local_time(&self.clock.now(), zone.as_deref()))
    }

    /// The name of the person's zone, which may be a minute old where many servers share a database: each turn asks for it, and
    /// what depends on it is only what the assistant is told.
    pub async fn recent_zone(&self, user: &UserId) -> sqlx::Result<Option<String>> {
        let known = self.zones.find(user);
        if let (true, Some(zone)) = (self.db.is_shared(), known) {
            return Ok(zone);
        }
        let zone = store::zone(&mut self.db.read_as(user).await?).await?;
        self.zones.keep(user, zone.clone());
        Ok(zone)
    }

    /// Sets the person's zone: a name of the IANA database. `chosen`: the person chose it; else the browser told it, and that
    /// counts only until the person has chosen one.
    ///
    /// # Errors
    /// [`TaskError::NoZone`].
    pub async fn set_time_zone(&self, user: &UserId, name: &str, chosen: bool) -> Result<(), TaskError> {
        let zone = calendar::zone(name.trim()).ok_or(TaskError::NoZone)?;
        let name = zone.iana_name().unwrap_or("UTC").to_owned();
        let mut scope = self.db.write_as(user).await?;
        let now = self.clock.now();
        let wishes = store::daily_plan::locked(&mut scope).await?;
        preferences::set_zone(&mut scope, &name, chosen, &now).await?;
        daily_plan::follow_zone(&mut scope, wishes.as_ref(), &now).await?;
        remind::look_at_days(&mut scope, &now).await?;
        scope.commit().await?;
        self.zones.forget(user);
        Ok(())
    }
}
