//! Tells reminders to browsers in which no page is open (see `push`).

use super::Reminder;
use super::server::{Carrier, Content, Failure, Parcel, to_browsers};
use crate::calendar::{self, Moment};
use crate::db::{Db, Scope};
use crate::id::{ReminderId, SubscriptionId};
use crate::push::server::{Push, PushError, PushOptions, Topic, Urgency};
use crate::push::store;
use crate::tasks::server::Tasks;
use crate::timestamp::Timestamp;
use crate::url;
use futures::future::BoxFuture;
use jiff::ZonedDateTime;
use serde_json::{Value, json};
use std::time::Duration;

/// How long a push service keeps a reminder for a browser that is away.
const LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// Brings reminders to browsers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ReminderPush {
    push: Push,
    db: Db,
    tasks: Tasks,
}

impl ReminderPush {
    /// Sends by `push`, to the subscriptions in `db`.
    pub fn new(push: Push, db: Db, tasks: Tasks) -> Self {
        Self { push, db, tasks }
    }

    async fn deliver(&self, parcel: &Parcel) -> Result<(), Failure> {
        let (Content::Reminder(reminder), Some(id)) = (&parcel.content, parcel.subscription) else {
            return Err(Failure::Never("only reminders are told to browsers".into()));
        };
        let later = |error: &dyn std::error::Error| Failure::Later { reason: error.to_string(), after: None };
        let mut scope = self.db.read_as(&parcel.user).await.map_err(|error| later(&error))?;
        let found = store::subscription(&mut scope, SubscriptionId::new(id)).await;
        drop(scope);
        // It may have been removed since.
        let Some(subscription) = found.map_err(|error| later(&error))? else { return Ok(()) };
        let now = self.tasks.local_time(&parcel.user).await.map_err(|error| later(&error))?;
        let options =
            PushOptions { topic: Some(Topic::of(&tag(reminder))), ttl: LIFE, urgency: Urgency::High };
        let payload = notification(reminder, &now).to_string();
        match self.push.send(&subscription, payload.as_bytes(), &options).await {
            // One that has ended is gone here too.
            Ok(()) | Err(PushError::Gone) => Ok(()),
            Err(PushError::Later { retry_after, why }) => {
                Err(Failure::Later { reason: why, after: retry_after })
            }
            Err(PushError::Refused(why)) => Err(Failure::Never(why)),
        }
    }
}

impl Carrier for ReminderPush {
    fn take<'a>(
        &'a self,
        scope: &'a mut Scope,
        reminder: ReminderId,
        now: &'a Timestamp,
    ) -> BoxFuture<'a, sqlx::Result<()>> {
        Box::pin(to_browsers(scope, reminder, now))
    }

    fn carries(&self, parcel: &Parcel) -> bool {
        parcel.subscription.is_some()
    }

    fn send<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.deliver(parcel))
    }
}

/// A newer reminder of the same task takes the place of an older one.
fn tag(reminder: &Reminder) -> String {
    format!("task-{}", reminder.task_id)
}

/// What the service worker shows, to a person whose time and zone are those of `now`.
fn notification(reminder: &Reminder, now: &ZonedDateTime) -> Value {
    let today = now.date().to_string();
    let due = reminder.due.as_ref().map(|due| format!("Due {}", due.in_words(&today)));
    let late = reminder.late.then(|| {
        let moment = Moment::Time(calendar::in_zone(&reminder.remind_at, now.time_zone()));
        format!("This reminder was for {}.", moment.to_due().in_words(&today))
    });
    json!({
        "id": reminder.id,
        "title": reminder.title,
        "body": due.into_iter().chain(late).collect::<Vec<_>>().join("\n"),
        "tag": tag(reminder),
        "url": url::task(reminder.task_id),
        "task_id": reminder.task_id,
        "remind_at": reminder.remind_at,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use crate::due::Due;
    use crate::id::TaskId;
    use crate::push::server::PAYLOAD_MAX;

    fn shown(title: &str, due: Option<&str>, late: bool) -> Value {
        let moment = |text: &str| Timestamp::parse(text).unwrap();
        let zone = calendar::zone("Europe/Berlin").unwrap();
        let reminder = Reminder {
            id: ReminderId::new(3),
            task_id: TaskId::new(7),
            title: title.to_owned(),
            due: due.map(|due| Due::of_text(due.to_owned())),
            remind_at: moment("2026-12-04T15:50:00.000Z"),
            told_at: moment("2026-12-04T18:30:00.000Z"),
            late,
        };
        notification(&reminder, &calendar::in_zone(&moment("2026-12-04T18:30:00.000Z"), &zone))
    }

    #[test]
    fn a_notification_says_when_the_task_is_due_in_the_persons_zone() {
        let told = shown("Call mom", Some("2026-12-04T17:00:00+01:00"), false);
        let expected = json!({
            "id": 3, "title": "Call mom", "body": "Due Fri 4 Dec, 17:00", "tag": "task-7", "url": "/tasks/7",
            "task_id": 7, "remind_at": "2026-12-04T15:50:00.000Z",
        });
        assert_eq!(told, expected);
        assert_eq!(shown("x", None, false)["body"], "");
        assert_eq!(shown("x", None, true)["body"], "This reminder was for Fri 4 Dec, 16:50.");
    }

    #[test]
    fn the_longest_title_fits() {
        let told = shown(&"\u{1F9E6}".repeat(200), Some("2026-12-04T17:00:00+01:00"), true);
        assert!(told.to_string().len() < PAYLOAD_MAX, "{}", told.to_string().len());
    }
}
