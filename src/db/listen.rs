//! Notifications from other processes that use the same database.

use super::Db;
use sqlx::postgres::{PgListener, PgPoolOptions};

/// Receives the notifications of one channel, over its own connection.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Db {
    /// Listens to a channel. `None` on SQLite, where there is only one process.
    pub async fn listen(&self, channel: &str) -> sqlx::Result<Option<Listener>> {
        let Self::Postgres { pool, .. } = self else { return Ok(None) };
        let options = pool.connect_options().as_ref().clone().application_name("docket listener");
        let own = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let mut listener = PgListener::connect_with(&own.connect_with(options).await?).await?;
        // The holder makes a new listener when this one fails, so it knows that it may have missed something.
        listener.eager_reconnect(false);
        listener.listen(channel).await?;
        Ok(Some(Listener(listener)))
    }
}

impl Db {
    /// Notifies every process that listens to a channel. Does nothing on SQLite.
    pub async fn notify(&self, channel: &str, text: &str) -> sqlx::Result<()> {
        let Self::Postgres { pool, .. } = self else { return Ok(()) };
        sqlx::query("select pg_notify($1, $2)").bind(channel).bind(text).execute(pool).await.map(drop)
    }
}

impl Listener {
    /// The next notification.
    ///
    /// # Errors
    /// If the connection is lost, and perhaps notifications with it. Listen again.
    pub async fn next(&mut self) -> sqlx::Result<String> {
        match self.0.try_recv().await? {
            Some(notification) => Ok(notification.payload().to_owned()),
            None => Err(sqlx::Error::Io(std::io::ErrorKind::ConnectionAborted.into())),
        }
    }
}
