//! Writes one reply in a task of its own, from the first request to the model to the final state.

use super::agent::{self, Outcome};
use super::lease::Lease;
use super::promises::Promise;
use super::running_reply::RunningReply;
use super::{Engine, title};
use crate::chat::store::{self, turns};
use crate::chat::{Exchange, MessageStatus};
use crate::error::Reason;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use sqlx::types::Json;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a server that shuts down waits until the database takes the end of a reply. Until then the writer goes on
/// trying, and its followers wait: it alone has the whole text.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the writer waits after the first failure. Each time it waits twice as long, up to [`LAST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LAST_PAUSE: Duration = Duration::from_secs(2);

/// Writes a reply, stores how it ended, and begins the next queued one.
pub(crate) async fn run(engine: &Engine, live: &Arc<RunningReply>, past: Option<Vec<store::MessageRow>>) {
    let began = Instant::now();
    let outcome = write(engine, live, past).await;
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

/// What is done first ends the reply. The rest is dropped, and with it the connection to the model.
async fn write(engine: &Engine, live: &Arc<RunningReply>, past: Option<Vec<store::MessageRow>>) -> Outcome {
    // They are only looked at when something has happened to them, and not at every word.
    let mut ends: FuturesUnordered<_> = [
        live.stopped().map(|()| MessageStatus::Stopped).boxed(),
        engine.registry.shutting_down().map(|()| MessageStatus::Interrupted).boxed(),
        live.lost().map(|()| MessageStatus::Interrupted).boxed(),
    ]
    .into_iter()
    .collect();
    tokio::select! {
        biased;
        Some(status) = ends.next() => Outcome::new(status),
        outcome = AssertUnwindSafe(agent::answer(engine, live, past)).catch_unwind() => outcome.unwrap_or_else(|_| {
            tracing::error!(reply = %live.reply, "the writing of a reply panicked");
            Outcome::failed(Reason::Fault)
        }),
    }
}

async fn finish(engine: &Engine, live: &RunningReply, outcome: Outcome) {
    // A tool that was at work when the reply was stopped finishes first, so that its result is told.
    live.calls.close();
    live.calls.wait().await;
    live.end_thought();
    live.close_journal().await;
    let deadline = Instant::now() + PATIENCE;
    let mut pause = FIRST_PAUSE;
    let End { outcome: Outcome { status, error }, next, promise } = loop {
        match store_end(engine, live, &outcome).await {
            Ok(end) => break end,
            Err(failure) if Instant::now() >= deadline && engine.registry.is_shutting_down() => {
                tracing::error!(reply = %live.reply, error = %failure, "the end of a reply could not be stored");
                // Its followers go on elsewhere, and learn there what became of it.
                return;
            }
            // An outage may be long, and there may be thousands of replies. Each says it once.
            Err(failure) if pause == FIRST_PAUSE => {
                tracing::warn!(reply = %live.reply, error = %failure, "storing the end failed, trying again");
            }
            Err(_) => {}
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LAST_PAUSE);
    };
    live.finish(status, error);
    if live.is_wanted() {
        engine.say_changed(live.reply);
    }
    if let Some((next, lease)) = next {
        engine.begin_queued(&live.user, next, lease);
    }
    drop(promise);
}

/// A reply's final outcome, and the next queued exchange with the lease under which it was claimed.
struct End {
    outcome: Outcome,
    next: Option<(Exchange, Lease)>,
    /// The promise to begin it.
    promise: Promise,
}

/// Stores the end, unless an earlier attempt has: the answer to its commit may have been lost. The same transaction claims
/// the next queued reply.
async fn store_end(engine: &Engine, live: &RunningReply, outcome: &Outcome) -> sqlx::Result<End> {
    let lease = engine.hold().await?;
    let promise = engine.promise();
    let ending = turns::Ending {
        user: live.user.clone(),
        reply: live.reply,
        conversation: live.conversation().id,
        writer: live.lease.id.clone(),
        progress: live.progress(),
        end: store::EndRow { status: outcome.status, error: outcome.error.clone().map(Json) },
        usage: live.meter.total(),
        day: engine.clock.now().day().to_owned(),
        next: engine.is_accepting().then(|| lease.id.clone()),
    };
    let turns::Ended { end, next } = engine.db.end(ending).await?;
    let outcome = match end {
        Some(end) => Outcome { status: end.status, error: end.error.map(|error| error.0) },
        None => {
            let row = engine.db.message(live.user.clone(), live.reply).await?;
            row.map_or(Outcome::new(MessageStatus::Stopped), |row| Outcome {
                status: row.status,
                error: row.error.map(|error| error.0),
            })
        }
    };
    let next = match next {
        Some(next) => {
            let next = engine.db.exchange(live.user.clone(), next).await?;
            next.map(|next| (next, lease))
        }
        None => None,
    };
    Ok(End { outcome, next, promise })
}
