//! The database as one person sees it.

use super::transaction::{Inner, Transaction};
use super::{Db, Isolation};
use crate::id::UserId;

/// A transaction in the name of one person, and the only way to their tasks, conversations and messages: every
/// store function for these tables takes one, so a query without its owner does not compile.
///
/// On PostgreSQL the transaction runs under a role that row-level security binds to this person's rows; a
/// statement that forgot its `where` would still touch no foreign row.
#[derive(Debug)]
pub struct Scope {
    user: UserId,
    transaction: Transaction,
}

impl Scope {
    /// Whose data this is.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// Whether this is PostgreSQL, where others write at the same time.
    pub fn is_postgres(&self) -> bool {
        self.transaction.is_postgres()
    }

    pub(crate) fn inner(&mut self) -> &mut Inner {
        self.transaction.inner()
    }

    /// Makes everything done in it lasting.
    ///
    /// # Errors
    /// If the database could not; then nothing of it happened.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.transaction.commit().await
    }

    async fn enter(db: &Db, user: &UserId, mut transaction: Transaction) -> sqlx::Result<Self> {
        if let (Db::Postgres { isolation, .. }, Inner::Postgres(inner)) = (db, transaction.inner()) {
            // One round trip; both settings end with the transaction.
            let enter = match isolation {
                Isolation::Enforced => {
                    "select set_config('role', 'docket_app', true), set_config('docket.user_id', $1, true)"
                }
                Isolation::Missing(_) => "select set_config('docket.user_id', $1, true)",
            };
            sqlx::query(enter).bind(user).execute(&mut **inner).await?;
        }
        Ok(Self { user: user.clone(), transaction })
    }
}

impl Db {
    /// The database as `user` sees it, to read.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn read_as(&self, user: &UserId) -> sqlx::Result<Scope> {
        Scope::enter(self, user, self.read().await?).await
    }

    /// The database as `user` sees it, to write.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn write_as(&self, user: &UserId) -> sqlx::Result<Scope> {
        Scope::enter(self, user, self.write().await?).await
    }
}
