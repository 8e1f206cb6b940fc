//! The rules of accounts: signing up, logging in and out, and recognising who a request comes from.

mod cookie;
mod email;
pub mod middleware;
mod password;
mod store;
mod token;

use super::{PASSWORD_MAX, PASSWORD_MIN, Token, User};
use crate::db::Db;
use crate::error::{AppError, ErrorCode};
use crate::id::{SessionId, UserId};
use crate::timestamp::Timestamp;
use axum_extra::extract::cookie::Cookie;
use rand::Rng;
use rand::distr::Alphanumeric;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use time::Duration;

/// How long a session lives after its last renewal (Better Auth's default).
const SESSION_LIFE: Duration = Duration::days(7);
/// How old a renewal must be before a request renews the session again (Better Auth's default).
const RENEW_AFTER: Duration = Duration::days(1);

/// Why an account could not be made or entered.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The text is no e-mail address.
    #[error("not an e-mail address")]
    InvalidEmail,
    /// The password is shorter than [`PASSWORD_MIN`].
    #[error("password too short")]
    PasswordTooShort,
    /// The password is longer than [`PASSWORD_MAX`].
    #[error("password too long")]
    PasswordTooLong,
    /// An account with this e-mail exists.
    #[error("e-mail taken")]
    EmailTaken,
    /// Unknown e-mail or wrong password.
    #[error("invalid credentials")]
    InvalidCredentials,
    /// A password could not be hashed.
    #[error("hashing failed: {0}")]
    Hash(String),
    /// A token could not be signed.
    #[error("signing failed: {0}")]
    Sign(#[from] jsonwebtoken::errors::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl AuthError {
    /// What the person is told; `None` for faults that are not theirs.
    pub fn public(&self) -> Option<AppError> {
        use ErrorCode as Code;
        Some(match self {
            Self::InvalidEmail => {
                AppError::on(Code::InvalidEmail, "email", "Enter an e-mail address like name@example.com.")
            }
            Self::PasswordTooShort => AppError::on(
                Code::PasswordTooShort,
                "password",
                format!("Use at least {PASSWORD_MIN} characters."),
            ),
            Self::PasswordTooLong => AppError::on(
                Code::PasswordTooLong,
                "password",
                format!("Use at most {PASSWORD_MAX} characters."),
            ),
            Self::EmailTaken => AppError::on(
                Code::EmailTaken,
                "email",
                "This e-mail cannot be used for a new account. If it is yours, log in instead.",
            ),
            Self::InvalidCredentials => {
                AppError::new(Code::InvalidCredentials, "The e-mail or the password is not right.")
            }
            Self::Hash(_) | Self::Sign(_) | Self::Database(_) => return None,
        })
    }
}

/// Where a log-in comes from, as far as it says.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The address of the connection.
    pub address: String,
    /// The browser's name of itself.
    pub agent: String,
}

/// A live session and whose it is.
#[derive(Clone)]
pub struct ActiveSession {
    /// The session's id.
    pub id: SessionId,
    /// The person.
    pub user: User,
    /// When it ends unless it is renewed.
    pub expires_at: Timestamp,
    token: String,
}

impl fmt::Debug for ActiveSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActiveSession")
            .field("id", &self.id)
            .field("user", &self.user.id)
            .finish_non_exhaustive()
    }
}

/// The accounts of this server. Cheap to clone.
#[derive(Clone)]
pub struct Auth {
    db: Db,
    secret: SecretString,
    https: bool,
    passwords: password::Hasher,
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth").field("https", &self.https).finish_non_exhaustive()
    }
}

impl Auth {
    /// Accounts in `db`. `secret` signs cookies and tokens; `https` says whether people reach this server so.
    pub fn new(db: Db, secret: SecretString, https: bool) -> Self {
        Self { db, secret, https, passwords: password::Hasher::new() }
    }

    /// Makes an account with a password and logs in.
    ///
    /// # Errors
    /// If the e-mail or the password is not acceptable, or the e-mail is taken.
    pub async fn sign_up(
        &self,
        name: &str,
        email: &str,
        password: SecretString,
        client: Client,
    ) -> Result<ActiveSession, AuthError> {
        let email = email::parse(email)?;
        password::check_length(&password)?;
        // Looked up before the costly hash; the unique key decides when two come at once.
        if store::email_exists(&mut self.db.read().await?, &email).await? {
            return Err(AuthError::EmailTaken);
        }
        let hash = self.passwords.hash(password).await?;
        let user =
            User { id: UserId::new(random_id()), name: name.trim().chars().take(200).collect(), email };
        let mut transaction = self.db.write().await?;
        let now = Timestamp::now();
        store::insert_user(&mut transaction, &user, &now).await.map_err(|error| match error {
            sqlx::Error::Database(error) if error.is_unique_violation() => AuthError::EmailTaken,
            other => other.into(),
        })?;
        store::insert_credential(&mut transaction, &random_id(), &user.id, &hash, &now).await?;
        let session = Self::new_session(user, &now);
        store::insert_session(&mut transaction, &session, &client, &now).await?;
        transaction.commit().await?;
        tracing::info!(user = %session.user.id, "signed up");
        Ok(session)
    }

    /// Logs in. An unknown e-mail costs as much time as a wrong password and gives the same answer.
    ///
    /// # Errors
    /// [`AuthError::InvalidCredentials`], and nothing more exact.
    pub async fn log_in(
        &self,
        email: &str,
        password: SecretString,
        client: Client,
    ) -> Result<ActiveSession, AuthError> {
        let found = match (email::parse(email), password::check_length(&password)) {
            (Ok(email), Ok(())) => store::credential(&mut self.db.read().await?, &email).await?,
            (Err(error), _) => return Err(error),
            // A password that can be nobody's: no reason to hash megabytes of it.
            (_, Err(_)) => return Err(AuthError::InvalidCredentials),
        };
        let (user, hash) = match found {
            Some((user, hash)) => (Some(user), Some(hash)),
            None => (None, None),
        };
        let right = self.passwords.verify(password, hash).await?;
        let Some(user) = user.filter(|_| right) else {
            return Err(AuthError::InvalidCredentials);
        };
        let mut transaction = self.db.write().await?;
        let now = Timestamp::now();
        let session = Self::new_session(user, &now);
        store::insert_session(&mut transaction, &session, &client, &now).await?;
        store::delete_expired_sessions(&mut transaction, &session.user.id, &now).await?;
        transaction.commit().await?;
        tracing::info!(user = %session.user.id, "logged in");
        Ok(session)
    }

    /// Ends a session. Its cookie and its tokens are worth nothing from here on.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn log_out(&self, session: &ActiveSession) -> Result<(), AuthError> {
        let mut transaction = self.db.write().await?;
        store::delete_session(&mut transaction, &session.id).await?;
        Ok(transaction.commit().await?)
    }

    /// The live session that a cookie's value proves. The database is asked every time, so that a session ended
    /// elsewhere is ended here.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn session_of_cookie(&self, value: &str) -> Result<Option<ActiveSession>, AuthError> {
        let Some(token) = cookie::verify(value, self.secret.expose_secret()) else {
            return Ok(None);
        };
        Ok(store::session_by_token(&mut self.db.read().await?, token, &Timestamp::now()).await?)
    }

    /// The live session that a bearer token proves. A token dies with its session.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn session_of_bearer(&self, bearer: &str) -> Result<Option<ActiveSession>, AuthError> {
        let Some(claims) = token::verify(bearer, self.secret.expose_secret()) else {
            return Ok(None);
        };
        let mut transaction = self.db.read().await?;
        let session = store::session_by_id(&mut transaction, &claims.sid, &Timestamp::now()).await?;
        Ok(session.filter(|session| session.user.id == claims.sub))
    }

    /// Moves the end of a session that is in use, at most once a day. Gives it back if it was moved; its cookie
    /// must then be sent again.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn renew(&self, session: &ActiveSession) -> Result<Option<ActiveSession>, AuthError> {
        let now = Timestamp::now();
        if session.expires_at > now.plus(SESSION_LIFE - RENEW_AFTER) {
            return Ok(None);
        }
        let renewed = ActiveSession { expires_at: now.plus(SESSION_LIFE), ..session.clone() };
        let mut transaction = self.db.write().await?;
        store::renew_session(&mut transaction, &renewed.id, &renewed.expires_at, &now).await?;
        transaction.commit().await?;
        Ok(Some(renewed))
    }

    /// A bearer token for a session's person: HS256, 7 days, worth nothing once the session has ended.
    ///
    /// # Errors
    /// If it cannot be signed.
    pub fn token(&self, session: &ActiveSession) -> Result<Token, AuthError> {
        let token = token::sign(session, self.secret.expose_secret(), &Timestamp::now())?;
        Ok(Token { token })
    }

    /// The cookie that proves a session.
    pub fn session_cookie(&self, session: &ActiveSession) -> Cookie<'static> {
        cookie::session(&session.token, self.secret.expose_secret(), self.https, SESSION_LIFE)
    }

    /// The cookie that makes a browser forget its session.
    pub fn expired_cookie(&self) -> Cookie<'static> {
        cookie::expired(self.https)
    }

    /// The name of the session cookie.
    pub fn cookie_name(&self) -> &'static str {
        cookie::name(self.https)
    }

    fn new_session(user: User, now: &Timestamp) -> ActiveSession {
        ActiveSession {
            id: SessionId::new(random_id()),
            user,
            expires_at: now.plus(SESSION_LIFE),
            token: random_id(),
        }
    }
}

/// 32 characters of `[a-zA-Z0-9]` (190 bits) from the system's generator: Better Auth's ids and tokens.
fn random_id() -> String {
    rand::rng().sample_iter(Alphanumeric).take(32).map(char::from).collect()
}
