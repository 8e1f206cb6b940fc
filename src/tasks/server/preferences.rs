//! What a person prefers: the time zone.

use super::plan::local_time;
use super::{TaskError, Tasks};
use crate::calendar;
use crate::id::UserId;
use crate::tasks::store::{self, preferences};
use jiff::ZonedDateTime;

impl Tasks {
    /// The person's date, time and zone. The zone is UTC until it is known.
    pub async fn local_time(&self, user: &UserId) -> Result<ZonedDateTime, TaskError> {
        let zone = store::zone(&mut self.db.read_as(user).await?).await?;
        Ok(local_time(&self.clock.now(), zone.as_deref()))
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
        preferences::set_zone(&mut scope, &name, chosen, &self.clock.now()).await?;
        scope.commit().await?;
        Ok(())
    }
}
