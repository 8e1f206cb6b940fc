//! What is done every minute by one replica: giving up what is too old or too much, and deleting what has ended.

use super::Webhooks;
use super::outbox::LIFE;
use crate::id::WebhookId;
use crate::webhooks::store::upkeep as store;

/// Most that wait for one address, and most that have ended. Then the oldest are given up, or deleted.
const WAITING_MAX: i64 = 10_000;
/// How much longer than its life something may wait, while its address rests or is paused.
const SPARE: time::Duration = time::Duration::days(1);
/// How long the settings show what has ended, and the words of tasks in it are kept.
const SHOWN: time::Duration = time::Duration::DAY;
/// How many rows are deleted or looked at in one go.
const AT_ONCE: i64 = 1000;

impl Webhooks {
    /// Does all of it.
    pub(super) async fn keep_up(&self) -> sqlx::Result<()> {
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        store::give_up_old(&mut transaction, &now.plus(-LIFE - SPARE), &now).await?;
        for webhook in store::crowded(&mut transaction, WAITING_MAX).await? {
            let given_up = store::give_up_oldest(&mut transaction, webhook, WAITING_MAX, &now).await?;
            tracing::warn!(%webhook, given_up, "too much waits for a webhook");
        }
        store::delete_oldest_ended(&mut transaction, WAITING_MAX).await?;
        store::delete_left(&mut transaction, &now.plus(-LIFE - SPARE - SHOWN)).await?;
        transaction.commit().await?;
        loop {
            let mut transaction = self.db.write().await?;
            let deleted = store::delete_ended(&mut transaction, &now.plus(-SHOWN), AT_ONCE).await?;
            transaction.commit().await?;
            if deleted < AT_ONCE.unsigned_abs() {
                return self.renew_secrets().await;
            }
        }
    }

    /// Encrypts secrets by the server's newest one that an older one has encrypted.
    async fn renew_secrets(&self) -> sqlx::Result<()> {
        if self.settings.secrets.len() < 2 {
            return Ok(());
        }
        let mut after = WebhookId::new(0);
        loop {
            let some = store::secrets(&mut self.db.autocommit().await?, after, AT_ONCE).await?;
            for (_, id, sealed) in &some {
                if let Some((secret, false)) = self.opened(sealed)
                    && let Some(renewed) = self.sealed(&secret)
                {
                    let mut transaction = self.db.write().await?;
                    store::replace_secret(&mut transaction, *id, (sealed, &renewed)).await?;
                    transaction.commit().await?;
                }
            }
            match some.last() {
                Some((_, last, _)) => after = *last,
                None => return Ok(()),
            }
        }
    }
}
