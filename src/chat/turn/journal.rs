//! The journal: one task of the process stores what is new of the running replies, again and again, many at once.

use super::Engine;
use super::lease::Lease;
use super::running_reply::{Entry, RunningReply};
use crate::chat::store::pieces::Kept;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};

/// How often what is new of a reply is stored. A crash loses at most this much, and what it takes to store it.
const PERIOD: Duration = Duration::from_millis(400);
/// How often what is new of a reply that another process follows is stored. If the processes can reach each other at once,
/// its text needs no such hurry.
const PERIOD_IF_WANTED: Duration = Duration::from_millis(50);
/// How often something is stored at most, unless somebody is in a hurry.
const PAUSE: Duration = Duration::from_millis(50);
/// Up to so many running replies are stored together, when the first of them is due. Of more, only those that are due are:
/// all at once would delay everybody's words.
const TOGETHER: usize = 128;
/// How long a writer waits until a tool's result is stored before the reply fails.
const STORE_TIMEOUT: Duration = Duration::from_secs(10);

/// What the journal is asked to do. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Journal {
    asked: Arc<Notify>,
    running: Arc<Mutex<bool>>,
    together: usize,
}

impl Default for Journal {
    fn default() -> Self {
        Self::storing_together(TOGETHER)
    }
}

impl Journal {
    /// A journal that stores up to so many replies together.
    pub(super) fn storing_together(together: usize) -> Self {
        Self { asked: Arc::default(), running: Arc::default(), together }
    }
}

impl Engine {
    /// Makes the journal store what is new of a reply now.
    pub(super) fn hurry(&self, live: &RunningReply) {
        live.hurry();
        self.journal.asked.notify_one();
    }

    /// Runs the journal while there are running replies.
    pub(super) fn start_journal(&self) {
        let mut running = self.journal.running.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::mem::replace(&mut *running, true) {
            let engine = self.clone();
            tokio::spawn(async move { engine.keep_journal().await });
        }
    }

    async fn keep_journal(&self) {
        let mut last = Instant::now();
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
            let next = all.iter().map(|live| self.due(live)).min();
            drop(all);
            let wake = next.unwrap_or(last).max(last + PAUSE);
            tokio::select! {
                biased;
                () = self.journal.asked.notified() => {}
                () = sleep_until(wake) => {}
            }
            last = Instant::now();
            let mut entries = self.registry.all();
            if entries.len() > self.journal.together || !entries.iter().any(|live| live.due(PERIOD) <= last) {
                entries.retain(|live| self.due(live) <= last);
            }
            let entries = entries.iter().filter_map(RunningReply::journal_entry).collect();
            self.store_entries(entries).await;
        }
    }

    /// When what is new of a reply should be stored.
    fn due(&self, live: &RunningReply) -> Instant {
        let hurries = self.db.direct().is_none() && live.is_wanted();
        live.due(if hurries { PERIOD_IF_WANTED } else { PERIOD })
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
                self.hurry(live);
                notified.await;
            }
        };
        timeout(STORE_TIMEOUT, stored).await.map_err(|_| sqlx::Error::PoolTimedOut)
    }
}
