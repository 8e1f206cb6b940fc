//! Notifications from other processes that use the same database.

use super::Db;
use sqlx::postgres::{PgListener, PgPoolOptions};
use std::time::Duration;

/// Receives the notifications of one channel, over its own connection.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Db {
    /// Listens to a channel. `None` on SQLite, where there is only one process.
    pub(super) async fn listen(&self, channel: &str) -> sqlx::Result<Option<Listener>> {
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
    /// Notifies every process that listens to a channel, once for each text. Does nothing on SQLite.
    pub(super) async fn notify_all(&self, channel: &str, texts: &[String]) -> sqlx::Result<()> {
        let Self::Postgres { pool, .. } = self else { return Ok(()) };
        let sql = "select pg_notify($1, text) from unnest($2::text[]) text";
        sqlx::query(sql).bind(channel).bind(texts).execute(pool).await.map(drop)
    }
}

impl Db {
    /// Listens to a channel for good, and makes a new connection when one is lost. `began` is called each time the
    /// listening begins: what was told before may have been missed. Never returns, but on SQLite.
    pub(super) async fn hear(&self, channel: &str, began: impl Fn(), heard: impl Fn(&str)) {
        let mut pause = Duration::from_millis(100);
        loop {
            let failure = match self.listen(channel).await {
                // One process has no others to hear of.
                Ok(None) => return,
                Ok(Some(mut listener)) => {
                    pause = Duration::from_millis(100);
                    began();
                    loop {
                        match listener.next().await {
                            Ok(text) => heard(&text),
                            Err(error) => break error,
                        }
                    }
                }
                Err(error) => error,
            };
            tracing::warn!(error = %failure, channel, "lost the other replicas' news, listening again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
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
