//! The use of one connection to PostgreSQL. Each statement has a limit of time, and no connection goes to its next user
//! in the middle of something.

use super::connections::{Connections, Factory, Wire};
use super::waits::{silent, within};
use crate::error::Unsure;
use deadpool::managed::Object;
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use tokio::runtime::Handle;
use tokio::time::timeout;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// A connection in use. When it is dropped, its transaction is rolled back. A connection whose last statement was
/// cancelled, timed out or failed in the network is closed, and PostgreSQL then rolls back.
pub struct Loan {
    wire: Option<Object<Factory>>,
    state: State,
    connections: Connections,
    token: Option<TaskTrackerToken>,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// A statement has begun and has not ended well enough for the connection to be used again.
    unsettled: bool,
    /// A transaction is open.
    open: bool,
    /// A statement of the transaction failed, so PostgreSQL will undo it even at COMMIT.
    failed: bool,
}

/// Why a commit did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// None of the changes has happened.
    #[error("the changes were not made: {0}")]
    Failed(sqlx::Error),
    /// The answer was lost. Either all of the changes have happened or none. On PostgreSQL the COMMIT may even be on its
    /// way for as long as [`Waits::idle`](super::Waits::idle).
    #[error("it is not known whether the changes were made: {0}")]
    Unknown(sqlx::Error),
}

impl From<CommitError> for sqlx::Error {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Failed(error) => error,
            CommitError::Unknown(error) => Unsure::mark(error),
        }
    }
}

impl CommitError {
    /// Judges the answer to a COMMIT, or to a statement that stands alone and changes something. Only the database itself
    /// can say that nothing has happened.
    pub(crate) fn judge(error: sqlx::Error) -> Self {
        if breaks(&error) { Self::Unknown(error) } else { Self::Failed(error) }
    }
}

impl Loan {
    pub(super) fn new(wire: Object<Factory>, connections: Connections, token: TaskTrackerToken) -> Self {
        Self { wire: Some(wire), state: State::default(), connections, token: Some(token) }
    }

    /// The connection for one statement, and the limit under which it must run.
    pub(crate) fn statement(&mut self) -> sqlx::Result<(&mut PgConnection, Limit<'_>)> {
        match &mut self.wire {
            Some(wire) if !self.state.unsettled => {
                self.state.unsettled = true;
                let limit = Limit { state: &mut self.state, connections: &self.connections };
                Ok((&mut wire.connection, limit))
            }
            // A statement before was cut off.
            _ => Err(silent()),
        }
    }

    /// Begins a transaction. `sql` begins with BEGIN and may go on.
    pub(super) async fn begin(&mut self, sql: String) -> sqlx::Result<()> {
        self.state.open = true;
        let (connection, limit) = self.statement()?;
        let work = async { connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop) };
        limit.hold(Box::pin(work)).await
    }

    /// Commits the transaction, if one is open.
    pub(super) async fn commit(mut self) -> Result<(), CommitError> {
        if !self.state.open {
            return Ok(());
        }
        if self.state.failed {
            let why = "a statement of the transaction had failed".to_owned();
            return Err(CommitError::Failed(sqlx::Error::Protocol(why)));
        }
        let (connection, limit) = self.statement().map_err(CommitError::Failed)?;
        let work = async { connection.execute("commit").await.map(drop) };
        let answer = limit.hold(Box::pin(work)).await;
        // PostgreSQL ends a transaction that it cannot commit.
        self.state.open = false;
        answer.map_err(CommitError::judge)
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let Some(mut wire) = self.wire.take() else { return };
        let State { unsettled, open, .. } = self.state;
        if unsettled {
            drop(Object::take(wire));
        } else if open {
            let (limit, token) = (self.connections.waits().answer, self.token.take());
            match Handle::try_current() {
                Ok(runtime) => {
                    let connections = self.connections.clone();
                    drop(runtime.spawn(async move {
                        let rollback = wire.connection.execute("rollback");
                        match timeout(limit, rollback).await {
                            Ok(Ok(_)) => give_back(wire),
                            Ok(Err(_)) | Err(_) => {
                                connections.suspect_idle();
                                drop(Object::take(wire));
                            }
                        }
                        drop(token);
                    }));
                }
                // The program ends.
                Err(_) => drop(Object::take(wire)),
            }
        } else {
            give_back(wire);
        }
    }
}

fn give_back(mut wire: Object<Factory>) {
    Wire::note_use(&mut wire);
}

impl std::fmt::Debug for Loan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Loan").field("state", &self.state).finish_non_exhaustive()
    }
}

/// The limit of one statement.
pub(crate) struct Limit<'a> {
    state: &'a mut State,
    connections: &'a Connections,
}

impl Limit<'_> {
    /// Runs the statement. If it is dropped before its end, the loan will close the connection.
    pub(crate) async fn hold<T>(self, work: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
        let answer = within(self.connections.waits().answer, work).await;
        match &answer {
            Err(error) if breaks(error) => self.connections.suspect_idle(),
            answered => {
                self.state.unsettled = false;
                self.state.failed |= matches!(answered, Err(sqlx::Error::Database(_)));
                self.connections.pulse.answered();
            }
        }
        answer
    }
}

/// Whether a connection is of no use after this error.
fn breaks(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
            true
        }
        // The server ends the connection: it stops, or an administrator ended this one.
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| code.starts_with("57P") || code.starts_with("08"))
                || error.code().as_deref() == Some("25P03")
        }
        _ => false,
    }
}
