//! What accounts need done beside the requests: removing what has expired.

use super::Auth;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often what has expired is removed.
const PRUNE_INTERVAL: Duration = Duration::from_secs(60 * 60);

impl Auth {
    /// Removes expired sessions, links and counts, now and from now on. Never returns.
    pub async fn maintain(&self) {
        let mut ticks = interval(PRUNE_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match self.prune().await {
                Ok(0) => {}
                Ok(sessions) => tracing::info!(sessions, "removed expired sessions"),
                Err(error) => tracing::warn!(%error, "removing expired sessions failed"),
            }
        }
    }
}
