//! What chat needs done beside the turns: marking replies whose writer died, removing what was deleted, and ending
//! turns at a shutdown.

use super::{Chat, manage, store};
use crate::timestamp::Timestamp;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often dead replies are looked for.
const EVERY: Duration = Duration::from_secs(5);
/// How old the last sign of life of a writer must be for its reply to count as dead.
const DEAD_AFTER: time::Duration = time::Duration::seconds(10);

impl Chat {
    /// Marks replies whose writer died as interrupted and removes conversations that were deleted, now and from now on.
    /// Never returns.
    pub async fn upkeep(&self) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match self.interrupt_dead_replies().await {
                Ok(0) => {}
                Ok(count) => tracing::warn!(count, "replies were interrupted: their writer died"),
                Err(error) => tracing::warn!(%error, "looking for dead replies failed"),
            }
            if let Err(error) = manage::remove_deleted(&self.db).await {
                tracing::warn!(%error, "removing deleted conversations failed");
            }
        }
    }

    /// Takes no new turns, ends the running replies as interrupted, and waits until all is stored.
    pub async fn end(&self) {
        self.runs.end().await;
    }

    async fn interrupt_dead_replies(&self) -> sqlx::Result<u64> {
        let limit = Timestamp::now().plus(-DEAD_AFTER);
        let mut transaction = self.db.write().await?;
        let count = store::interrupt_dead_replies(&mut transaction, &limit).await?;
        transaction.commit().await?;
        Ok(count)
    }
}
