//! Challenges. The server keeps none, because anybody may ask for one: a signed cookie holds it, in the browser that
//! asked. A row in `verification` notes each that was used, so none is used twice.

use crate::auth::server::{Auth, AuthError, SessionCookie, cookie, digest};
use crate::auth::store::verifications;
use crate::db::Transaction;
use crate::timestamp::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use time::Duration;

/// How long a challenge can be answered (the plugin's default).
const LIFE: Duration = Duration::minutes(5);
/// Distinguishes the notes of used challenges from other rows of `verification`.
const USED: &str = "passkey-used:";

/// What a challenge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ceremony {
    Registration,
    LogIn,
}

impl Ceremony {
    /// Tells the cookie from other things that this server signs.
    fn prefix(self) -> &'static str {
        match self {
            Self::Registration => "passkey-registration:",
            Self::LogIn => "passkey-log-in:",
        }
    }
}

/// A challenge of this server that has not expired, with the state of the library.
pub(super) struct Challenge<T> {
    pub(super) state: T,
    digest: String,
    expires_at: Timestamp,
}

impl Auth {
    /// The cookie that holds a challenge. `subject` is what may answer it: a session, or nothing.
    pub(super) fn seal<T: Serialize>(
        &self,
        ceremony: Ceremony,
        subject: &str,
        state: &T,
    ) -> Result<SessionCookie, AuthError> {
        let state = serde_json::to_vec(state).map_err(|error| AuthError::Hash(error.to_string()))?;
        let (end, state) = (self.clock.now().plus(LIFE).unix_seconds(), URL_SAFE_NO_PAD.encode(state));
        let text = format!("{}{end}:{subject}:{state}", ceremony.prefix());
        Ok(cookie::challenge(&text, self.secrets.newest(), self.https, LIFE))
    }

    /// The challenge in a cookie, if this server made it for this ceremony and subject.
    ///
    /// # Errors
    /// [`AuthError::PasskeyChallengeGone`] if not, or if it has expired.
    pub(super) fn open<T: DeserializeOwned>(
        &self,
        ceremony: Ceremony,
        subject: &str,
        cookie: Option<&str>,
    ) -> Result<Challenge<T>, AuthError> {
        let opened = cookie.and_then(|value| self.secrets.find(|secret| cookie::verify(value, secret)));
        let read = |text: &str| {
            let (end, rest) = text.strip_prefix(ceremony.prefix())?.split_once(':')?;
            let state = rest.strip_prefix(subject)?.strip_prefix(':')?;
            let state = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(state).ok()?).ok()?;
            let expires_at = Timestamp::of_unix_milliseconds(end.parse::<i64>().ok()?.checked_mul(1000)?)?;
            (self.clock.now() < expires_at).then(|| Challenge { state, digest: digest(text), expires_at })
        };
        opened.and_then(read).ok_or(AuthError::PasskeyChallengeGone)
    }
}

impl<T> Challenge<T> {
    /// Uses the challenge up, if the transaction is committed.
    ///
    /// # Errors
    /// [`AuthError::PasskeyChallengeGone`] if it was used before.
    pub(super) async fn use_up(
        &self,
        transaction: &mut Transaction,
        now: &Timestamp,
    ) -> Result<(), AuthError> {
        let identifier = [USED, &self.digest].concat();
        let first =
            verifications::insert_once(transaction, &self.digest, &identifier, "", &self.expires_at, now)
                .await?;
        if first { Ok(()) } else { Err(AuthError::PasskeyChallengeGone) }
    }
}
