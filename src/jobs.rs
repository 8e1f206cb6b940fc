//! Periodic work: pruning, cleaning up, and other work that no request asks for. A feature describes its work as [`Job`]s;
//! one [`Jobs`] runs them all.
//!
//! Most work is for one replica, which needs a lease: a row of the table `jobs`, which says when the work is due and who does
//! it now. Of several replicas one gets the lease. If that one dies, another takes over when the lease ends. Work that takes
//! leases of its own, row by row, runs on every replica: there nobody waits for the lease of a dead one.

mod record;
mod store;

pub use record::JobRecord;

use crate::clock::Clock;
use crate::db::Db;
use crate::random::Random;
use crate::timestamp::Timestamp;
use futures::future::{BoxFuture, join_all};
use record::Record;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a replica may work on a job. Then the work is cancelled and the lease ends.
const LEASE: time::Duration = time::Duration::minutes(5);
/// The longest pause after failed work. A job with a shorter period keeps its period.
const RETRY: Duration = Duration::from_secs(60);
/// The longest pause until a replica looks again whether a job is due: another one may have died while working on it.
const LOOK: Duration = Duration::from_secs(60);
/// How long a job may be overdue before the log says that it is late. A job with a longer period may be overdue by one
/// period.
const LATE: time::Duration = time::Duration::seconds(30);

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Work = dyn Fn() -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync;

/// Work that is done again and again. Cheap to clone.
#[derive(Clone)]
pub struct Job {
    name: &'static str,
    period: Duration,
    place: Place,
    work: Arc<Work>,
}

/// Who does the work of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    OneReplica,
    EveryReplica,
}

impl Job {
    /// Work that one replica does for all of them, every `period`. `name` stands in the database, in metrics and in the
    /// log, so it must never change. The work may be cancelled at any await, and is after five minutes.
    pub fn on_one_replica<F, R, E>(name: &'static str, period: Duration, work: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::new(name, period, Place::OneReplica, work)
    }

    /// Work that every replica does, every `period`. It must bear that others do it at the same time. `name` stands in metrics
    /// and in the log. The work may be cancelled at any await, and is after five minutes.
    pub fn on_every_replica<F, R, E>(name: &'static str, period: Duration, work: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::new(name, period, Place::EveryReplica, work)
    }

    fn new<F, R, E>(name: &'static str, period: Duration, place: Place, work: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let work = Arc::new(move || -> BoxFuture<'static, Result<(), BoxError>> {
            let running = work();
            Box::pin(async move { running.await.map_err(Into::into) })
        });
        Self { name, period, place, work }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("name", &self.name).field("period", &self.period).finish_non_exhaustive()
    }
}

/// Runs jobs when they are due. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Jobs {
    db: Db,
    clock: Clock,
    /// Tells this replica from others.
    holder: Arc<str>,
    started_at: Timestamp,
    entries: Arc<[Entry]>,
}

#[derive(Debug)]
struct Entry {
    job: Job,
    record: Record,
}

impl Jobs {
    /// Runs `jobs`, with their leases in `db`.
    pub fn new(db: Db, clock: Clock, random: &Random, jobs: Vec<Job>) -> Self {
        let started_at = clock.now();
        let entry = |job| Entry { job, record: Record::new(started_at.clone()) };
        let entries = jobs.into_iter().map(entry).collect();
        Self { db, clock, holder: random.alphanumeric(16).into(), started_at, entries }
    }

    /// Runs each job whenever it is due. Jobs do not wait for each other. Never returns.
    pub async fn run(&self) {
        join_all(self.entries.iter().map(|entry| async move {
            loop {
                let pause = self.run_if_due(entry).await;
                tokio::time::sleep(pause).await;
            }
        }))
        .await;
    }

    /// Runs each job that is due now, once.
    pub async fn run_due(&self) {
        join_all(self.entries.iter().map(|entry| self.run_if_due(entry))).await;
    }

    /// What each job did on this replica, by its name.
    pub fn records(&self) -> impl Iterator<Item = (&'static str, JobRecord)> {
        self.entries.iter().map(|entry| (entry.job.name, entry.record.get()))
    }

    /// Runs a job if it is due. How long to wait before looking again.
    async fn run_if_due(&self, entry: &Entry) -> Duration {
        let name = entry.job.name;
        if entry.job.place == Place::EveryReplica {
            let (due_at, now) = (entry.record.due_at(), self.clock.now());
            return if due_at > now { until(&due_at, &now).min(LOOK) } else { self.work(entry).await };
        }
        let found = store::place(&self.db, name).await;
        let looked_at = self.clock.now();
        let outcome = match found {
            Ok(Some(place)) if place.free_at() > &looked_at => {
                return until(place.free_at(), &looked_at).min(LOOK);
            }
            Ok(_) => self.run_leased(entry).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(pause) => pause.min(LOOK),
            Err(error) => {
                tracing::warn!(job = name, %error, "the database did not answer for periodic work");
                entry.job.period.min(RETRY)
            }
        }
    }

    /// Takes the lease, works, and gives the lease back. How long it is until the job is due again.
    async fn run_leased(&self, entry: &Entry) -> sqlx::Result<Duration> {
        let (name, now) = (entry.job.name, self.clock.now());
        let Some(due_at) = store::take(&self.db, name, &self.holder, &now, &now.plus(LEASE)).await? else {
            // Another replica was first.
            return Ok(entry.job.period);
        };
        self.warn_if_late(&entry.job, &due_at, &now);
        let pause = self.work(entry).await;
        store::give_back(&self.db, name, &self.holder, &entry.record.due_at()).await?;
        Ok(pause)
    }

    /// Works and notes how it went. How long it is until the job is due again.
    async fn work(&self, entry: &Entry) -> Duration {
        let Job { name, period, .. } = entry.job;
        let (began_at, began) = (self.clock.now(), Instant::now());
        let outcome = tokio::time::timeout(LEASE.unsigned_abs(), (entry.job.work)()).await;
        let duration = began.elapsed();
        let outcome = outcome.unwrap_or_else(|_| Err(format!("took longer than {LEASE}").into()));
        let pause = match outcome {
            Ok(()) => {
                tracing::debug!(job = name, ?duration, "periodic work done");
                period
            }
            Err(ref error) => {
                tracing::warn!(job = name, ?duration, %error, "periodic work failed");
                period.min(RETRY)
            }
        };
        entry.record.note(outcome.is_ok(), began_at.plus(seconds(pause)), self.clock.now(), duration);
        pause.saturating_sub(duration)
    }

    /// Says in the log that a job is late. A server that was off is not late.
    fn warn_if_late(&self, job: &Job, due_at: &Timestamp, now: &Timestamp) {
        let allowed = LATE.max(seconds(job.period));
        if due_at.max(&self.started_at).plus(allowed) < *now {
            tracing::warn!(job = job.name, %due_at, "periodic work is late");
        }
    }
}

fn until(moment: &Timestamp, now: &Timestamp) -> Duration {
    // A moment to come is rounded up, so that nobody looks too early.
    Duration::from_millis(
        moment.unix_milliseconds().saturating_sub(now.unix_milliseconds()).unsigned_abs() + 1,
    )
}

fn seconds(duration: Duration) -> time::Duration {
    time::Duration::try_from(duration).unwrap_or(time::Duration::MAX)
}
