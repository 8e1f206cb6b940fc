//! Transactions on either database. Dropping one without [`Transaction::commit`] undoes it.

use super::Db;
use super::connections::Connections;
use super::loan::{CommitError, Loan};
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqliteConnection};
use std::ops::{Deref, DerefMut};
use tokio::sync::OwnedMutexGuard;

/// A transaction that belongs to no person: for accounts, sessions and maintenance.
#[derive(Debug)]
pub struct Transaction(Inner);

/// The transaction of one of the engines. `with_connection!` matches on it.
#[derive(Debug)]
pub enum Inner {
    /// On SQLite.
    Sqlite(SqliteLoan),
    /// On PostgreSQL.
    Postgres(Loan),
}

/// A connection to SQLite in use.
#[derive(Debug)]
pub enum SqliteLoan {
    /// With a transaction that only reads.
    Open(sqlx::Transaction<'static, Sqlite>),
    /// With a transaction that may write. Nobody else writes until it ends.
    Writing {
        /// The transaction.
        transaction: sqlx::Transaction<'static, Sqlite>,
        /// The right to write.
        _turn: OwnedMutexGuard<()>,
    },
    /// Each statement is a transaction.
    Alone(PoolConnection<Sqlite>),
}

impl Deref for SqliteLoan {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match self {
            Self::Open(transaction) | Self::Writing { transaction, .. } => transaction,
            Self::Alone(connection) => connection,
        }
    }
}

impl DerefMut for SqliteLoan {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Open(transaction) | Self::Writing { transaction, .. } => transaction,
            Self::Alone(connection) => connection,
        }
    }
}

impl Transaction {
    pub(crate) fn inner(&mut self) -> &mut Inner {
        &mut self.0
    }

    /// Whether this is PostgreSQL, where other transactions write at the same time.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0, Inner::Postgres(_))
    }

    /// Makes all changes of the transaction permanent.
    ///
    /// # Errors
    /// If the database could not commit, or its answer was lost. [`Self::conclude`] tells the one from the other.
    pub async fn commit(self) -> sqlx::Result<()> {
        Ok(self.conclude().await?)
    }

    /// Makes all changes of the transaction permanent, and tells exactly why not.
    ///
    /// # Errors
    /// [`CommitError::Failed`] if none of the changes has happened, [`CommitError::Unknown`] if nobody knows.
    pub async fn conclude(self) -> Result<(), CommitError> {
        match self.0 {
            Inner::Sqlite(SqliteLoan::Open(inner) | SqliteLoan::Writing { transaction: inner, .. }) => {
                inner.commit().await.map_err(CommitError::judge)
            }
            Inner::Sqlite(SqliteLoan::Alone(_)) => Ok(()),
            Inner::Postgres(inner) => inner.commit().await,
        }
    }
}

impl Db {
    /// A transaction that only reads.
    pub async fn read(&self) -> sqlx::Result<Transaction> {
        self.read_with(None).await
    }

    /// A transaction that may write. On SQLite it takes the write lock at its start. If it read first, a later write
    /// could fail.
    pub async fn write(&self) -> sqlx::Result<Transaction> {
        self.write_with(None).await
    }

    /// For a statement that stands alone: each statement is a transaction, without the round trips for its beginning and
    /// end. On SQLite it can only read.
    pub async fn autocommit(&self) -> sqlx::Result<Transaction> {
        Ok(Transaction(match self {
            Self::Sqlite { readers, .. } => Inner::Sqlite(SqliteLoan::Alone(readers.acquire().await?)),
            Self::Postgres { pool, .. } => Inner::Postgres(pool.acquire().await?),
        }))
    }

    /// Like [`Self::read`]. On PostgreSQL the statement `first` begins the transaction, in the same round trip.
    pub(super) async fn read_with(&self, first: Option<String>) -> sqlx::Result<Transaction> {
        Ok(Transaction(match self {
            Self::Sqlite { readers, .. } => Inner::Sqlite(SqliteLoan::Open(readers.begin().await?)),
            Self::Postgres { pool, .. } => begin(pool, first).await?,
        }))
    }

    /// Like [`Self::write`], as [`Self::read_with`] is like [`Self::read`].
    pub(super) async fn write_with(&self, first: Option<String>) -> sqlx::Result<Transaction> {
        Ok(Transaction(match self {
            Self::Sqlite { writer, commits, .. } => {
                let turn = commits.turn().await;
                let transaction = writer.begin_with("begin immediate").await?;
                Inner::Sqlite(SqliteLoan::Writing { transaction, _turn: turn })
            }
            Self::Postgres { pool, .. } => begin(pool, first).await?,
        }))
    }
}

async fn begin(pool: &Connections, first: Option<String>) -> sqlx::Result<Inner> {
    let mut loan = pool.acquire().await?;
    let sql = first.map_or_else(|| "begin".to_owned(), |first| ["begin; ", &first].concat());
    loan.begin(sql).await?;
    Ok(Inner::Postgres(loan))
}
