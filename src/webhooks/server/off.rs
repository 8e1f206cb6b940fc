//! A test of an address, and what is told when one is turned off.

use super::outbox::LEASE;
use super::send::{Outcome, SLOW};
use super::{Webhooks, body, found};
use crate::error::Error;
use crate::id::{UserId, WebhookId};
use crate::webhooks::store::outbox::{self, Noted};
use crate::webhooks::store::{Off, Webhook, deliveries};
use tokio::time::Instant;

impl Webhooks {
    /// Sends a test to an address, once, also if it is paused or off. Returns whether the address has taken it.
    ///
    /// # Errors
    /// If the person has no such webhook, or has sent many tests.
    pub async fn try_out(&self, user: &UserId, id: WebhookId) -> Result<bool, Error> {
        self.auth.count_push_trial(user).await?;
        let now = self.clock.now();
        let text = body::test(&now).ok_or_else(|| Error::Internal("a text could not be made".into()))?;
        let mut scope = self.db.write_as(user).await?;
        let webhook = found(&mut scope, id).await?;
        let delivery = deliveries::insert_test(&mut scope, id, (body::TEST, &text), &now).await?;
        scope.commit().await?;
        let name = format!("msg_{}_{delivery}", now.unix_milliseconds());
        let begun = Instant::now();
        let outcome = self.post(&webhook, &name, text).await;
        let is_slow = begun.elapsed() > SLOW;
        let (delivered, status, failure) = match &outcome {
            Outcome::Taken { status } => (true, Some(*status), None),
            Outcome::Gone { status } => (false, Some(*status), None),
            Outcome::Failed { status, failure, .. } => (false, *status, failure.as_deref()),
            Outcome::Unreadable => (false, None, Some("the server cannot read the secret")),
        };
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        outbox::hold(&mut scope, id, &now).await?;
        let noted = Noted { delivered, status, failure, again_at: None };
        outbox::note(&mut scope, delivery, noted, &now).await?;
        if delivered {
            let before = (webhook.failures, webhook.is_slow);
            self.note_well(&mut scope, id, before, is_slow, &now).await?;
            if webhook.due_at > now.plus(LEASE) {
                // It need not rest any longer. What ends sooner may be a lease.
                outbox::give_back(&mut scope, id, &webhook.due_at, &now).await?;
            }
        }
        scope.commit().await?;
        Ok(delivered)
    }

    /// Tells that an address was turned off, if it was: the log, and the person by mail.
    pub(super) async fn tell_off(
        &self,
        user: &UserId,
        webhook: &Webhook,
        why: Option<Off>,
    ) -> sqlx::Result<()> {
        let Some(why) = why else { return Ok(()) };
        tracing::warn!(person = %user, webhook = %webhook.id, ?why, "a webhook was turned off");
        self.mail_off(user, webhook, why).await;
        Ok(())
    }
}
