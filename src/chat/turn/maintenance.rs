//! Maintenance of the engine: it marks replies whose writer died as interrupted, and listens to the other replicas.

use super::Engine;
use crate::chat::store;
use crate::db::transaction::shared_time;
use crate::id::MessageId;
use crate::jobs::Job;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Where replicas tell each other of replies; see migration 0006 for PostgreSQL.
const CHANNEL: &str = "docket_replies";
/// How often dead replies are looked for.
const SWEEP_PERIOD: Duration = Duration::from_secs(3);
/// How old the last sign of life of a writer must be for its reply to count as dead. With the time between two looks
/// it is at most 15 seconds until a dead reply is known to be one.
const DEAD_AFTER: time::Duration = time::Duration::seconds(11);
/// How long nothing is declared dead after the database was away: the living could not show that they live.
const RECOVERY: Duration = Duration::from_secs(11);

impl Engine {
    /// Asks the writer of a reply to store its progress now, because somebody follows it on another replica.
    pub(crate) async fn request_checkpoint(&self, reply: MessageId) {
        if let Err(error) = self.db.notify(CHANNEL, &format!("{reply} wanted")).await {
            // It is stored soon anyway.
            tracing::debug!(%error, "could not ask for a reply to be stored");
        }
    }

    /// The job that takes care of dead replies. Each replica runs it. A replica judges only by what it saw of the database
    /// itself, and the lease of a crashed replica would delay the others.
    pub(crate) fn job(&self) -> Job {
        let (engine, trusted_from) = (self.clone(), Arc::new(Mutex::new(Instant::now())));
        Job::on_each_replica("take_care_of_dead_replies", SWEEP_PERIOD, move || {
            let (engine, trusted_from) = (engine.clone(), trusted_from.clone());
            async move {
                let began = Instant::now();
                let trusted = began >= *trusted_from.lock().unwrap_or_else(PoisonError::into_inner);
                let outcome = engine.take_care_of_dead_replies(trusted).await;
                if outcome.is_err() || began.elapsed() > SWEEP_PERIOD {
                    *trusted_from.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + RECOVERY;
                }
                outcome
            }
        })
    }

    /// Marks replies whose writer died as interrupted, and begins those that wait for them.
    async fn take_care_of_dead_replies(&self, trusted: bool) -> sqlx::Result<()> {
        if trusted {
            let mut transaction = self.db.write().await?;
            let limit = shared_time(&mut transaction, self.clock.now()).await?.plus(-DEAD_AFTER);
            let dead = store::interrupt_dead_replies(&mut transaction, &limit).await?;
            transaction.commit().await?;
            if !dead.is_empty() {
                tracing::warn!(count = dead.len(), "replies were interrupted: their writer died");
            }
            dead.into_iter().for_each(|reply| self.registry.changed(reply));
        }
        let resumed = self.resume_queues().await?;
        if resumed > 0 {
            tracing::info!(count = resumed, "began replies that waited for a dead one");
        }
        Ok(())
    }

    /// Passes on what other replicas say of replies: the followers of a reply look at its row, and this replica stops
    /// writing a reply that another one ended. Never returns, but where there are no other replicas.
    pub(crate) async fn listen(&self) {
        self.db.hear(CHANNEL, || self.registry.all_changed(), |news| self.heard(news)).await;
    }

    /// Takes a reply's id and state, as the trigger of migration 0006 writes them, or a wish to have it stored.
    fn heard(&self, news: &str) {
        let Some((id, status)) = news.split_once(' ') else { return };
        let Ok(reply) = id.parse() else { return };
        match self.registry.get(reply) {
            // Stores it, which tells whether it is still ours: news may be old by the time it is heard.
            Some(live) if status != "streaming" => live.request_recheck(),
            Some(_) => {}
            None if status == "wanted" => {}
            None => self.registry.changed(reply),
        }
    }
}
