//! How long Docket waits for the database. No wait is without a limit.

use std::time::Duration;

/// The limits of the waits. Each one is there so that a request ends with an error while its client still waits, and so
/// that a connection that a network swallowed is free again within half a minute.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// For a connection: the queue for a free one, the test of an idle one and the making of a new one together.
    pub acquire: Duration,
    /// For a new connection to PostgreSQL. It takes milliseconds, and some hundred of them through a slow name server.
    pub connect: Duration,
    /// For a connection that was idle to say that it lives. That is one round trip.
    pub test: Duration,
    /// For one statement, by PostgreSQL's own clock, with its waits for locks. Every statement of a page takes
    /// milliseconds. PostgreSQL then ends the statement with an error, and the connection stays of use.
    pub statement: Duration,
    /// For the answer to one statement. It is longer than `statement`, so it ends only when the network or the server is
    /// silent. The connection is then closed.
    pub answer: Duration,
    /// How long PostgreSQL lets a transaction wait for its next statement. It is longer than `answer`, so it ends only
    /// those of a client that is gone. Their locks would stop other people's work.
    pub idle: Duration,
    /// How long a channel of notifications may be quiet before its connection is tested. Notifications may come seldom,
    /// and a network that swallows them looks the same.
    pub quiet: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            acquire: Duration::from_secs(10),
            connect: Duration::from_secs(5),
            test: Duration::from_secs(2),
            statement: Duration::from_secs(10),
            answer: Duration::from_secs(12),
            idle: Duration::from_secs(15),
            quiet: Duration::from_secs(5),
        }
    }
}

impl Waits {
    /// The limits of a migration. It may rewrite a large table, and waits for another one that runs.
    pub(super) fn of_migration(self) -> Self {
        Self { statement: MIGRATION, answer: MIGRATION, idle: MIGRATION, ..self }
    }
}

/// For a whole migration.
const MIGRATION: Duration = Duration::from_secs(60 * 60);

/// Gives `work` a limit. The error after it is one of the network.
pub(super) async fn within<T>(
    limit: Duration,
    work: impl Future<Output = sqlx::Result<T>>,
) -> sqlx::Result<T> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(silent()))
}

/// The error of a database that did not answer in time.
pub(super) fn silent() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, "the database did not answer in time"))
}
