//! Transactions on either database. Dropping one without [`Transaction::commit`] undoes it.

use super::Db;
use sqlx::{PgPool, Postgres, Sqlite};

/// A transaction that belongs to no person: for accounts, sessions and maintenance.
#[derive(Debug)]
pub struct Transaction(Inner);

/// The transaction of one of the engines. `with_connection!` matches on it.
#[derive(Debug)]
pub enum Inner {
    /// On SQLite.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(sqlx::Transaction<'static, Postgres>),
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
    /// If the database could not commit. Then none of the changes has happened.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self.0 {
            Inner::Sqlite(inner) => inner.commit().await,
            Inner::Postgres(inner) => uncancelled(inner.commit()).await,
        }
    }
}

impl Db {
    /// A transaction that only reads.
    pub async fn read(&self) -> sqlx::Result<Transaction> {
        Ok(Transaction(match self {
            Self::Sqlite { readers, .. } => Inner::Sqlite(readers.begin().await?),
            Self::Postgres { pool, .. } => Inner::Postgres(begin(pool).await?),
        }))
    }

    /// A transaction that may write. On SQLite it takes the write lock at its start. If it read first, a later write
    /// could fail.
    pub async fn write(&self) -> sqlx::Result<Transaction> {
        Ok(Transaction(match self {
            Self::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("begin immediate").await?),
            Self::Postgres { pool, .. } => Inner::Postgres(begin(pool).await?),
        }))
    }
}

async fn begin(pool: &PgPool) -> sqlx::Result<sqlx::Transaction<'static, Postgres>> {
    let pool = pool.clone();
    uncancelled(async move { pool.begin().await }).await
}

/// Runs the work in a task of its own, which cannot be cancelled half-way. Requests are dropped when their client goes
/// away. sqlx 0.9.0 then gives a connection with an open transaction to its next user
/// (github.com/transact-rs/sqlx/issues/4393), or rolls back what has been committed, of which PostgreSQL warns.
async fn uncancelled<T: Send + 'static>(
    work: impl Future<Output = sqlx::Result<T>> + Send + 'static,
) -> sqlx::Result<T> {
    tokio::spawn(work).await.map_err(|_| sqlx::Error::WorkerCrashed)?
}
