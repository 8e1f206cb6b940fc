//! The rules of calendar feeds. A link is kept as personal access tokens are: the database has a digest alone. It reads the tasks to do and
//! nothing else, and a new one ends the old one.

mod content;
mod limit;

pub use crate::feed::store::Feed;
pub use content::{Content, Events};

use crate::auth::User;
use crate::auth::server::{ActiveSession, Auth, AuthError, Client, digest};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Error;
use crate::feed::store;
use crate::id::UserId;
use crate::random::Random;
use crate::tasks::server::Tasks;
use crate::url;
use jiff::ZonedDateTime;
use limit::Requests;
use std::sync::Arc;

/// How each secret begins. Programs that look for leaked secrets know it by this.
pub const SECRET_PREFIX: &str = "docket_cal_";
/// The random characters after the prefix: 238 bits.
const RANDOM_LENGTH: usize = 40;
/// How often the last use of a link is stored.
const NOTE_USE_AFTER: time::Duration = time::Duration::minutes(10);

/// The calendar feeds of all people. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Feeds {
    db: Db,
    auth: Auth,
    tasks: Tasks,
    clock: Clock,
    random: Random,
    /// Where people find this server, without a slash at the end.
    origin: Arc<str>,
    requests: Requests,
}

impl Feeds {
    /// Feeds of a server that people find at `origin`.
    pub fn new(db: Db, auth: Auth, tasks: Tasks, clock: Clock, random: Random, origin: &str) -> Self {
        Self { db, auth, tasks, clock, random, origin: origin.into(), requests: Requests::default() }
    }

    /// Makes a link, in place of an earlier one, and tells the secret in it.
    ///
    /// # Errors
    /// If the session is a token's, or not a fresh one: a link lives longer than the session, and who finds a browser that was left open
    /// yesterday must not take one away.
    pub async fn make(&self, session: &ActiveSession, client: &Client) -> Result<String, Error> {
        if session.by_token {
            return Err(AuthError::CookieNeeded.into());
        }
        if !self.auth.is_fresh(session) {
            return Err(AuthError::NotFresh.into());
        }
        let secret = [SECRET_PREFIX, &self.random.alphanumeric(RANDOM_LENGTH)].concat();
        let (user, now) = (&session.user.id, self.clock.now());
        let mut transaction = self.db.write().await?;
        store::put(&mut transaction, user, &digest(&secret), &now).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, client = &client.address, "made a calendar link");
        Ok(secret)
    }

    /// The address of a secret.
    pub fn link(&self, secret: &str) -> String {
        [&self.origin, url::CALENDAR, "/", secret, ".ics"].concat()
    }

    /// Where programs that speak CalDAV find the tasks.
    pub fn programs(&self) -> String {
        [&self.origin, url::CALDAV].concat()
    }

    /// Ends a person's link. If there is none, this is no error.
    pub async fn revoke(&self, user: &UserId, client: &Client) -> Result<(), Error> {
        let mut transaction = self.db.write().await?;
        let was_there = store::delete(&mut transaction, user).await?;
        transaction.commit().await?;
        if was_there {
            tracing::info!(target: "docket::security", person = %user, client = &client.address,
                "revoked a calendar link");
        }
        Ok(())
    }

    /// A person's date and time.
    pub async fn local_time(&self, user: &UserId) -> Result<ZonedDateTime, Error> {
        Ok(self.tasks.local_time(user).await?)
    }

    /// The link of a person.
    pub async fn of(&self, user: &UserId) -> Result<Option<Feed>, Error> {
        Ok(store::of_user(&mut self.db.autocommit().await?, user).await?)
    }

    /// The link with this secret, and its person. `None` if it is none of ours or was revoked, and if its person is banned or must set
    /// up a second factor first.
    pub async fn open(&self, secret: &str) -> Result<Option<(Feed, User)>, Error> {
        if !secret.starts_with(SECRET_PREFIX) {
            return Ok(None);
        }
        let now = self.clock.now();
        let found = store::by_digest(&mut self.db.autocommit().await?, &digest(secret), &now).await?;
        match found {
            Some((_, user)) if self.auth.must_enrol(&user).await? => Ok(None),
            found => Ok(found),
        }
    }
}
