//! What is done about replies that nobody writes: their process died, or it never learned that they are its own.

use super::lease::{BEAT, Lease};
use super::promises::Moment;
use super::{Engine, parts};
use crate::chat::Exchange;
use crate::chat::store::leases::RunningRow;
use crate::id::MessageId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::{MissedTickBehavior, interval};

/// How many replies are looked up at once.
const BATCH: i64 = 200;

/// What a look found that may be nothing: a reply is stored a moment before its writing begins. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Suspects(Arc<Mutex<BTreeMap<MessageId, Moment>>>);

impl Suspects {
    /// Takes the suspects of this look. Returns those that were suspects at the last one too, with the moment when they were
    /// found first.
    fn replace(&self, found: impl Iterator<Item = MessageId>, now: Moment) -> BTreeMap<MessageId, Moment> {
        let mut suspects = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::take(&mut *suspects);
        suspects.extend(found.map(|reply| (reply, before.get(&reply).copied().unwrap_or(now))));
        let again = suspects.iter().filter(|(reply, _)| before.contains_key(reply));
        again.map(|(reply, moment)| (*reply, *moment)).collect()
    }
}

impl Engine {
    /// Shows that this process lives, and takes care of the replies of dead ones, for good. `alone` says that no other
    /// process uses the database: what runs then is nobody's.
    pub(crate) async fn keep(&self, alone: bool) {
        tokio::join!(self.keep_beating(), self.keep_looking(alone));
    }

    /// Shows that this process lives, for good. It waits for nothing else: what is slow must not look dead.
    async fn keep_beating(&self) {
        if !self.db.is_shared() {
            return;
        }
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beats.tick().await;
            match self.beat().await {
                Ok(true) => self.died.notify_one(),
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "could not show that this process lives"),
            }
        }
    }

    async fn keep_looking(&self, alone: bool) {
        let mut others_may_have_leases = alone;
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = self.died.notified() => {}
                _ = beats.tick() => {}
            }
            if others_may_have_leases {
                match self.end_other_leases().await {
                    Ok(()) => others_may_have_leases = false,
                    // The next look tries again.
                    Err(error) => tracing::warn!(%error, "replies of the last run could not be ended yet"),
                }
            }
            if let Err(error) = self.look_around().await {
                tracing::warn!(%error, "could not look after the replies of other processes");
            }
        }
    }

    /// Shows that this process lives, and takes care of what dead ones have left, once.
    pub(crate) async fn look_after(&self) -> sqlx::Result<()> {
        if self.db.is_shared() {
            self.beat().await?;
        }
        self.look_around().await
    }

    /// Takes care of what dead processes have left.
    async fn look_around(&self) -> sqlx::Result<()> {
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
            let orphans = self.db.orphans(BATCH).await?;
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
        let ended = self.db.interrupt(row.clone()).await?;
        if ended {
            self.say_changed(row.id);
        }
        Ok(ended)
    }

    /// Begins the replies that are this process's own by their rows, and that it does not write: the answer to the
    /// transaction that stored them was lost. Ends those that somebody wants to stop, if the word was lost.
    async fn adopt(&self) -> sqlx::Result<()> {
        let Some(lease) = self.leases.current().await else { return Ok(()) };
        let mine = self.db.written_by(lease.id.clone()).await?;
        let mut unwritten = Vec::new();
        for row in &mine {
            match self.registry.get(row.id) {
                Some(live) if row.stopping => live.stop(),
                Some(_) => {}
                None => unwritten.push(row.id),
            }
        }
        let again = self.suspects.replace(unwritten.into_iter(), self.promises.now());
        for row in &mine {
            // The answer may still come, if the database is slow. Who waits for it then begins the reply.
            if again.get(&row.id).is_some_and(|moment| self.promises.are_settled(*moment)) {
                self.adopt_one(row, &lease).await?;
            }
        }
        Ok(())
    }

    async fn adopt_one(&self, row: &RunningRow, lease: &Lease) -> sqlx::Result<()> {
        match self.db.stored(row.user_id.clone(), row.id).await? {
            // The look was answered late: the reply began and ended meanwhile.
            Some(stored) if stored.reply.status.is_final() => {}
            Some(stored) if stored.number == 0 && self.is_accepting() => {
                tracing::warn!(reply = %row.id, "begins a reply whose storing was not confirmed");
                let (question, reply) = (parts::message(stored.question), parts::message(stored.reply));
                let exchange = Exchange { conversation: stored.conversation, question, reply };
                self.start(&row.user_id, exchange, lease.clone());
            }
            _ => drop(self.interrupt(row).await?),
        }
        Ok(())
    }
}
