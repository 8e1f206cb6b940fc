//! Notifications from other processes that use the same database.

use super::waits::within;
use super::{Db, Waits, with_connection};
use sqlx::postgres::{PgListener, PgPoolOptions};
use sqlx::{Acquire, Connection};
use std::time::Duration;
use tokio::time::timeout;

/// Receives the notifications of one channel, over its own connection.
#[derive(Debug)]
pub struct Listener {
    listener: PgListener,
    waits: Waits,
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
        Ok(Some(Listener { listener, waits }))
    }
}

impl Db {
    /// Notifies every process that listens to a channel, once for each text. Does nothing on SQLite.
    pub(super) async fn notify_all(&self, channel: &str, texts: &[String]) -> sqlx::Result<()> {
        let Self::Postgres { .. } = self else { return Ok(()) };
        let sql = "select pg_notify($1, text) from json_array_elements_text($2::json) text";
        let texts = serde_json::to_string(texts).unwrap_or_default();
        let mut alone = self.autocommit().await?;
        with_connection!(alone, connection => {
            sqlx::query(sql).bind(channel).bind(&texts).execute(connection).await.map(drop)
        })
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
    /// The next notification. It can be cancelled at any time.
    ///
    /// # Errors
    /// If the connection is lost or silent, and perhaps notifications with it. Listen again.
    pub async fn next(&mut self) -> sqlx::Result<String> {
        loop {
            match timeout(self.waits.quiet, self.listener.try_recv()).await {
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
        within(self.waits.connect, ping).await
    }
}
