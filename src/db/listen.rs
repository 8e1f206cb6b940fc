//! News from other processes at the same database.

use super::Db;
use sqlx::postgres::{PgListener, PgPoolOptions};

/// Hears what is said on one channel, over a connection of its own.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Db {
    /// Listens to a channel. `None` on SQLite, where one process is all there is.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn listen(&self, channel: &str) -> sqlx::Result<Option<Listener>> {
        let Self::Postgres { pool, .. } = self else { return Ok(None) };
        let options = pool.connect_options().as_ref().clone().application_name("docket listener");
        let own = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let mut listener = PgListener::connect_with(&own.connect_with(options).await?).await?;
        // A new listener is made by whoever holds this one, who then knows that something may have been missed.
        listener.eager_reconnect(false);
        listener.listen(channel).await?;
        Ok(Some(Listener(listener)))
    }
}

impl Db {
    /// Says something on a channel, to every process that listens. Does nothing on SQLite.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn notify(&self, channel: &str, text: &str) -> sqlx::Result<()> {
        let Self::Postgres { pool, .. } = self else { return Ok(()) };
        sqlx::query("select pg_notify($1, $2)").bind(channel).bind(text).execute(pool).await.map(drop)
    }
}

impl Listener {
    /// The next thing that is said.
    ///
    /// # Errors
    /// If the connection is lost, and perhaps something with it: listen again.
    pub async fn next(&mut self) -> sqlx::Result<String> {
        match self.0.try_recv().await? {
            Some(notification) => Ok(notification.payload().to_owned()),
            None => Err(sqlx::Error::Io(std::io::ErrorKind::ConnectionAborted.into())),
        }
    }
}
