//! Notifications from other processes that use the same database.

use super::waits::{silent, within};
use super::{Db, with_connection};
use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{Acquire, Connection};
use std::time::Duration;
use tokio::time::timeout;

/// How long a channel may be quiet before the connection is tested. Notifications come seldom, and a network that
/// swallows them looks the same.
const QUIET: Duration = Duration::from_secs(5);

/// Receives the notifications of one channel, over its own connection.
#[derive(Debug)]
pub struct Listener {
    listener: PgListener,
    /// How long it waits for the answer to a test.
    test: Duration,
}

impl Db {
    /// Listens to a channel. `None` on SQLite, where there is only one process.
    pub async fn listen(&self, channel: &str) -> sqlx::Result<Option<Listener>> {
        let Self::Postgres { pool, .. } = self else { return Ok(None) };
        let waits = pool.waits();
        let options = pool.options().clone().application_name("docket listener");
        let own = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .acquire_timeout(waits.connect);
        let work = async {
            let mut listener = PgListener::connect_with(&own.connect_with(options).await?).await?;
            // The holder makes a new listener when this one fails, so it knows that it may have missed something.
            listener.eager_reconnect(false);
            listener.listen(channel).await?;
            Ok(listener)
        };
        let listener = within(waits.connect + waits.answer, work).await?;
        Ok(Some(Listener { listener, test: waits.connect }))
    }
}

impl Db {
    /// Notifies every process that listens to a channel. Does nothing on SQLite.
    pub async fn notify(&self, channel: &str, text: &str) -> sqlx::Result<()> {
        let Self::Postgres { .. } = self else { return Ok(()) };
        let mut alone = self.autocommit().await?;
        with_connection!(alone, connection => {
            sqlx::query("select pg_notify($1, $2)").bind(channel).bind(text).execute(connection).await.map(drop)
        })
    }
}

impl Db {
    /// Listens to a channel for good, and makes a new connection when one is lost. `began` is called each time the
    /// listening begins: what was told before may have been missed. Never returns, but on SQLite.
    pub async fn hear(&self, channel: &str, began: impl Fn(), heard: impl Fn(&str)) {
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
    /// The next notification. It can be cancelled at any time.
    ///
    /// # Errors
    /// If the connection is lost or silent, and perhaps notifications with it. Listen again.
    pub async fn next(&mut self) -> sqlx::Result<String> {
        loop {
            match timeout(QUIET, self.listener.try_recv()).await {
                Ok(Ok(Some(notification))) => return Ok(notification.payload().to_owned()),
                Ok(Ok(None)) => return Err(sqlx::Error::Io(std::io::ErrorKind::ConnectionAborted.into())),
                Ok(Err(error)) => return Err(error),
                Err(_) => self.test().await?,
            }
        }
    }

    /// Notifications that come meanwhile are kept for the next call.
    async fn test(&mut self) -> sqlx::Result<()> {
        let ping = async { self.listener.acquire().await?.ping().await };
        timeout(self.test, ping).await.unwrap_or_else(|_| Err(silent()))
    }
}
