//! One reply from its first request to the model to its final state, in a task of its own.

use super::agent::{self, Outcome};
use super::renderer::Progress;
use super::running_reply::RunningReply;
use super::{Engine, queue, title};
use crate::chat::store::{self, usage as daily_usage};
use crate::chat::{Exchange, MessageStatus};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};

/// How often a reply's progress is stored, at most that much of it is lost in a crash.
const CHECKPOINT: Duration = Duration::from_millis(500);
/// How often a writer that has nothing new to store says that it is alive; less than half of what upkeep waits.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long a final state is tried to be stored while the database does not answer.
const STORE_END_TIMEOUT: Duration = Duration::from_secs(60);

/// Writes a reply, stores how it ended, and begins the one that waits for it.
pub(crate) async fn run(engine: &Engine, live: &Arc<RunningReply>) {
    let began = Instant::now();
    let outcome = write(engine, live).await;
    tracing::info!(
        reply = %live.reply,
        conversation = %live.conversation().id,
        model = live.meter.total().model,
        status = ?outcome.status,
        milliseconds = began.elapsed().as_millis(),
        "reply ended"
    );
    let status = outcome.status;
    finish(engine, live, outcome).await;
    title::suggest(engine, live, status);
}

/// Whatever comes first ends the reply; leaving drops the rest, and with it the connection to the model. The
/// answer and the checkpoints go on side by side: each may be waiting for the database while the other holds it.
async fn write(engine: &Engine, live: &Arc<RunningReply>) -> Outcome {
    tokio::select! {
        biased;
        () = live.stopped() => Outcome::new(MessageStatus::Stopped),
        () = engine.registry.shutting_down() => Outcome::new(MessageStatus::Interrupted),
        outcome = agent::answer(engine, live) => outcome,
        () = checkpoints(engine, live) => Outcome::new(MessageStatus::Stopped),
    }
}

/// Stores the progress as it comes. Returns only when the reply is no longer this run's to write.
async fn checkpoints(engine: &Engine, live: &RunningReply) {
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
        match checkpoint(engine, live, &progress).await {
            Ok(true) => (stored, beat) = (progress, Instant::now()),
            Ok(false) => return,
            // The reply goes on; the next tick tries again.
            Err(error) => tracing::warn!(reply = %live.reply, %error, "checkpoint failed"),
        }
    }
}

/// Stores how far the reply is. Whether it is still this run's to write.
pub(crate) async fn checkpoint(
    engine: &Engine,
    live: &RunningReply,
    progress: &Progress,
) -> sqlx::Result<bool> {
    let mut scope = engine.db.write_as(&live.user).await?;
    let now = engine.clock.now();
    let ours = store::checkpoint(&mut scope, live.reply, &progress.content, &progress.calls, &now).await?;
    scope.commit().await?;
    Ok(ours)
}

async fn finish(engine: &Engine, live: &RunningReply, outcome: Outcome) {
    // A tool that was at work when the reply was stopped ends its work; what it did is told.
    live.calls.close();
    live.calls.wait().await;
    let deadline = Instant::now() + STORE_END_TIMEOUT;
    let mut pause = Duration::from_millis(100);
    let End { outcome: Outcome { status, error }, next } = loop {
        match store_end(engine, live, &outcome).await {
            Ok(end) => break end,
            Err(failure) if Instant::now() < deadline => {
                tracing::warn!(reply = %live.reply, error = %failure, "storing the end failed, trying again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(2));
            }
            Err(failure) => {
                tracing::error!(reply = %live.reply, error = %failure, "the end of a reply could not be stored");
                break End { outcome: Outcome::new(MessageStatus::Interrupted), next: None };
            }
        }
    };
    live.finish(status, error);
    if let Some(next) = next {
        engine.start(&live.user, next);
    }
}

/// How a reply ended in the end, and what is to be answered next.
struct End {
    outcome: Outcome,
    next: Option<Exchange>,
}

/// Stores the end, unless the row already has one because somebody was first, and takes the next reply that waits
/// in the same transaction: whoever puts one there holds the conversation too, so none is overlooked.
async fn store_end(engine: &Engine, live: &RunningReply, outcome: &Outcome) -> sqlx::Result<End> {
    let Progress { content, calls } = live.progress();
    let mut scope = engine.db.write_as(&live.user).await?;
    let (usage, now) = (live.meter.total(), engine.clock.now());
    // First: a message that is counted locks the person's usage of the day before the conversation, too.
    if usage.tokens() > 0 {
        let tokens = i64::try_from(usage.tokens()).unwrap_or(i64::MAX);
        daily_usage::spend(&mut scope, now.day(), tokens).await?;
    }
    store::hold_conversation(&mut scope, live.conversation().id).await?;
    let Outcome { status, error } = outcome;
    let ours =
        store::finish(&mut scope, live.reply, &content, &calls, *status, error.as_ref(), &usage).await?;
    let outcome = if ours {
        outcome.clone()
    } else {
        let row = store::message(&mut scope, live.reply).await?;
        row.map_or(Outcome::new(MessageStatus::Stopped), |row| Outcome {
            status: row.status,
            error: row.error.map(|error| error.0),
        })
    };
    let next = match engine.is_accepting() {
        true => queue::claim_next(&mut scope, live.conversation(), &now).await?,
        false => None,
    };
    scope.commit().await?;
    Ok(End { outcome, next })
}
