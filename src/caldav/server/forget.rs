//! What is forgotten of removed objects.

use super::Calendars;
use crate::caldav::store::forget;
use crate::jobs::Job;
use std::time::Duration;

/// How often that is done.
const PERIOD: Duration = Duration::from_secs(60 * 60);
/// How long the text of a removed object is kept: as long as the deletion can be undone.
const TEXT_LIFE: time::Duration = time::Duration::DAY;
/// How long programs can learn that an object was removed.
const LIFE: time::Duration = time::Duration::days(90);

impl Calendars {
    /// The periodic work: forgetting removed objects.
    pub fn jobs(&self) -> Vec<Job> {
        let calendars = self.clone();
        vec![Job::on_one_replica("forget_calendar_objects", PERIOD, move || {
            let calendars = calendars.clone();
            async move { calendars.forget_removed().await }
        })]
    }

    /// Forgets the texts of objects that were removed a day ago, and after 90 days that they were there. What is in calendars that somebody
    /// changes now is forgotten the next time.
    pub async fn forget_removed(&self) -> sqlx::Result<()> {
        let now = self.clock.now();
        let (texts, objects) = (now.plus(-TEXT_LIFE), now.plus(-LIFE));
        let mut transaction = self.db.write().await?;
        let calendars = forget::calendars(&mut transaction, &texts, &objects).await?;
        forget::texts(&mut transaction, &calendars, &texts).await?;
        forget::note(&mut transaction, &calendars, &objects).await?;
        forget::objects(&mut transaction, &calendars, &objects).await?;
        transaction.commit().await
    }
}
