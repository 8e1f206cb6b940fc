//! Checkpoints: while a reply is written, its progress is stored.

use super::Engine;
use super::renderer::Progress;
use super::running_reply::RunningReply;
use crate::chat::store;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};

/// How often a reply's progress is stored. A crash loses at most this much of it.
const CHECKPOINT: Duration = Duration::from_millis(500);
/// How often a writer that has nothing new to store shows that it is alive. This is less than half of the time after
/// which `maintenance` takes a writer for dead.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// Stores the progress as it comes. Returns only when the reply no longer belongs to this writer.
pub(crate) async fn run(engine: &Engine, live: &RunningReply) {
    let mut ticks = interval(CHECKPOINT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut stored, mut beat) = (Progress::default(), Instant::now());
    loop {
        let recheck_requested = tokio::select! {
            _ = ticks.tick() => false,
            () = live.recheck_requested() => true,
        };
        let progress = live.progress();
        if !recheck_requested && progress == stored && beat.elapsed() < HEARTBEAT {
            continue;
        }
        match store_progress(engine, live, &progress).await {
            Ok(true) => (stored, beat) = (progress, Instant::now()),
            Ok(false) => return,
            // The reply goes on; the next tick tries again.
            Err(error) => tracing::warn!(reply = %live.reply, %error, "checkpoint failed"),
        }
    }
}

/// Stores how far the reply is. Returns whether the reply still belongs to this writer.
pub(crate) async fn store_progress(
    engine: &Engine,
    live: &RunningReply,
    progress: &Progress,
) -> sqlx::Result<bool> {
    let mut scope = engine.db.write_as(&live.user).await?;
    let now = engine.clock.now();
    let ours = store::checkpoint(&mut scope, live.reply, progress, &now).await?;
    scope.commit().await?;
    Ok(ours)
}
