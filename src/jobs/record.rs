//! What a job did on this replica.

use crate::timestamp::Timestamp;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a job did on this replica since it started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobRecord {
    /// How many runs succeeded.
    pub succeeded: u64,
    /// How many runs failed.
    pub failed: u64,
    /// When a run last succeeded.
    pub last_success: Option<Timestamp>,
    /// How long the last run took.
    pub last_duration: Duration,
}

/// A record that runs add to, and when the job is due again.
#[derive(Debug)]
pub(super) struct Record(Mutex<(JobRecord, Timestamp)>);

impl Record {
    /// An empty record of a job that is due at `due_at`.
    pub(super) fn new(due_at: Timestamp) -> Self {
        Self(Mutex::new((JobRecord::default(), due_at)))
    }

    pub(super) fn get(&self) -> JobRecord {
        self.lock().0.clone()
    }

    pub(super) fn due_at(&self) -> Timestamp {
        self.lock().1.clone()
    }

    /// Adds a run that ended at `ended_at`.
    pub(super) fn note(&self, succeeded: bool, due_at: Timestamp, ended_at: Timestamp, duration: Duration) {
        let (record, due) = &mut *self.lock();
        *due = due_at;
        record.last_duration = duration;
        if succeeded {
            record.succeeded += 1;
            record.last_success = Some(ended_at);
        } else {
            record.failed += 1;
        }
    }

    fn lock(&self) -> MutexGuard<'_, (JobRecord, Timestamp)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
