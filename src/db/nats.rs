//! NATS as the carrier of what processes tell each other, where one PostgreSQL's NOTIFY ends. It also carries text of
//! replies that followers elsewhere get before the journal has it.
//!
//! The rows stay the truth, so a NATS server that is away costs time and nothing else. Nothing waits for it: words are
//! collected until it is there again.

use super::{ConnectError, Db};
use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber};
use data_encoding::HEXLOWER;
use futures::StreamExt;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use url::Url;

/// How often a quiet connection is tested. After three tests without an answer it is given up.
const TEST_EVERY: Duration = Duration::from_secs(3);
/// How long to wait for a new connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How a NATS server is reached.
#[derive(Clone, Debug)]
pub struct NatsSettings {
    /// The servers of one cluster, without the login.
    pub servers: Vec<Url>,
    /// The login, if they ask for one.
    pub login: Option<NatsLogin>,
}

/// What a NATS server asks for.
#[derive(Clone, Debug)]
pub enum NatsLogin {
    /// A user with a password.
    User(String, SecretString),
    /// A token.
    Token(SecretString),
}

/// A connection to NATS, which is made again when it is lost. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Nats {
    client: Client,
    /// What the subjects of this database begin with.
    subject: Arc<str>,
    signs: Arc<Signs>,
}

/// What is known of the connection.
#[derive(Debug)]
struct Signs {
    link: watch::Sender<Link>,
    /// Messages were dropped, because this process took them too slowly.
    missed: Notify,
    /// Whether the log has it that the server is away, or that it refuses something.
    logged: AtomicBool,
}

/// Whether the connection is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) is_up: bool,
    /// How many connections there were.
    pub(super) number: u64,
}

/// The texts that are told about one topic.
#[derive(Debug)]
pub struct Texts(Subscriber);

impl Texts {
    /// The next text. `None` if there will be no more.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            if let Ok(text) = String::from_utf8(self.0.next().await?.payload.into()) {
                return Some(text);
            }
        }
    }
}

impl Nats {
    /// Begins to connect. `subject` is what the subjects of the database begin with.
    pub(super) async fn connect(settings: &NatsSettings, subject: String) -> Result<Self, ConnectError> {
        // Only the first call in a process works. That is fine, because all are the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (link, missed) = (watch::Sender::default(), Notify::new());
        let signs = Arc::new(Signs { link, missed, logged: AtomicBool::default() });
        let options = ConnectOptions::new().name("docket").retry_on_initial_connect();
        let options = options.ping_interval(TEST_EVERY).connection_timeout(CONNECT).event_callback({
            let signs = signs.clone();
            move |event| {
                signs.note(&event);
                std::future::ready(())
            }
        });
        let options = match &settings.login {
            Some(NatsLogin::User(user, password)) => {
                options.user_and_password(user.clone(), password.expose_secret().to_owned())
            }
            Some(NatsLogin::Token(token)) => options.token(token.expose_secret().to_owned()),
            None => options,
        };
        let servers = settings.servers.iter().cloned().map(ServerAddr::from_url);
        let refused = |error: String| ConnectError::Nats { reason: error };
        let servers = servers.collect::<Result<Vec<_>, _>>().map_err(|error| refused(error.to_string()))?;
        let client = options.connect(servers).await.map_err(|error| refused(error.to_string()))?;
        Ok(Self { client, subject: subject.into(), signs })
    }

    pub(super) fn link(&self) -> watch::Receiver<Link> {
        self.signs.link.subscribe()
    }

    /// Resolves when messages were dropped.
    pub(super) async fn missed(&self) {
        self.signs.missed.notified().await;
    }

    /// Tells everybody who listens to a topic, or nobody if the server is away.
    pub async fn tell(&self, topic: &str, text: String) {
        if self.signs.link.borrow().is_up
            && let Err(error) = self.client.publish(self.subject(topic), text.into()).await
        {
            tracing::debug!(%error, topic, "NATS did not take a text");
        }
    }

    /// Listens to a topic, as soon as the server is there. `None` if the process ends.
    pub async fn listen(&self, topic: &str) -> Option<Texts> {
        self.link().wait_for(|link| link.is_up).await.ok()?;
        self.subscribe(topic).await
    }

    /// The same without waiting. What is told before the server is there is lost.
    pub(super) async fn subscribe(&self, topic: &str) -> Option<Texts> {
        let subscribed = self.client.subscribe(self.subject(topic)).await;
        subscribed.inspect_err(|error| tracing::warn!(%error, topic, "cannot listen by NATS")).ok().map(Texts)
    }

    fn subject(&self, topic: &str) -> String {
        format!("{}.{topic}", self.subject)
    }
}

impl Signs {
    fn note(&self, event: &Event) {
        match event {
            Event::Connected => {
                self.logged.store(false, Ordering::Relaxed);
                tracing::info!("NATS carries what the replicas tell each other");
                self.link.send_modify(|link| *link = Link { is_up: true, number: link.number + 1 });
            }
            Event::Disconnected | Event::Closed | Event::ClientError(_) => {
                self.link.send_if_modified(|link| std::mem::take(&mut link.is_up));
                self.log(event, "NATS is away: other replicas' news come late until it is back");
            }
            Event::ServerError(_) => self.log(event, "NATS refuses something"),
            Event::SlowConsumer(_) => self.missed.notify_one(),
            Event::LameDuckMode | Event::Draining => {}
        }
    }

    /// Says it once for each connection.
    fn log(&self, event: &Event, what: &str) {
        if !self.logged.swap(true, Ordering::Relaxed) {
            tracing::warn!(%event, "{what}");
        }
    }
}

impl Db {
    /// Tells the other processes words by NATS from now on, and no longer by PostgreSQL. It does not wait for NATS. On
    /// SQLite there are no other processes.
    ///
    /// # Errors
    /// If the database does not say which one it is, or the settings make no sense.
    pub async fn carry_by_nats(&self, settings: &NatsSettings) -> Result<(), ConnectError> {
        if !self.is_shared() {
            tracing::warn!("NATS_URL is of no use with SQLite, which has one process");
            return Ok(());
        }
        let name = self.name().await.map_err(|error| ConnectError::Nats { reason: error.to_string() })?;
        // The names of databases hold what subjects may not.
        let digest = HEXLOWER.encode(&Sha256::digest(name));
        let subject = format!("docket.{}", digest.get(..20).unwrap_or_default());
        self.bus().set_nats(Nats::connect(settings, subject).await?);
        Ok(())
    }

    /// The way by which texts reach other processes at once, if there is one.
    pub fn direct(&self) -> Option<&Nats> {
        self.bus().nats()
    }

    /// What no other database is called: two installations may share a NATS server.
    async fn name(&self) -> sqlx::Result<String> {
        let sql = "select concat_ws('/', system_identifier, current_database(), current_schema())
                   from pg_control_system()";
        let mut alone = self.autocommit().await?;
        super::with_connection!(alone, connection => sqlx::query_scalar(sql).fetch_one(connection).await)
    }
}
