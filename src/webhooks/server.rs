//! The rules of webhooks. Triggers of the database note what is to be told, in the transaction of each change (migration 0029), so that no
//! door and no writer can forget it. Here is what a person may do with their webhooks; [`outbox`] sends.

mod body;
mod mail;
mod off;
mod outbox;
mod places;
mod secret;
mod send;
mod upkeep;

pub(crate) use mail::in_words;

pub use crate::webhooks::store::deliveries::Delivery;
pub use crate::webhooks::store::{Off, State, Webhook};

use super::{Deed, MOST, TYPES, store};
use crate::auth::server::{ActiveSession, Auth, AuthError, Client};
use crate::clock::Clock;
use crate::db::{Db, Scope};
use crate::error::{Error, Reason};
use crate::id::{UserId, WebhookDeliveryId, WebhookId};
use crate::jobs::Job;
use crate::mail::Mailer;
use crate::outbound::Outbound;
use crate::random::Random;
use crate::tasks::store as tasks;
use crate::timestamp::Timestamp;
use ::url::Url;
use jiff::ZonedDateTime;
use places::Places;
use secrecy::SecretString;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use store::deliveries;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How often a replica looks for what is to be sent.
const LOOK: Duration = Duration::from_secs(1);
/// How often somebody gives up what is too old or too much, and deletes what has ended.
const UPKEEP: Duration = Duration::from_secs(60);
/// How long a secret that was replaced signs too.
const OLD_SECRET_LIFE: time::Duration = time::Duration::DAY;
/// Most characters of an address.
const ADDRESS_MAX: usize = 2000;
/// How many deliveries the settings show of each webhook.
const SHOWN: i64 = 10;

/// What webhooks need of the settings.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// The server's secrets, the newest first.
    pub secrets: Vec<SecretString>,
    /// Origins that may be reached besides those of the internet.
    pub addresses: Vec<Url>,
    /// How mail is sent, if it is.
    pub mailer: Option<Mailer>,
    /// The page with the webhooks.
    pub page: Url,
}

/// The webhooks of all people on this server. Cheap to clone.
#[derive(Clone)]
pub struct Webhooks {
    db: Db,
    auth: Auth,
    clock: Clock,
    random: Random,
    outbound: Outbound,
    settings: Arc<WebhookSettings>,
    places: Places,
    under_way: TaskTracker,
    stop: CancellationToken,
}

impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks").finish_non_exhaustive()
    }
}

/// A webhook with what the settings show of it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The webhook.
    pub webhook: Webhook,
    /// How many events wait for it.
    pub waiting: i64,
    /// How many were given up in the last day.
    pub given_up: i64,
    /// The last deliveries, the newest first.
    pub last: Vec<Delivery>,
}

/// A webhook in the export of a person's data. Its secret is not in it.
#[derive(Clone, Debug, Serialize)]
pub struct ExportedWebhook {
    /// The address.
    pub url: String,
    /// What it is told.
    pub types: Vec<String>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// The webhooks of a person, for the export of their data.
pub async fn exported(db: &Db, user: &UserId) -> sqlx::Result<Vec<ExportedWebhook>> {
    let all = store::list(&mut db.read_as(user).await?).await?;
    let exported =
        |Webhook { url, types, created_at, .. }| ExportedWebhook { url, types: types.0, created_at };
    Ok(all.into_iter().map(exported).collect())
}

impl Webhooks {
    /// Webhooks of the people in `db`.
    pub fn new(db: Db, auth: Auth, settings: WebhookSettings, clock: Clock, random: Random) -> Self {
        Self {
            db,
            auth,
            clock,
            random,
            outbound: Outbound::new(&settings.addresses),
            settings: Arc::new(settings),
            places: Places::default(),
            under_way: TaskTracker::new(),
            stop: CancellationToken::new(),
        }
    }

    /// The periodic work: sending, on every replica, and giving up and deleting.
    pub fn jobs(&self) -> Vec<Job> {
        let (send, keep_up) = (self.clone(), self.clone());
        vec![
            Job::on_every_replica("send_webhooks", LOOK, move || {
                let webhooks = send.clone();
                async move { webhooks.look().await }
            }),
            Job::on_one_replica("keep_up_webhooks", UPKEEP, move || {
                let webhooks = keep_up.clone();
                async move { webhooks.keep_up().await }
            }),
        ]
    }

    /// The webhooks of a person, the oldest first, and the person's date and time.
    pub async fn list(&self, user: &UserId) -> Result<(Vec<Listed>, ZonedDateTime), Error> {
        let mut scope = self.db.read_as(user).await?;
        let zone = tasks::zone(&mut scope).await?;
        let mut listed = Vec::new();
        for webhook in store::list(&mut scope).await? {
            listed.push(Listed {
                waiting: deliveries::waiting(&mut scope, webhook.id).await?,
                given_up: deliveries::given_up(&mut scope, webhook.id, body::TEST).await?,
                last: deliveries::last(&mut scope, webhook.id, SHOWN).await?,
                webhook,
            });
        }
        Ok((listed, crate::tasks::server::local_time(&self.clock.now(), zone.as_deref())))
    }

    /// Adds a webhook, and tells its secret.
    ///
    /// # Errors
    /// If the session is a token's, or not a fresh one: a webhook lives longer than the session. Also if the address must not be reached,
    /// nothing is chosen, or the person has too many.
    pub async fn add(
        &self,
        session: &ActiveSession,
        client: &Client,
        (url, types): (&str, &[String]),
    ) -> Result<SecretString, Error> {
        self.require_fresh(session)?;
        let url = self.checked(url).ok_or_else(|| refused(Reason::InvalidWebhookAddress))?;
        let known = TYPES.map(|(name, _)| name);
        let types: Vec<&str> =
            known.into_iter().filter(|name| types.iter().any(|given| given == name)).collect();
        if types.is_empty() {
            return Err(refused(Reason::NothingToTell));
        }
        let (secret, sealed) = self.made()?;
        let user = &session.user.id;
        let mut scope = self.db.write_as(user).await?;
        let added = store::insert(&mut scope, url.as_str(), &types, &sealed, MOST, &self.clock.now()).await?;
        let id = added.ok_or_else(|| refused(Reason::TooManyWebhooks { max: MOST }))?;
        scope.commit().await?;
        tracing::info!(target: "docket::security", person = %user, client = &client.address, webhook = %id,
            "added a webhook");
        Ok(secret)
    }

    /// Sets a new secret and tells it. For a day the one before signs too.
    ///
    /// # Errors
    /// As in [`Self::add`], and if the person has no such webhook.
    pub async fn rotate(
        &self,
        session: &ActiveSession,
        client: &Client,
        id: WebhookId,
    ) -> Result<SecretString, Error> {
        self.require_fresh(session)?;
        let (secret, sealed) = self.made()?;
        let user = &session.user.id;
        let until = self.clock.now().plus(OLD_SECRET_LIFE);
        let mut scope = self.db.write_as(user).await?;
        if !store::rotate(&mut scope, id, &sealed, &until).await? {
            return Err(refused(Reason::WebhookNotFound));
        }
        scope.commit().await?;
        tracing::info!(target: "docket::security", person = %user, client = &client.address, webhook = %id,
            "made a new secret of a webhook");
        Ok(secret)
    }

    /// Pauses, resumes or removes a webhook.
    ///
    /// # Errors
    /// If the person has no such webhook. Removing it twice is no error.
    pub async fn change(
        &self,
        user: &UserId,
        client: &Client,
        id: WebhookId,
        deed: Deed,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let mut scope = self.db.write_as(user).await?;
        if deed == Deed::Remove {
            let was_there = store::delete(&mut scope, id).await?;
            scope.commit().await?;
            if was_there {
                tracing::info!(target: "docket::security", person = %user, client = &client.address, webhook = %id,
                    "removed a webhook");
            }
            return Ok(());
        }
        found(&mut scope, id).await?;
        match deed {
            Deed::Pause => store::pause(&mut scope, id).await?,
            _ => {
                store::resume(&mut scope, id, &now, &now.plus(outbox::LEASE)).await?;
                store::outbox::hurry(&mut scope, id, &now).await?;
            }
        }
        Ok(scope.commit().await?)
    }

    /// Lets something be sent again.
    ///
    /// # Errors
    /// If the person has no such delivery, or its address is off.
    pub async fn send_again(&self, user: &UserId, id: WebhookDeliveryId) -> Result<(), Error> {
        let mut scope = self.db.write_as(user).await?;
        if !deliveries::send_again(&mut scope, id, &self.clock.now()).await? {
            return Err(refused(Reason::WebhookNotFound));
        }
        Ok(scope.commit().await?)
    }

    /// Ends the sending. What is under way has `patience` to end.
    pub async fn end(&self, patience: Duration) {
        self.stop.cancel();
        self.under_way.close();
        let _ = tokio::time::timeout(patience, self.under_way.wait()).await;
    }

    fn require_fresh(&self, session: &ActiveSession) -> Result<(), AuthError> {
        match (session.by_token, self.auth.is_fresh(session)) {
            (true, _) => Err(AuthError::CookieNeeded),
            (false, false) => Err(AuthError::NotFresh),
            (false, true) => Ok(()),
        }
    }

    /// An address that requests may go to, as far as that can be told without looking up its name.
    fn checked(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url.trim()).ok()?;
        (url.as_str().len() <= ADDRESS_MAX && self.outbound.accepts(&url)).then_some(url)
    }
}

async fn found(scope: &mut Scope, id: WebhookId) -> Result<Webhook, Error> {
    store::one(scope, id).await?.ok_or_else(|| refused(Reason::WebhookNotFound))
}

fn refused(reason: Reason) -> Error {
    Error::Refused(reason.into())
}
