//! The rules of accounts: signing up, logging in and out, telling who a request comes from, and what people and
//! operators may do with an account.

mod account;
mod author;
mod bans;
mod cookie;
mod credentials;
mod digest;
mod email;
mod error;
mod grant;
mod limit;
mod maintenance;
pub mod middleware;
mod operator;
mod password;
mod personal_tokens;
mod recovery;
mod reset;
mod sessions;
mod streams;
mod token;

pub(crate) use bans::refuse_banned;
pub(crate) use digest::digest;
pub(crate) use limit::{Limit, Limits};

pub use cookie::SessionCookie;
pub use credentials::NewAccount;
pub use email::is_email;
pub use error::AuthError;
pub use grant::{Grant, Via};
pub use personal_tokens::{NewPersonalToken, PERSONAL_TOKEN_PREFIX};
pub use recovery::Recovery;
pub use reset::ResetLink;
pub use streams::{Reader, StreamPermit, while_holds};

pub use super::session::{ActiveSession, Client};

pub use super::ban::Ban;
pub use super::store::users::Account;
use super::{Device, PASSWORD_MAX, PASSWORD_MIN, Token, User};
use crate::clock::Clock;
use crate::db::Db;
use crate::id::SessionId;
use crate::random::Random;
use crate::timestamp::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use time::Duration;

/// How long a session lives after its last renewal (Better Auth's default).
const SESSION_LIFE: Duration = Duration::days(7);
/// How long a session lives that must not outlive the browser. It is never renewed (Better Auth's default).
const UNREMEMBERED_LIFE: Duration = Duration::days(1);
/// How old a session may be for actions that need a fresh one, such as deleting the account (Better Auth's default).
const FRESH: Duration = Duration::days(1);

impl ActiveSession {
    fn new(user: User, client: Client, remembered: bool, now: &Timestamp, random: &Random) -> Self {
        Self {
            id: SessionId::new(random_id(random)),
            user,
            expires_at: now.plus(if remembered { SESSION_LIFE } else { UNREMEMBERED_LIFE }),
            created_at: now.clone(),
            updated_at: now.clone(),
            client,
            remembered,
            token: random_id(random).into(),
        }
    }

    /// The token that proves the session, in clear. Only for the cookie and for Better Auth's client.
    pub fn token(&self) -> &str {
        self.token.expose_secret()
    }

    /// Checks that the person has typed their own e-mail address, before something that cannot be undone.
    ///
    /// # Errors
    /// [`AuthError::Unconfirmed`] if it is anything else.
    pub fn confirm(&self, typed: &str) -> Result<(), AuthError> {
        if typed.trim().to_lowercase() == self.user.email { Ok(()) } else { Err(AuthError::Unconfirmed) }
    }
}

/// The accounts of this server. Cheap to clone.
#[derive(Clone)]
pub struct Auth {
    db: Db,
    secret: SecretString,
    https: bool,
    clock: Clock,
    random: Random,
    passwords: password::Hasher,
    limits: limit::Limits,
    streams: streams::OpenStreams,
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth").field("https", &self.https).finish_non_exhaustive()
    }
}

impl Auth {
    /// Accounts in `db`. `secret` signs cookies and tokens. `https` says whether people reach this server by HTTPS. Ids
    /// and tokens come from `random`.
    pub fn new(db: Db, secret: SecretString, https: bool, clock: Clock, random: Random) -> Self {
        let limits = limit::Limits::new(db.clone(), clock.clone());
        let (passwords, streams) = (password::Hasher::new(), streams::OpenStreams::default());
        Self { db, secret, https, clock, random, passwords, limits, streams }
    }

    /// The same, where a person's pages hold at most so many streams open, and their programs as many. `None` sets no
    /// limit.
    pub fn with_most_streams(mut self, most: Option<u32>) -> Self {
        self.streams = streams::OpenStreams::new(most);
        self
    }

    /// Whether the person logged in within the last day.
    pub fn is_fresh(&self, session: &ActiveSession) -> bool {
        session.created_at.plus(FRESH) > self.clock.now()
    }

    /// Whether people reach this server by HTTPS.
    pub fn https(&self) -> bool {
        self.https
    }

    /// The cookies that prove a session: one, or two if the session must not outlive the browser.
    pub fn session_cookies(&self, session: &ActiveSession) -> Vec<SessionCookie> {
        let secret = self.secret.expose_secret();
        let life = session.remembered.then_some(SESSION_LIFE);
        let mut cookies = vec![cookie::session(session.token(), secret, self.https, life)];
        if !session.remembered {
            cookies.push(cookie::unremembered(secret, self.https));
        }
        cookies
    }

    /// The cookies that make a browser forget its session.
    pub fn expired_cookies(&self) -> Vec<SessionCookie> {
        cookie::expired(self.https)
    }
}

/// An id or token as Better Auth makes them: 32 characters of `[a-zA-Z0-9]` (190 bits).
fn random_id(random: &Random) -> String {
    random.alphanumeric(32)
}
