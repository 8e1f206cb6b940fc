//! The database as one person sees it.

use super::transaction::{Inner, Transaction};
use super::{Bus, CommitError, Db, Newsroom, Topic, news, with_connection};
use crate::id::UserId;
use sqlx::AssertSqlSafe;

/// Makes a transaction of PostgreSQL a person's, in one round trip. All three settings end with the transaction. The
/// tables stay those of the role that logged in: "$user" in a search_path would mean another schema after the change of
/// role.
pub(super) const ENTER: &str = "select set_config('search_path', quote_ident(current_schema()), true),
        set_config('role', 'docket_app', true), set_config('docket.user_id', $1, true)";

/// For a transaction that only reads: each query is planned for this person. One who has a third of all tasks needs other plans
/// than one of ten thousand people who have a few.
const PLAN_FOR_PERSON: &str = ", set_config('plan_cache_mode', 'force_custom_plan', true)";

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
    /// If the database could not commit, or its answer was lost. [`Self::conclude`] tells the one from the other.
    pub async fn commit(self) -> sqlx::Result<()> {
        Ok(self.conclude().await?)
    }

    /// Makes all changes of the scope permanent, tells the news, and tells exactly why not.
    ///
    /// # Errors
    /// [`CommitError::Failed`] if none of the changes has happened, [`CommitError::Unknown`] if nobody knows.
    pub async fn conclude(self) -> Result<(), CommitError> {
        self.transaction.conclude().await?;
        for topic in self.topics {
            self.newsroom.tell(&self.user, topic);
            if let Some((bus, word)) = self.others.as_ref().zip(news::word(topic, &self.user)) {
                bus.tell_others(&word);
            }
        }
        Ok(())
    }

    async fn enter(db: &Db, user: &UserId, write: bool) -> sqlx::Result<Self> {
        let (enter, newsroom, others) = match db {
            Db::Sqlite { news, .. } => (None, news, None),
            Db::Postgres { news, bus, .. } if db.takes_role() => (Some(ENTER), news, Some(bus)),
            Db::Postgres { news, bus, .. } => {
                (Some("select set_config('docket.user_id', $1, true)"), news, Some(bus))
            }
        };
        let plan = if write { "" } else { PLAN_FOR_PERSON };
        let enter = enter.map(|enter| [enter, plan].concat());
        let first = enter.as_ref().and_then(|enter| Some(enter.replace("$1", &literal(user)?)));
        let is_first = first.is_some();
        let mut transaction = if write { db.write_with(first).await? } else { db.read_with(first).await? };
        if let Some(enter) = enter.filter(|_| !is_first) {
            with_connection!(transaction, connection => {
                sqlx::query(AssertSqlSafe(enter)).bind(user).execute(connection).await.map(drop)
            })?;
        }
        let (newsroom, others) = (newsroom.clone(), others.cloned());
        Ok(Self { user: user.clone(), transaction, topics: Vec::new(), newsroom, others })
    }
}

/// The id as a literal of SQL, so that it can stand in the statement that begins a transaction; that one takes no values.
/// Only ids of plain characters can: all that Docket and Better Auth make.
fn literal(user: &UserId) -> Option<String> {
    let id = user.as_str();
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_plain.then(|| format!("'{id}'"))
}

impl Db {
    /// Opens the database for reading, in the name of `user`.
    pub async fn read_as(&self, user: &UserId) -> sqlx::Result<Scope> {
        Scope::enter(self, user, false).await
    }

    /// Opens the database for writing, in the name of `user`.
    pub async fn write_as(&self, user: &UserId) -> sqlx::Result<Scope> {
        Scope::enter(self, user, true).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_ids_become_literals() {
        assert_eq!(literal(&UserId::new("Ab-9_z")).as_deref(), Some("'Ab-9_z'"));
        for other in ["an id", "o'neil", "back\\slash", "$1", "é", "a;b", "a\0"] {
            assert_eq!(literal(&UserId::new(other)), None, "{other}");
        }
    }
}
