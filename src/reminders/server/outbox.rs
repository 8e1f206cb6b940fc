//! Sends what is told to people who have no page open. A replica takes a delivery for [`LEASE`]; if it dies, another one
//! takes it when that ends.

use super::Reminders;
use crate::db::Scope;
use crate::id::{ReminderId, UserId};
use crate::reminders::store::deliveries::{self, Delivery};
use crate::reminders::{Reminder, store};
use crate::timestamp::Timestamp;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use std::time::Duration;

/// How long sending one thing may take. Then another replica sends it.
const LEASE: time::Duration = time::Duration::minutes(2);
/// The same, for the replica that sends.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many things are sent at the same time.
const AT_ONCE: usize = 32;
/// How many are looked up at once.
const BATCH: i64 = 500;
/// The pause after the first attempt that failed. Each later one is twice as long as the one before.
const PAUSE: time::Duration = time::Duration::seconds(15);
/// The longest pause.
const PAUSE_MAX: time::Duration = time::Duration::HOUR;
/// For how long somebody tries.
const LIFE: time::Duration = time::Duration::DAY;

/// What to send.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Names it: the same in every attempt.
    pub id: i64,
    /// Whose it is.
    pub user: UserId,
    /// What it says.
    pub content: Content,
    /// The browser that it is for.
    pub subscription: Option<i64>,
}

/// What a parcel says.
#[derive(Clone, Debug)]
pub enum Content {
    /// A reminder.
    Reminder(Reminder),
    /// The plan of a day: `2026-12-04`.
    Plan(String),
}

/// Why something was not sent.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It can never be sent.
    #[error("it cannot be sent: {0}")]
    Never(String),
    /// It may be sent later, after this pause if the receiver named one.
    #[error("it could not be sent now: {reason}")]
    Later {
        /// Why.
        reason: String,
        /// The pause.
        after: Option<Duration>,
    },
}

/// A way to reach people: Web Push, mail.
pub trait Carrier: Send + Sync {
    /// Notes in the transaction that tells a reminder what this carrier has to send: rows of `deliveries`.
    fn take<'a>(
        &'a self,
        scope: &'a mut Scope,
        reminder: ReminderId,
        now: &'a Timestamp,
    ) -> BoxFuture<'a, sqlx::Result<()>>;

    /// Whether it sends this.
    fn carries(&self, parcel: &Parcel) -> bool;

    /// Sends it.
    fn send<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), Failure>>;
}

impl Reminders {
    /// Sends everything that is to be sent now.
    pub(super) async fn send(&self) -> sqlx::Result<()> {
        loop {
            let due = deliveries::due(&mut self.db.read().await?, &self.clock.now(), BATCH).await?;
            if due.is_empty() {
                return Ok(());
            }
            let sent = due.into_iter().map(|(user, id)| {
                let reminders = self.clone();
                async move { reminders.send_one(&user, id).await }
            });
            let sent: Vec<sqlx::Result<bool>> = stream::iter(sent).buffer_unordered(AT_ONCE).collect().await;
            let taken = sent.into_iter().collect::<sqlx::Result<Vec<bool>>>()?;
            if !taken.contains(&true) {
                // Other replicas send these.
                return Ok(());
            }
        }
    }

    /// Sends one thing. Returns false if another replica does.
    async fn send_one(&self, user: &UserId, id: i64) -> sqlx::Result<bool> {
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        let Some(delivery) = deliveries::take(&mut scope, id, &now, &now.plus(LEASE)).await? else {
            return Ok(false);
        };
        let is_open = match delivery.reminder_id {
            Some(reminder) => store::one(&mut scope, reminder).await?.is_some(),
            None => true,
        };
        if !is_open {
            // Somebody has seen it.
            deliveries::delete(&mut scope, id).await?;
        }
        scope.commit().await?;
        if is_open {
            self.send_taken(user, &delivery).await?;
        }
        Ok(true)
    }

    async fn send_taken(&self, user: &UserId, delivery: &Delivery) -> sqlx::Result<()> {
        let outcome = match self.parcel(user, delivery).await? {
            Some(parcel) => self.carry(&parcel).await,
            None => Ok(()),
        };
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        match outcome {
            Err(Failure::Later { reason, after }) if delivery.created_at.plus(LIFE) > now => {
                tracing::info!(
                    delivery = delivery.id,
                    attempts = delivery.attempts,
                    reason,
                    "a reminder waits"
                );
                let pause = after.and_then(|after| after.try_into().ok()).unwrap_or(PAUSE);
                deliveries::send_again(&mut scope, delivery.id, &now.plus(longer(pause, delivery.attempts)))
                    .await?;
            }
            outcome => {
                if let Err(failure) = outcome {
                    tracing::warn!(delivery = delivery.id, %failure, "a reminder was not sent");
                }
                deliveries::delete(&mut scope, delivery.id).await?;
            }
        }
        scope.commit().await
    }

    async fn parcel(&self, user: &UserId, delivery: &Delivery) -> sqlx::Result<Option<Parcel>> {
        let content = match (delivery.reminder_id, &delivery.plan_date) {
            (Some(reminder), _) => self.one(user, reminder).await?.map(Content::Reminder),
            (None, Some(day)) => Some(Content::Plan(day.clone())),
            (None, None) => None,
        };
        Ok(content.map(|content| Parcel {
            id: delivery.id,
            user: user.clone(),
            content,
            subscription: delivery.subscription_id,
        }))
    }

    async fn carry(&self, parcel: &Parcel) -> Result<(), Failure> {
        let Some(carrier) = self.carriers.iter().find(|carrier| carrier.carries(parcel)) else {
            return Err(Failure::Never("this server does not send such".into()));
        };
        let late = || Failure::Later { reason: format!("it took longer than {PATIENCE:?}"), after: None };
        tokio::time::timeout(PATIENCE, carrier.send(parcel)).await.unwrap_or_else(|_| Err(late()))
    }
}

/// The pause after so many attempts.
fn longer(pause: time::Duration, attempts: i64) -> time::Duration {
    let times = 2_i32.saturating_pow(u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or_default());
    pause.checked_mul(times).unwrap_or(PAUSE_MAX).min(PAUSE_MAX).max(pause.min(LIFE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_an_hour_and_a_named_one_is_kept() {
        let pauses = [1, 2, 3, 20].map(|attempts| longer(PAUSE, attempts).whole_seconds());
        assert_eq!(pauses, [15, 30, 60, 3600]);
        assert_eq!(longer(time::Duration::hours(2), 1), time::Duration::hours(2));
    }
}
