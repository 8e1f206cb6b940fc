//! The rules of accounts: signing up, logging in and out, telling who a request comes from, and what people and
//! operators may do with an account.

mod account;
mod address;
mod author;
mod bans;
mod cookie;
mod credentials;
mod devices;
mod digest;
mod email;
mod enrolment;
mod error;
mod grant;
mod guessable;
mod image;
mod invitations;
mod limit;
mod line;
mod maintenance;
pub mod middleware;
mod network;
mod notices;
mod operator;
mod passkeys;
mod password;
mod personal_tokens;
mod places;
mod proof;
mod recovery;
mod reset;
mod second_step;
mod secrets;
mod sessions;
mod sign_up;
mod streams;
mod token;
mod trust;
mod two_factor;

pub(crate) use bans::refuse_banned;
pub(crate) use digest::digest;
pub(crate) use limit::{Limit, Limits};
pub(crate) use secrets::Secrets;

pub use cookie::SessionCookie;
pub use email::is_email;
pub use error::AuthError;
pub use grant::{Grant, Via};
pub use invitations::Invitation;
pub use notices::Notices;
pub use passkeys::PasskeyPage;
pub use personal_tokens::{NewPersonalToken, PERSONAL_TOKEN_PREFIX};
pub use places::KnownPlace;
pub use recovery::Recovery;
pub use reset::ResetLink;
pub use second_step::{LogIn, LogInCookies, LoggedIn, SecondStep};
pub use sign_up::NewAccount;
pub use streams::{Reader, StreamPermit};
pub use two_factor::{NewTwoFactor, SecondFactor, codes_of_word, shown_codes, word_of_codes};

pub use super::session::{ActiveSession, Client};

pub use super::ban::Ban;
pub use super::store::passkeys::StoredPasskey;
pub use super::store::users::Account;
use super::{Device, PASSWORD_MAX, PASSWORD_MIN, SignUp, Token, User};
use crate::clock::Clock;
use crate::db::Db;
use crate::id::SessionId;
use crate::origins::Origins;
use crate::random::Random;
use crate::timestamp::Timestamp;
use notices::Notice;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use time::Duration;

/// How long a session lives after its last renewal (Better Auth's default).
const SESSION_LIFE: Duration = Duration::days(7);
/// How long a session lives that must not outlive the browser. It is never renewed (Better Auth's default).
const UNREMEMBERED_LIFE: Duration = Duration::days(1);
/// How long a session lives at most, however often it is renewed (NIST SP 800-63B, 2.1.3: 30 days).
const LONGEST_LIFE: Duration = Duration::days(30);
/// How old a session may be for actions that need a fresh one, such as deleting the account (Better Auth's default).
const FRESH: Duration = Duration::days(1);
/// How old a session may be to add or remove a passkey. A thief of a session could otherwise make a way in that stays.
const RECENT: Duration = Duration::minutes(15);
/// Characters of a session's token (238 bits). Better Auth's have 32.
const TOKEN_LENGTH: usize = 40;

impl ActiveSession {
    fn new(user: User, client: Client, remembered: bool, now: &Timestamp, random: &Random) -> Self {
        Self {
            id: SessionId::new(random_id(random)),
            user,
            expires_at: now.plus(if remembered { SESSION_LIFE } else { UNREMEMBERED_LIFE }),
            created_at: now.clone(),
            updated_at: now.clone(),
            client,
            by_token: false,
            remembered,
            token: random.alphanumeric(TOKEN_LENGTH).into(),
        }
    }

    /// Whether the browser got the cookie for this host alone too, if it came with HTTPS. Those of Better Auth and of
    /// older versions of Docket did not. Their tokens are shorter, and end within 30 days.
    fn has_host_cookie(&self) -> bool {
        self.token().len() == TOKEN_LENGTH
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
    secrets: Secrets,
    https: bool,
    clock: Clock,
    random: Random,
    passwords: password::Hasher,
    limits: limit::Limits,
    notices: Notices,
    sign_up: SignUp,
    second_factor_required: bool,
    streams: streams::OpenStreams,
    origins: Origins,
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
        let (passwords, streams) = (password::Hasher::new(), streams::OpenStreams::new(None));
        let (secrets, notices) = (Secrets::new(secret, Vec::new()), Notices::default());
        Self {
            db,
            secrets,
            https,
            clock,
            random,
            passwords,
            limits,
            notices,
            sign_up: SignUp::Open,
            second_factor_required: false,
            streams,
            origins: Origins::new(None, &[]),
        }
    }

    /// The same, where a person's pages hold at most so many streams open, and their programs as many. `None` sets no
    /// limit.
    pub fn with_most_streams(mut self, most: Option<u32>) -> Self {
        self.streams = streams::OpenStreams::new(most);
        self
    }

    /// The same, where what these older secrets have signed is still accepted.
    pub fn with_old_secrets(mut self, old: Vec<SecretString>) -> Self {
        self.secrets = Secrets::new(self.secrets.newest().into(), old);
        self
    }

    /// The same, where these people may make an account by themselves.
    pub fn with_sign_up(mut self, sign_up: SignUp) -> Self {
        self.sign_up = sign_up;
        self
    }

    /// The same, where people use passkeys at these addresses.
    pub fn with_origins(mut self, origins: Origins) -> Self {
        self.origins = origins;
        self
    }

    /// The same, where people get mail about what happens to their accounts.
    pub fn with_notices(mut self, notices: Notices) -> Self {
        self.notices = notices;
        self
    }

    /// Whether the person logged in within the last day, in the browser that sends this request.
    pub fn is_fresh(&self, session: &ActiveSession) -> bool {
        !session.by_token && session.created_at.plus(FRESH) > self.clock.now()
    }

    /// Whether the person has just logged in, in the browser that sends this request.
    pub fn is_recent(&self, session: &ActiveSession) -> bool {
        !session.by_token && session.created_at.plus(RECENT) > self.clock.now()
    }

    /// Whether people reach this server by HTTPS.
    pub fn https(&self) -> bool {
        self.https
    }

    /// The cookies that prove a session: Better Auth's, with HTTPS the one for this host alone, and another if the session
    /// must not outlive the browser. None for a program that has shown a bearer token: a token must not become a session
    /// of a browser.
    pub fn session_cookies(&self, session: &ActiveSession) -> Vec<SessionCookie> {
        if session.by_token {
            return Vec::new();
        }
        let secret = self.secrets.newest();
        let life = session.remembered.then_some(SESSION_LIFE);
        let mut cookies = vec![cookie::session(session.token(), secret, self.https, life)];
        if self.https {
            cookies.push(cookie::host_session(session.token(), secret, life));
        }
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
