//! Sends what waits. A replica takes an address for [`LEASE`], so only one sends to it at a time, and sends one thing after the other, the
//! oldest first. If the replica dies, another one takes the address when the lease ends, and may send the last thing again, under the same
//! name.

use super::Webhooks;
use super::send::{Outcome, SLOW};
use crate::db::Scope;
use crate::id::{UserId, WebhookId};
use crate::timestamp::Timestamp;
use crate::webhooks::store::outbox::{self as store, Noted, Parcel};
use crate::webhooks::store::{Off, Webhook};
use std::time::Duration;
use tokio::time::Instant;

/// How long nobody else sends to an address that was taken.
pub(super) const LEASE: time::Duration = time::Duration::MINUTE;
/// After this, a replica that has taken an address begins nothing more. Another address may wait for the place.
const TURN: Duration = Duration::from_secs(20);
/// How many addresses of each speed are looked at in one go.
const AT_ONCE: i64 = 500;
/// The pause of a delivery after its first failed attempt, by how much each later one is longer, and the longest.
const PAUSE: (time::Duration, i32, time::Duration) =
    (time::Duration::seconds(5), 4, time::Duration::hours(6));
/// The same of an address that fails, whatever it was sent.
const REST: (time::Duration, i32, time::Duration) = (time::Duration::seconds(5), 2, time::Duration::HOUR);
/// The longest pause that an address may ask for.
const REST_MAX: time::Duration = time::Duration::DAY;
/// For how long something is tried. An address that fails all the time for so long is turned off.
pub(super) const LIFE: time::Duration = time::Duration::days(3);
/// After so many failures in a row, what waits is sent at once when the address works again.
const OUTAGE: i64 = 3;

/// An address is turned off only after so many failures in a row, because days may pass in which nobody tried.
const FAILURES: i64 = 5;

/// Something to send, with its text. Without one there is nothing to tell any more.
type Next = Option<(Parcel, Option<String>)>;

impl Webhooks {
    /// Begins to send for every address for which something is due, as far as there are places. It does not wait for the sending.
    pub(super) async fn look(&self) -> sqlx::Result<()> {
        let due = store::due(&mut self.db.autocommit().await?, &self.clock.now(), AT_ONCE).await?;
        for (user, id, is_slow) in due {
            if self.stop.is_cancelled() {
                break;
            }
            let Some(place) = self.places.take(&user, is_slow) else { continue };
            let webhooks = self.clone();
            self.under_way.spawn(async move {
                if let Err(error) = webhooks.serve(&user, id).await {
                    tracing::warn!(webhook = %id, %error, "the database did not answer for a webhook");
                }
                drop(place);
            });
        }
        Ok(())
    }

    /// Sends what is due for an address, until one thing fails, nothing is left, or its turn is over.
    async fn serve(&self, user: &UserId, id: WebhookId) -> sqlx::Result<()> {
        let (begun, now) = (Instant::now(), self.clock.now());
        let until = now.plus(LEASE);
        let mut scope = self.db.write_as(user).await?;
        let Some(webhook) = store::take(&mut scope, id, &now, &until).await? else { return Ok(()) };
        let mut next = self.next(&mut scope, id, &until).await?;
        scope.commit().await?;
        let (mut failures, mut was_slow) = (webhook.failures, webhook.is_slow);
        while let Some((parcel, body)) = next {
            let posted = Instant::now();
            let outcome = match body {
                Some(body) => self.post(&webhook, &name(&parcel), body).await,
                None => Outcome::Failed { status: None, failure: None, after: None },
            };
            let is_slow = posted.elapsed() > SLOW;
            let has_nothing = matches!(outcome, Outcome::Failed { status: None, failure: None, .. });
            let now = self.clock.now();
            let mut scope = self.db.write_as(user).await?;
            let is_held = store::hold(&mut scope, id, &until).await?;
            let goes_on = match &outcome {
                _ if has_nothing => {
                    let noted = Noted {
                        delivered: false,
                        status: None,
                        failure: Some("the task is gone"),
                        again_at: None,
                    };
                    store::note(&mut scope, parcel.id, noted, &now).await?;
                    true
                }
                Outcome::Taken { status } => {
                    let noted =
                        Noted { delivered: true, status: Some(*status), failure: None, again_at: None };
                    store::note(&mut scope, parcel.id, noted, &now).await?;
                    self.note_well(&mut scope, id, (failures, was_slow), is_slow, &now).await?;
                    (failures, was_slow) = (0, is_slow);
                    true
                }
                // Somebody has paused it, or another replica sends now.
                _ if !is_held => false,
                _ => {
                    let failed = (&parcel, &outcome, is_slow);
                    let off =
                        self.note_failure(&mut scope, (&webhook, failures), failed, (&until, &now)).await?;
                    scope.commit().await?;
                    return self.tell_off(user, &webhook, off).await;
                }
            };
            let has_time = goes_on && begun.elapsed() < TURN && !self.stop.is_cancelled();
            next = match has_time && is_held {
                true => self.next(&mut scope, id, &until).await?,
                false => {
                    store::give_back(&mut scope, id, &until, &now).await?;
                    None
                }
            };
            scope.commit().await?;
        }
        Ok(())
    }

    /// The next thing to send to an address that is taken until `until`. If there is none, the address is given back.
    async fn next(&self, scope: &mut Scope, id: WebhookId, until: &Timestamp) -> sqlx::Result<Next> {
        let now = self.clock.now();
        let Some(parcel) = store::next(scope, id, &now).await? else {
            store::give_back(scope, id, until, &now).await?;
            return Ok(None);
        };
        let body = self.body(scope, &parcel).await?;
        Ok(Some((parcel, body)))
    }

    /// Notes that an address works. Nothing is written if it did before.
    pub(super) async fn note_well(
        &self,
        scope: &mut Scope,
        id: WebhookId,
        (failures, was_slow): (i64, bool),
        is_slow: bool,
        now: &Timestamp,
    ) -> sqlx::Result<()> {
        if failures > 0 || is_slow != was_slow {
            store::note_well(scope, id, is_slow).await?;
        }
        if failures >= OUTAGE {
            store::hurry(scope, id, now).await?;
        }
        Ok(())
    }

    /// Notes a failure. Tells why the address is turned off, if it is.
    async fn note_failure(
        &self,
        scope: &mut Scope,
        (webhook, failures): (&Webhook, i64),
        (parcel, outcome, is_slow): (&Parcel, &Outcome, bool),
        (until, now): (&Timestamp, &Timestamp),
    ) -> sqlx::Result<Option<Off>> {
        let (status, failure, after) = match outcome {
            Outcome::Failed { status, failure, after } => (*status, failure.as_deref(), *after),
            Outcome::Taken { status } | Outcome::Gone { status } => (Some(*status), None, None),
            Outcome::Unreadable => (None, Some("the server cannot read the secret"), None),
        };
        let asked =
            after.and_then(|after| time::Duration::try_from(after).ok()).unwrap_or_default().min(REST_MAX);
        let again_at = now.plus(self.pause(PAUSE, parcel.attempts).max(asked));
        let is_tried_on = parcel.since.plus(LIFE) > *now;
        let noted = Noted { delivered: false, status, failure, again_at: is_tried_on.then_some(&again_at) };
        store::note(scope, parcel.id, noted, now).await?;
        let rests_until = now.plus(self.pause(REST, failures + 1).max(asked));
        store::note_failure(scope, webhook.id, until, (now, &rests_until), is_slow).await?;
        let has_failed_long = failures + 1 >= FAILURES
            && webhook.failing_since.as_ref().is_some_and(|since| since.plus(LIFE) <= *now);
        let off = match outcome {
            Outcome::Gone { .. } => Some(Off::Gone),
            // While the servers' secret changes, another one may be able to read it.
            Outcome::Unreadable if has_failed_long => Some(Off::Unreadable),
            _ if has_failed_long => Some(Off::Failing),
            _ => None,
        };
        // The failure may name the address, which may be a secret.
        tracing::info!(webhook = %webhook.id, delivery = %parcel.id, attempts = parcel.attempts, ?status, "a webhook failed");
        match off {
            Some(why) => Ok(store::turn_off(scope, webhook.id, why, now).await?.then_some(why)),
            None => Ok(None),
        }
    }

    /// The pause after so many attempts, longer or shorter by chance, so that not all come at once.
    fn pause(
        &self,
        (first, factor, longest): (time::Duration, i32, time::Duration),
        attempts: i64,
    ) -> time::Duration {
        let times = factor.saturating_pow(u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or_default());
        first.checked_mul(times).unwrap_or(longest).min(longest) * self.random.between(0.8..=1.2)
    }
}

/// What names a delivery in all attempts. It has the moment too, because a number comes again in another database.
pub(super) fn name(parcel: &Parcel) -> String {
    format!("msg_{}_{}", parcel.created_at.unix_milliseconds(), parcel.id)
}
