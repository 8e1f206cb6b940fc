//! Statements of PostgreSQL that are a transaction of their own, such as the functions that act in the name of one person.

use super::transaction::Inner;
use super::{CommitError, Db, Isolation};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::QueryAs;
use sqlx::{FromRow, Postgres};

impl Db {
    /// Whether transactions in the name of a person take the role to which row-level security applies.
    pub(crate) fn takes_role(&self) -> bool {
        matches!(self, Self::Postgres { isolation: Isolation::Enforced, .. })
    }

    /// Runs one statement, in one round trip. A function that acts in the name of a person makes the transaction that
    /// person's itself, as a [`Scope`](super::Scope) does: its first arguments are the person and [`Db::takes_role`].
    ///
    /// The arguments of a function must have exactly the types of its parameters. No function of somebody else in the same
    /// schema can then fit the call better.
    pub(crate) async fn call<T>(&self, call: QueryAs<'_, Postgres, T, PgArguments>) -> sqlx::Result<Vec<T>>
    where
        T: for<'row> FromRow<'row, PgRow> + Send + Unpin,
    {
        let mut transaction = self.autocommit().await?;
        match transaction.inner() {
            Inner::Postgres(loan) => {
                let (connection, limit) = loan.statement()?;
                let answer = limit.hold(Box::pin(call.fetch_all(connection))).await;
                // The statement commits, so a lost answer leaves open whether it did.
                answer.map_err(|error| CommitError::judge(error).into())
            }
            Inner::Sqlite(_) => Err(sqlx::Error::Configuration("SQLite has no such functions".into())),
        }
    }
}
