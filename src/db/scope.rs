//! The database as one person sees it.

use super::transaction::{Inner, Transaction};
use super::{Bus, Db, Isolation, Newsroom, Topic, news};
use crate::id::UserId;

/// Makes a transaction of PostgreSQL a person's, in one round trip. All three settings end with the transaction. The
/// tables stay those of the role that logged in: "$user" in a search_path would mean another schema after the change of
/// role.
pub(super) const ENTER: &str = "select set_config('search_path', quote_ident(current_schema()), true),
        set_config('role', 'docket_app', true), set_config('docket.user_id', $1, true)";

/// A transaction in the name of one person, and the only way to their tasks, conversations and messages. Every store
/// function for these tables takes a scope, so a query without its owner does not compile.
///
/// On PostgreSQL the transaction has a role that row-level security limits to this person's rows. A statement that
/// forgot its `where` would still touch no other person's row.
#[derive(Debug)]
pub struct Scope {
    user: UserId,
    transaction: Transaction,
    /// What the transaction changed so far.
    topics: Vec<Topic>,
    newsroom: Newsroom,
    /// The other processes, if there can be some.
    others: Option<Bus>,
}

impl Scope {
    /// The person whose data this is.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// Whether this is PostgreSQL, where other transactions write at the same time.
    pub fn is_postgres(&self) -> bool {
        self.transaction.is_postgres()
    }

    pub(crate) fn inner(&mut self) -> &mut Inner {
        self.transaction.inner()
    }

    /// Notes what a statement changed, for the [`News`](super::News) of the person.
    pub(crate) fn changed(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    /// Makes all changes of the scope permanent, and tells the news.
    ///
    /// # Errors
    /// If the database could not commit. Then none of the changes has happened.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.transaction.commit().await?;
        for topic in self.topics {
            self.newsroom.tell(&self.user, topic);
            if let Some((bus, word)) = self.others.as_ref().zip(news::word(topic, &self.user)) {
                bus.tell_others(&word);
            }
        }
        Ok(())
    }

    async fn enter(db: &Db, user: &UserId, mut transaction: Transaction) -> sqlx::Result<Self> {
        if let (Db::Postgres { isolation, .. }, Inner::Postgres(inner)) = (db, transaction.inner()) {
            let enter = match isolation {
                Isolation::Enforced => ENTER,
                Isolation::Missing(_) => "select set_config('docket.user_id', $1, true)",
            };
            sqlx::query(enter).bind(user).execute(&mut **inner).await?;
        }
        let (newsroom, others) = match db {
            Db::Sqlite { news, .. } => (news.clone(), None),
            Db::Postgres { news, bus, .. } => (news.clone(), Some(bus.clone())),
        };
        Ok(Self { user: user.clone(), transaction, topics: Vec::new(), newsroom, others })
    }
}

impl Db {
    /// Opens the database for reading, in the name of `user`.
    pub async fn read_as(&self, user: &UserId) -> sqlx::Result<Scope> {
        Scope::enter(self, user, self.read().await?).await
    }

    /// Opens the database for writing, in the name of `user`.
    pub async fn write_as(&self, user: &UserId) -> sqlx::Result<Scope> {
        Scope::enter(self, user, self.write().await?).await
    }
}
