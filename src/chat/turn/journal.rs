//! The journal: one task of the process stores what is new of all running replies, again and again, in one transaction.

use super::Engine;
use super::lease::Lease;
use super::running_reply::{Entry, RunningReply};
use crate::chat::store::pieces::Kept;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

/// How often what is new is stored. A crash loses at most this much, and what it takes to store it.
const PERIOD: Duration = Duration::from_millis(400);
/// How often what is new of replies that another process follows is stored. If the processes can reach each other at once,
/// their text needs no such hurry.
const PERIOD_IF_WANTED: Duration = Duration::from_millis(50);
/// How long a writer waits until a tool's result is stored before the reply fails.
const STORE_TIMEOUT: Duration = Duration::from_secs(10);

/// What the journal is asked to do. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    asked: Arc<Notify>,
    running: Arc<Mutex<bool>>,
}

impl Journal {
    /// Makes the journal store what is new now.
    pub(crate) fn hurry(&self) {
        self.asked.notify_one();
    }
}

impl Engine {
    /// Runs the journal while there are running replies.
    pub(super) fn start_journal(&self) {
        let mut running = self.journal.running.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::mem::replace(&mut *running, true) {
            let engine = self.clone();
            tokio::spawn(async move { engine.keep_journal().await });
        }
    }

    async fn keep_journal(&self) {
        let mut due = Instant::now() + PERIOD;
        loop {
            let all = self.registry.all();
            if all.is_empty() {
                let mut running = self.journal.running.lock().unwrap_or_else(PoisonError::into_inner);
                // One may have been added since.
                if self.registry.all().is_empty() {
                    *running = false;
                    return;
                }
            }
            let wanted = self.db.direct().is_none() && all.iter().any(|live| live.is_wanted());
            drop(all);
            let wake = if wanted { due.min(Instant::now() + PERIOD_IF_WANTED) } else { due };
            let asked = tokio::select! {
                biased;
                () = self.journal.asked.notified() => true,
                () = sleep_until(wake) => false,
            };
            let everything = asked || Instant::now() >= due;
            let entries: Vec<_> = self
                .registry
                .all()
                .iter()
                .filter(|live| everything || wanted && live.is_wanted())
                .filter_map(RunningReply::journal_entry)
                .collect();
            self.store_entries(entries).await;
            if everything {
                due = Instant::now() + PERIOD;
            }
        }
    }

    /// Stores the entries. Those of a lease that was lost are stored apart, because nothing of them may be.
    async fn store_entries(&self, entries: Vec<Entry>) {
        let mut by_lease: BTreeMap<_, (Lease, Vec<Entry>)> = BTreeMap::new();
        for entry in entries {
            let lease = entry.live.lease.clone();
            by_lease.entry(lease.id.clone()).or_insert_with(|| (lease, Vec::new())).1.push(entry);
        }
        for (lease, entries) in by_lease.into_values() {
            match self.append(&lease, &entries).await {
                Ok(kept) => self.tell(entries, &kept),
                Err(error) => {
                    // The replies go on; the same pieces are stored next time.
                    tracing::warn!(replies = entries.len(), %error, "the journal could not be stored");
                    entries.iter().for_each(|entry| entry.live.journal_done(None));
                }
            }
        }
    }

    async fn append(&self, lease: &Lease, entries: &[Entry]) -> sqlx::Result<Vec<Kept>> {
        let batch: Vec<_> = entries.iter().map(|entry| (entry.live.reply, entry.piece.clone())).collect();
        self.db.append(lease.id.clone(), batch).await
    }

    /// Tells the writers what became of their pieces, and the other processes of the replies that they follow.
    fn tell(&self, entries: Vec<Entry>, kept: &[Kept]) {
        let kept: BTreeMap<_, _> = kept.iter().map(|kept| (kept.id, kept.stopping)).collect();
        for Entry { live, piece, wanted } in entries {
            match kept.get(&live.reply) {
                Some(stopping) => {
                    if *stopping {
                        live.stop();
                    }
                    if wanted && piece.is_some() {
                        self.db.say(format!("written {}", live.reply));
                    }
                }
                None => live.lose(),
            }
            live.journal_done(piece.map(|piece| piece.number));
        }
    }

    /// Returns when the journal has everything that the reply holds now.
    ///
    /// # Errors
    /// If the database does not take it in time.
    pub(super) async fn store_progress(&self, live: &RunningReply) -> sqlx::Result<()> {
        let stored = async {
            loop {
                let notified = live.journalled().notified();
                if live.is_journalled() {
                    return;
                }
                self.journal.hurry();
                notified.await;
            }
        };
        timeout(STORE_TIMEOUT, stored).await.map_err(|_| sqlx::Error::PoolTimedOut)
    }
}
