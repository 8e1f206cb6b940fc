//! The database: SQLite (the default) or PostgreSQL, behind one type. SQL is written once for both; `with_connection!`
//! runs it on the one that is there. Only `store` modules and this one hold SQL.
//!
//! Only a [`Scope`] leads to a person's tasks, conversations and messages.

mod alone;
mod bus;
mod carrier;
mod connect;
mod connections;
mod group_commit;
mod listen;
mod loan;
mod look_ups;
mod migrate;
mod nats;
mod news;
mod probe;
mod pulse;
mod scope;
mod takeover;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod transaction;
mod waits;

pub use bus::{Bus, Word, Words};
pub use connect::{ConnectError, database_file};
pub use connections::Connections;
pub use group_commit::GroupCommit;
pub use listen::Listener;
pub use loan::{CommitError, Loan};
pub use look_ups::LookUps;
pub use migrate::{MigrateError, MigrationPlan};
pub use nats::{Nats, NatsLogin, NatsSettings, Texts};
pub use news::{News, Newsroom, Topic};
pub use probe::{ISOLATED, Isolation};
pub use pulse::Pulse;
pub use scope::Scope;
pub use takeover::MigrationOptions;
pub use transaction::Transaction;
pub use waits::Waits;

use sqlx::SqlitePool;

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file, in this process.
    Sqlite {
        /// Many connections that can only read.
        readers: SqlitePool,
        /// The one connection that writes. SQLite allows one writer, and waiting in line here is better than
        /// `SQLITE_BUSY`.
        writer: SqlitePool,
        /// Another connection that writes, for the changes of many people at once. Only one of the two writes at a time.
        commits: GroupCommit,
        /// Connections for what is looked up at once.
        look_ups: LookUps,
        /// Whether it answers.
        pulse: Pulse,
        /// Who wants to know of changes.
        news: Newsroom,
        /// What the parts of this process tell each other.
        bus: Bus,
    },
    /// A PostgreSQL server, shared by any number of replicas.
    Postgres {
        /// The connections.
        pool: Connections,
        /// Whether a person's transactions can take the role that row-level security applies to.
        isolation: Isolation,
        /// Who wants to know of changes, in this process.
        news: Newsroom,
        /// What the processes tell each other.
        bus: Bus,
    },
}

/// Runs one expression on either database. In each arm `$connection` becomes a `&mut` connection of the right type, so
/// types stay native and the statement is written once. The expression gives an `sqlx::Result`, within the limits of
/// [`Waits`].
macro_rules! with_connection {
    ($transaction:expr, $connection:ident => $body:expr) => {
        match $transaction.inner() {
            $crate::db::transaction::Inner::Sqlite(inner) => {
                let $connection = &mut **inner;
                $body
            }
            $crate::db::transaction::Inner::Postgres(inner) => match inner.statement() {
                Ok((connection, limit)) => {
                    // In a box, because the futures of requests hold those of their statements, and grow with them.
                    let work = Box::pin(async {
                        let $connection = connection;
                        $body
                    });
                    limit.hold(work).await
                }
                Err(error) => Err(error),
            },
        }
    };
}
pub(crate) use with_connection;

impl Db {
    /// `SQLite` or `PostgreSQL`.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        }
    }

    /// Whether several processes may use the database at the same time.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// Checks that the database answers.
    pub async fn ping(&self) -> sqlx::Result<()> {
        let mut alone = self.autocommit().await?;
        with_connection!(alone, connection => sqlx::query("select 1").execute(connection).await.map(drop))
    }

    /// Empties the log of SQLite. It holds the last changes as they were written, and so text that was deleted since.
    /// Nothing happens while somebody reads an older state. PostgreSQL takes care of this itself.
    pub async fn empty_log(&self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query("pragma wal_checkpoint(truncate)").execute(writer).await.map(drop)
            }
            Self::Postgres { .. } => Ok(()),
        }
    }

    /// Finishes what is under way and closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer, commits, look_ups, .. } => {
                commits.close();
                look_ups.close();
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}
