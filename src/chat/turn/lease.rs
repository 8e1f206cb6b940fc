//! The lease of this process: the name under which it writes replies, and the sign that it lives.
//!
//! Nobody looks at a clock. A process that writes replies counts its lease's beats up every few seconds, and looks at those
//! of the others. One whose count has stood still at several looks in a row is dead, and its lease is taken away. So
//! clocks that differ, step or stand still end no reply, and neither does a database that was away: nobody looked
//! meanwhile.

use super::Engine;
use super::turn_store::TurnStore;
use crate::chat::store::leases::{Beat, LeaseId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How often a process shows that it lives, and looks at the others.
pub(crate) const BEAT: Duration = Duration::from_millis(2500);
/// How long a beat may take.
const BEAT_LIMIT: Duration = Duration::from_secs(4);
/// At how many looks in a row a count must stand still. Its process then showed nothing for 10 s, and its replies are known
/// to be dead within 12.5 s.
const MISSED_BEATS: u32 = 4;

/// A lease that this process has, or has lost. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    pub(crate) id: LeaseId,
    lost: CancellationToken,
}

impl Lease {
    /// Resolves when another process has taken the lease away.
    pub(crate) async fn lost(&self) {
        self.lost.cancelled().await;
    }
}

/// This process's lease, and what it has seen of the others'. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leases {
    /// Held while a lease is taken.
    own: Arc<tokio::sync::Mutex<Option<Lease>>>,
    seen: Arc<Mutex<HashMap<LeaseId, (i64, u32)>>>,
}

impl Leases {
    /// This process's lease. It takes one if it has none.
    pub(crate) async fn hold(&self, db: &dyn TurnStore) -> sqlx::Result<Lease> {
        let mut own = self.own.lock().await;
        if let Some(lease) = own.as_ref() {
            return Ok(lease.clone());
        }
        let id = db.take_lease().await?;
        Ok(own.insert(Lease { id, lost: CancellationToken::new() }).clone())
    }

    /// The lease that this process has, if it has one.
    pub(super) async fn current(&self) -> Option<Lease> {
        self.own.lock().await.clone()
    }

    /// Gives the lease up. Its replies belong to nobody.
    async fn lose(&self, lease: &Lease) {
        lease.lost.cancel();
        self.own.lock().await.take_if(|own| own.id == lease.id);
    }

    /// Notes the beats of the others, and returns those that have stood still for long.
    fn look(&self, own: Option<&LeaseId>, beats: Vec<Beat>) -> Vec<Beat> {
        let mut seen = self.seen();
        let mut now = HashMap::new();
        let mut dead = Vec::new();
        for beat in beats.into_iter().filter(|beat| Some(&beat.id) != own) {
            let still = match seen.get(&beat.id) {
                Some((beats, still)) if *beats == beat.beats => still + 1,
                _ => 0,
            };
            now.insert(beat.id.clone(), (beat.beats, still));
            if still >= MISSED_BEATS {
                dead.push(beat);
            }
        }
        *seen = now;
        dead
    }

    /// Forgets how long counts have stood still: nobody could look meanwhile.
    fn forget(&self) {
        self.seen().clear();
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<LeaseId, (i64, u32)>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Shows that this process lives, and takes the leases of dead ones away. Returns whether there were any.
    pub(super) async fn beat(&self) -> sqlx::Result<bool> {
        let own = self.leases.current().await;
        // A beat that hangs is made again while the others still wait for it.
        let beat = timeout(BEAT_LIMIT, self.beat_once(own.as_ref())).await;
        let outcome = beat.unwrap_or(Err(sqlx::Error::PoolTimedOut));
        if outcome.is_err() {
            self.leases.forget();
        }
        outcome
    }

    async fn beat_once(&self, own: Option<&Lease>) -> sqlx::Result<bool> {
        let (holds, all) = self.db.beat(own.map(|lease| lease.id.clone())).await?;
        if let Some(lease) = own.filter(|_| !holds) {
            tracing::warn!("this process showed no sign of life for long, and was taken for dead");
            self.leases.lose(lease).await;
        }
        let dead = self.leases.look(own.map(|lease| &lease.id), all);
        if !dead.is_empty() {
            self.db.expire(dead.clone()).await?;
            tracing::warn!(processes = dead.len(), "processes that wrote replies died");
            // They may have died before they told of a change.
            self.db.lost_news();
        }
        Ok(!dead.is_empty())
    }

    /// Takes the leases of all others away. Only a process that knows that it is the only one may do so.
    pub(super) async fn end_other_leases(&self) -> sqlx::Result<()> {
        let own = self.leases.hold(&*self.db).await?;
        self.db.end_other_leases(own.id).await
    }

    /// Gives the lease back. Nothing is written under it any more.
    pub(super) async fn give_lease_back(&self) {
        let Some(lease) = self.leases.current().await else { return };
        self.leases.lose(&lease).await;
        if let Err(error) = self.db.give_lease_back(lease.id).await {
            tracing::debug!(%error, "could not give the lease back; the others will find that it has ended");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beats(counts: &[(&str, i64)]) -> Vec<Beat> {
        counts.iter().map(|(id, beats)| Beat { id: LeaseId::new((*id).into()), beats: *beats }).collect()
    }

    #[test]
    fn only_a_count_that_stands_still_is_dead() {
        let (leases, me) = (Leases::default(), LeaseId::new("me".into()));
        for look in 0..i64::from(MISSED_BEATS) {
            let dead =
                leases.look(Some(&me), beats(&[("me", 7), ("alive", look), ("dead", 3), ("slow", look / 3)]));
            assert_eq!(dead, []);
        }
        let dead = leases.look(Some(&me), beats(&[("me", 7), ("alive", 9), ("dead", 3), ("slow", 9)]));
        assert_eq!(dead, beats(&[("dead", 3)]));
    }

    #[test]
    fn after_an_outage_nobody_is_dead_at_once() {
        let leases = Leases::default();
        (0..MISSED_BEATS).for_each(|_| drop(leases.look(None, beats(&[("other", 1)]))));
        leases.forget();
        assert_eq!(leases.look(None, beats(&[("other", 1)])), []);
    }
}
