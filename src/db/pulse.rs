//! Whether this process can work with its database. `/health` tells it, and a process that says no is restarted.
//!
//! A database that is away is no reason to say no: every replica would be restarted again and again, and none would be
//! there when it comes back. `/ready` tells that. The reason is a process whose own connections have been silent for
//! long while a new one gets an answer, because only a new process has others.

use super::Db;
use super::waits::within;
use sqlx::{ConnectOptions, Connection, Executor};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long the database may be silent. It is longer than all limits of one transaction together.
const SILENT_FOR: Duration = Duration::from_secs(30);
/// How late the next look may be. A look takes 30 s at most. Later than this, the process does not run its tasks.
const LATE: Duration = Duration::from_secs(90);

/// The last signs of life. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pulse(Arc<Signs>);

#[derive(Debug)]
struct Signs {
    start: Instant,
    /// When the database last answered, in milliseconds from the start.
    answered: AtomicU64,
    /// When the last look ended. 0 before the first.
    looked: AtomicU64,
    stuck: AtomicBool,
}

impl Default for Pulse {
    fn default() -> Self {
        Self(Arc::new(Signs {
            start: Instant::now(),
            answered: AtomicU64::default(),
            looked: AtomicU64::default(),
            stuck: AtomicBool::default(),
        }))
    }
}

impl Pulse {
    /// Notes that the database answered, if only with an error.
    pub(super) fn answered(&self) {
        self.0.answered.store(self.now(), Ordering::Relaxed);
    }

    /// Notes a look, and whether a new connection got the answer that the own ones did not.
    fn looked(&self, stuck: bool) {
        self.0.stuck.store(stuck, Ordering::Relaxed);
        self.0.looked.store(self.now().max(1), Ordering::Relaxed);
    }

    fn is_silent(&self) -> bool {
        self.since(&self.0.answered) > SILENT_FOR
    }

    fn is_stuck(&self) -> bool {
        self.0.stuck.load(Ordering::Relaxed)
            || self.0.looked.load(Ordering::Relaxed) > 0 && self.since(&self.0.looked) > LATE
    }

    fn since(&self, sign: &AtomicU64) -> Duration {
        Duration::from_millis(self.now().saturating_sub(sign.load(Ordering::Relaxed)))
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Db {
    /// Looks every few seconds whether the database answers. Never returns.
    pub async fn watch(&self) {
        loop {
            let pulse = self.pulse();
            if self.answers().await {
                pulse.answered();
            }
            let stuck = pulse.is_silent() && self.answers_a_new_connection().await;
            if stuck {
                tracing::error!("the database answers a new connection, and none of this process's own");
            }
            pulse.looked(stuck);
            if let Self::Postgres { pool, .. } = self {
                pool.close_idle();
            }
            sleep(LOOK_EVERY).await;
        }
    }

    /// Whether only a restart helps this process. It asks nothing.
    pub fn is_stuck(&self) -> bool {
        self.pulse().is_stuck()
    }

    fn pulse(&self) -> &Pulse {
        match self {
            Self::Sqlite { pulse, .. } => pulse,
            Self::Postgres { pool, .. } => &pool.pulse,
        }
    }

    async fn answers(&self) -> bool {
        let answer = match self {
            // The writer's connection is the one that all changes need.
            Self::Sqlite { readers, writer, .. } => {
                let (read, write) = tokio::join!(
                    within(SILENT_FOR, sqlx::query("select 1").execute(readers)),
                    within(SILENT_FOR, sqlx::query("select 1").execute(writer))
                );
                read.and(write).map(drop)
            }
            Self::Postgres { .. } => self.ping().await,
        };
        matches!(answer, Ok(()) | Err(sqlx::Error::Database(_)))
    }

    async fn answers_a_new_connection(&self) -> bool {
        let ask = async {
            match self {
                Self::Sqlite { readers, .. } => {
                    let mut connection = readers.connect_options().as_ref().clone().connect().await?;
                    connection.execute("select 1").await?;
                    connection.close().await
                }
                Self::Postgres { pool, .. } => {
                    let mut connection = pool.connect().await?;
                    connection.execute("select 1").await?;
                    connection.close().await
                }
            }
        };
        within(LOOK_EVERY, ask).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    #[tokio::test(start_paused = true)]
    async fn an_outage_is_no_reason_for_a_restart_and_silence_with_new_connections_is() {
        let pulse = Pulse::default();
        assert!(!pulse.is_silent() && !pulse.is_stuck(), "nobody has looked yet");
        advance(SILENT_FOR + LOOK_EVERY).await;
        assert!(pulse.is_silent());
        // A new connection got no answer either.
        pulse.looked(false);
        assert!(!pulse.is_stuck());
        pulse.looked(true);
        assert!(pulse.is_stuck());
        pulse.answered();
        pulse.looked(false);
        assert!(!pulse.is_silent() && !pulse.is_stuck());
        // The tasks of the process do not run.
        advance(LATE + LOOK_EVERY).await;
        assert!(pulse.is_stuck());
    }
}
