//! What is done about replies that nobody writes: their process died, or it never learned that they are its own.

use super::lease::{BEAT, Lease};
use super::{Engine, parts};
use crate::chat::store::leases::{self as store, RunningRow};
use crate::chat::store::pieces;
use crate::chat::{Exchange, store as messages};
use crate::id::MessageId;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::{MissedTickBehavior, interval};

/// How many replies are looked up at once.
const BATCH: i64 = 200;

/// What a look found that may be nothing: a reply is stored a moment before its writing begins. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suspects(Arc<Mutex<HashSet<MessageId>>>);

impl Suspects {
    /// Takes the suspects of this look. Returns those that were suspects at the last one too.
    fn replace(&self, found: HashSet<MessageId>) -> HashSet<MessageId> {
        let mut suspects = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let again = found.intersection(&suspects).copied().collect();
        *suspects = found;
        again
    }
}

impl Engine {
    /// Shows that this process lives, and takes care of the replies of dead ones, for good. `alone` says that no other
    /// process uses the database: what runs then is nobody's.
    pub(crate) async fn keep(&self, alone: bool) {
        let mut others_may_have_leases = alone;
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beats.tick().await;
            if others_may_have_leases {
                match self.end_other_leases().await {
                    Ok(()) => others_may_have_leases = false,
                    // The next look tries again.
                    Err(error) => tracing::warn!(%error, "replies of the last run could not be ended yet"),
                }
            }
            if let Err(error) = self.look_after().await {
                tracing::warn!(%error, "could not look after the replies of other processes");
            }
        }
    }

    /// Shows that this process lives, and takes care of what dead ones have left.
    pub(crate) async fn look_after(&self) -> sqlx::Result<()> {
        if self.db.is_shared() {
            self.beat().await?;
        }
        let ended = self.end_orphans().await?;
        if ended > 0 {
            tracing::warn!(count = ended, "replies were interrupted: their writer died");
        }
        self.adopt().await?;
        let resumed = self.resume_queues().await?;
        if resumed > 0 {
            tracing::info!(count = resumed, "began replies that waited for a dead one");
        }
        Ok(())
    }

    /// Ends the replies whose writer has no lease. Returns how many.
    async fn end_orphans(&self) -> sqlx::Result<usize> {
        let mut ended = 0;
        loop {
            let orphans = store::orphans(&mut self.db.autocommit().await?, BATCH).await?;
            let mut progressed = 0;
            for orphan in &orphans {
                progressed += usize::from(self.interrupt(orphan).await?);
            }
            ended += progressed;
            if progressed == 0 {
                return Ok(ended);
            }
        }
    }

    /// Ends a reply with what the journal has of it. Returns whether it was still to be ended.
    async fn interrupt(&self, row: &RunningRow) -> sqlx::Result<bool> {
        let mut scope = self.db.write_as(&row.user_id).await?;
        let Some(reply) = messages::message(&mut scope, row.id).await? else { return Ok(false) };
        let mut rows = [reply];
        pieces::join(&mut scope, &mut rows).await?;
        let [reply] = &rows;
        let ended = messages::interrupt(&mut scope, row.id, row.writer.as_ref(), &reply.into()).await?;
        if ended {
            pieces::clear(&mut scope, row.id).await?;
            scope.commit().await?;
            self.say_changed(row.id);
        }
        Ok(ended)
    }

    /// Begins the replies that are this process's own by their rows, and that it does not write: the answer to the
    /// transaction that stored them was lost.
    async fn adopt(&self) -> sqlx::Result<()> {
        let Some(lease) = self.leases.current().await else { return Ok(()) };
        let mine = store::written_by(&mut self.db.autocommit().await?, &lease.id).await?;
        let unwritten = mine.iter().filter(|row| self.registry.get(row.id).is_none());
        let again = self.suspects.replace(unwritten.map(|row| row.id).collect());
        for row in mine.iter().filter(|row| again.contains(&row.id)) {
            self.adopt_one(row, &lease).await?;
        }
        Ok(())
    }

    async fn adopt_one(&self, row: &RunningRow, lease: &Lease) -> sqlx::Result<()> {
        let mut scope = self.db.read_as(&row.user_id).await?;
        let Some(reply) = messages::message(&mut scope, row.id).await? else { return Ok(()) };
        let question = messages::message(&mut scope, reply.parent_id).await?;
        let conversation = messages::conversation(&mut scope, reply.conversation_id).await?;
        let has_begun = !pieces::of(&mut scope, row.id).await?.is_empty();
        drop(scope);
        match (question, conversation) {
            (Some(question), Some(conversation)) if !has_begun && self.is_accepting() => {
                tracing::warn!(reply = %row.id, "begins a reply whose storing was not confirmed");
                let (question, reply) = (parts::message(question), parts::message(reply));
                self.start(&row.user_id, Exchange { conversation, question, reply }, lease.clone());
            }
            _ => drop(self.interrupt(row).await?),
        }
        Ok(())
    }
}
