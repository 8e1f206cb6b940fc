//! One reply from its first request to the model to its final state, in a task of its own.

use super::super::MessageStatus;
use super::agent::{self, Outcome};
use super::live::{Live, Progress};
use super::{Chat, store, title};
use crate::timestamp::Timestamp;
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval};

/// How often a reply's progress is stored, at most that much of it is lost in a crash.
const CHECKPOINT: Duration = Duration::from_millis(500);
/// How often a writer that has nothing new to store says that it is alive; a third of what upkeep waits.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long a final state is tried to be stored while the database does not answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Writes a reply and stores how it ended.
pub(super) async fn run(chat: &Chat, live: &Live) {
    let began = Instant::now();
    let outcome = write(chat, live).await;
    tracing::info!(
        reply = %live.reply,
        conversation = %live.conversation().id,
        model = chat.model.name(),
        status = ?outcome.status,
        milliseconds = began.elapsed().as_millis(),
        "reply ended"
    );
    let status = outcome.status;
    finish(chat, live, outcome).await;
    title::suggest(chat, live, status);
}

/// Whatever comes first ends the reply; leaving drops the rest, and with it the connection to the model. The
/// answer and the checkpoints go on side by side: each may be waiting for the database while the other holds it.
async fn write(chat: &Chat, live: &Live) -> Outcome {
    tokio::select! {
        biased;
        () = live.stopped() => Outcome::new(MessageStatus::Stopped),
        () = chat.runs.shutting_down() => Outcome::new(MessageStatus::Interrupted),
        outcome = agent::answer(chat, live) => outcome,
        () = checkpoints(chat, live) => Outcome::new(MessageStatus::Stopped),
    }
}

/// Stores the progress as it comes. Returns only when the reply is no longer this run's to write.
async fn checkpoints(chat: &Chat, live: &Live) {
    let mut ticks = interval(CHECKPOINT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut stored, mut beat) = (Progress::default(), Instant::now());
    loop {
        ticks.tick().await;
        let progress = live.progress();
        if progress == stored && beat.elapsed() < HEARTBEAT {
            continue;
        }
        match checkpoint(chat, live, &progress).await {
            Ok(true) => (stored, beat) = (progress, Instant::now()),
            Ok(false) => return,
            // The reply goes on; the next tick tries again.
            Err(error) => tracing::warn!(reply = %live.reply, %error, "checkpoint failed"),
        }
    }
}

/// Stores how far the reply is. Whether it is still this run's to write.
pub(super) async fn checkpoint(chat: &Chat, live: &Live, progress: &Progress) -> sqlx::Result<bool> {
    let mut scope = chat.db.write_as(&live.user).await?;
    let now = Timestamp::now();
    let ours = store::checkpoint(&mut scope, live.reply, &progress.content, &progress.calls, &now).await?;
    scope.commit().await?;
    Ok(ours)
}

async fn finish(chat: &Chat, live: &Live, outcome: Outcome) {
    let deadline = Instant::now() + PATIENCE;
    let mut pause = Duration::from_millis(100);
    let Outcome { status, error } = loop {
        match store_end(chat, live, &outcome).await {
            Ok(None) => break outcome,
            Ok(Some(already)) => break already,
            Err(failure) if Instant::now() < deadline => {
                tracing::warn!(reply = %live.reply, error = %failure, "storing the end failed, trying again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(2));
            }
            Err(failure) => {
                tracing::error!(reply = %live.reply, error = %failure, "the end of a reply could not be stored");
                break Outcome::new(MessageStatus::Interrupted);
            }
        }
    };
    live.finish(status, error);
}

/// Stores the end; gives the end that the row already had if somebody was first.
async fn store_end(chat: &Chat, live: &Live, outcome: &Outcome) -> sqlx::Result<Option<Outcome>> {
    let Progress { content, calls } = live.progress();
    let mut scope = chat.db.write_as(&live.user).await?;
    let Outcome { status, error } = outcome;
    if store::finish(&mut scope, live.reply, &content, &calls, *status, error.as_ref()).await? {
        scope.commit().await?;
        return Ok(None);
    }
    let row = store::message(&mut scope, live.reply).await?;
    Ok(Some(row.map_or(Outcome::new(MessageStatus::Stopped), |row| Outcome {
        status: row.status,
        error: row.error.map(|error| error.0),
    })))
}
