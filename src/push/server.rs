//! The rules of Web Push: the server's key, the browsers of each person, and sending to them.

mod error;
mod key;
mod options;
mod send;
mod subscription;
mod token;
mod worker;

pub use error::{KeyError, PushError, SubscribeError};
pub use options::{PushOptions, Topic, Urgency};
pub use send::PAYLOAD_MAX;
pub(crate) use worker::endpoints;

pub use super::store::Subscription;
use super::{PushDevice, Subscribed, Trial, store};
use crate::auth::Device;
use crate::auth::store::sessions;
use crate::clock::Clock;
use crate::db::Db;
use crate::id::{SessionId, SubscriptionId, UserId};
use crate::outbound::Outbound;
use crate::random::Random;
use futures::future::join_all;
use key::ServerKey;
use secrecy::SecretString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use token::Tokens;

/// Most browsers of one person. A further one takes the place of the oldest.
const MOST: i64 = 20;
/// How long a push service keeps a trial.
const TRIAL_LIFE: Duration = Duration::from_secs(60);
/// What a trial says.
const TRIAL: &[u8] = br#"{"title":"Docket","body":"Notifications work in this browser.","tag":"docket-trial","url":"/settings"}"#;

/// What Web Push needs of the settings.
#[derive(Clone, Debug)]
pub struct PushSettings {
    /// The server's secrets, the newest first.
    pub secrets: Vec<SecretString>,
    /// Push services that may be reached besides those of the internet.
    pub services: Vec<url::Url>,
    /// Whom a push service may write to: `mailto:` or `https:`.
    pub contact: String,
}

/// Web Push for all people on this server. Cheap to clone.
#[derive(Clone)]
pub struct Push {
    db: Db,
    clock: Clock,
    outbound: Outbound,
    tokens: Arc<Tokens>,
}

impl fmt::Debug for Push {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Push").field("key", &self.key()).finish_non_exhaustive()
    }
}

/// What a browser says of its subscription.
#[derive(Clone, Copy)]
pub struct NewSubscription<'a> {
    /// The address at the push service.
    pub endpoint: &'a str,
    /// The browser's public key, in base64url.
    pub p256dh: &'a str,
    /// The secret that it shares with this server, in base64url.
    pub auth: &'a str,
    /// The public key of the server for which it subscribed.
    pub key: &'a str,
    /// The session in which it was subscribed before, if the page only renews that.
    pub renews: Option<&'a str>,
}

impl Push {
    /// Opens Web Push. Makes the server's key at the first start.
    ///
    /// # Errors
    /// If the database fails, or the key does not stay there.
    pub async fn open(
        db: Db,
        settings: PushSettings,
        clock: Clock,
        random: &Random,
    ) -> Result<Self, KeyError> {
        let PushSettings { secrets, services, contact } = settings;
        let key = ServerKey::load(&db, &secrets, random, &clock.now()).await?;
        let tokens = Arc::new(Tokens::new(key, contact));
        Ok(Self { db, clock, outbound: Outbound::new(&services), tokens })
    }

    /// The public key for which browsers subscribe: an uncompressed point in base64url.
    pub fn key(&self) -> &str {
        self.tokens.public_key()
    }

    /// Tells a browser from now on, until its session ends. Nothing that it was told before, for anybody, goes on.
    ///
    /// # Errors
    /// If the subscription cannot be used, or the session has ended.
    pub async fn subscribe(
        &self,
        user: &UserId,
        session: &SessionId,
        new: NewSubscription<'_>,
    ) -> Result<Subscribed, SubscribeError> {
        if new.key != self.key() {
            return Ok(Subscribed::OtherKey { key: self.key().to_owned() });
        }
        let (p256dh, auth) = (new.p256dh.trim_end_matches('='), new.auth.trim_end_matches('='));
        let checked = subscription::check(&self.outbound, new.endpoint, p256dh, auth);
        let endpoint = checked.ok_or(SubscribeError::Invalid)?.endpoint;
        let on = Subscribed::On { session: session.clone() };
        let is_renewed = new.renews == Some(session.as_str());
        if is_renewed {
            let mut transaction = self.db.read().await?;
            let there = store::of_session(&mut transaction, session, endpoint.as_str()).await?;
            match there {
                None => return Ok(Subscribed::Removed),
                Some(there) if there.p256dh == p256dh && there.auth == auth => return Ok(on),
                Some(_) => {}
            }
        }
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        if !sessions::lock(&mut transaction, session, &now).await? {
            return Err(SubscribeError::SessionEnded);
        }
        store::delete_of_browser(&mut transaction, session, endpoint.as_str()).await?;
        let values = (endpoint.as_str(), p256dh, auth);
        store::insert(&mut transaction, user, session, values, &now).await?;
        store::keep_newest(&mut transaction, user, MOST).await?;
        transaction.commit().await?;
        Ok(on)
    }

    /// Tells a browser of the person no more: the one with this number, or else the one of this session.
    pub async fn unsubscribe(
        &self,
        user: &UserId,
        session: &SessionId,
        id: Option<SubscriptionId>,
    ) -> sqlx::Result<()> {
        let mut scope = self.db.write_as(user).await?;
        match id {
            Some(id) => store::delete(&mut scope, id).await?,
            None => store::delete_of_session(&mut scope, session).await?,
        }
        scope.commit().await
    }

    /// The browsers of a person that are told, the newest first. `devices` are the person's sessions.
    pub async fn devices(&self, user: &UserId, devices: &[Device]) -> sqlx::Result<Vec<PushDevice>> {
        let listed = store::list(&mut self.db.read_as(user).await?).await?;
        let shown = |row: store::Listed| {
            let device = devices.iter().find(|device| device.id == row.session_id);
            PushDevice {
                id: row.id,
                agent: device.map(|device| device.agent.clone()).unwrap_or_default(),
                created_at: row.created_at,
                current: device.is_some_and(|device| device.current),
            }
        };
        Ok(listed.into_iter().map(shown).collect())
    }

    /// Sends a notification to all browsers of a person, to try them.
    pub async fn try_out(&self, user: &UserId) -> sqlx::Result<Trial> {
        let all = store::subscriptions(&mut self.db.read_as(user).await?).await?;
        let options = PushOptions { topic: None, ttl: TRIAL_LIFE, urgency: Urgency::High };
        let sent = join_all(all.iter().map(|subscription| self.send(subscription, TRIAL, &options))).await;
        for error in sent.iter().filter_map(|sent| sent.as_ref().err()) {
            tracing::info!(person = %user, %error, "a trial of Web Push failed");
        }
        Ok(Trial { sent: sent.iter().filter(|sent| sent.is_ok()).count(), of: all.len() })
    }
}
