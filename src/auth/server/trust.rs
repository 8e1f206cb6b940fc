//! Devices that a person trusts: a log-in there takes the password alone for 30 days. The browser has a signed cookie,
//! and `verification` a row that says whose device it is. Each log-in replaces both. The names and the form are those of
//! Better Auth's plugin.

use super::second_step::LogInCookies;
use super::{Auth, AuthError, SessionCookie, cookie, random_id};
use crate::auth::store::verifications;
use crate::db::Transaction;
use crate::id::UserId;
use crate::timestamp::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use time::Duration;

/// How long a device is trusted after the last log-in there.
const LIFE: Duration = Duration::days(30);
/// Distinguishes these rows of `verification` from others.
const PREFIX: &str = "trust-device-";

impl Auth {
    /// Trusts the browser that gets this cookie.
    pub(super) async fn trust(
        &self,
        transaction: &mut Transaction,
        user: &UserId,
        now: &Timestamp,
    ) -> Result<SessionCookie, AuthError> {
        let name = [PREFIX, &random_id(&self.random)].concat();
        let (id, end) = (random_id(&self.random), now.plus(LIFE));
        verifications::insert(transaction, &id, &name, user.as_str(), &end, now).await?;
        let secret = self.secrets.newest();
        let tag = mac(user, &name, secret).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
        let value = [&tag.unwrap_or_default(), "!", &name].concat();
        Ok(cookie::trust(&value, secret, self.https, LIFE))
    }

    /// The new cookie of a browser that the person trusts, in place of the one that it has sent. `None` if they do not
    /// trust it.
    pub(super) async fn trust_again(
        &self,
        transaction: &mut Transaction,
        user: &UserId,
        cookies: &LogInCookies,
        now: &Timestamp,
    ) -> Result<Option<SessionCookie>, AuthError> {
        let Some((tag, name)) = cookies.trust.as_deref().and_then(|trust| trust.split_once('!')) else {
            return Ok(None);
        };
        let Ok(tag) = URL_SAFE_NO_PAD.decode(tag) else { return Ok(None) };
        let is_theirs = self.secrets.all().any(|secret| {
            // verify_slice compares in constant time.
            mac(user, name, secret).is_some_and(|mac| mac.verify_slice(&tag).is_ok())
        });
        // Somebody else's device, perhaps: two people may share a browser.
        if !is_theirs || !name.starts_with(PREFIX) {
            return Ok(None);
        }
        match verifications::take(transaction, name, now).await? {
            Some(owner) if owner == user.as_str() => Ok(Some(self.trust(transaction, user, now).await?)),
            _ => Ok(None),
        }
    }
}

fn mac(user: &UserId, name: &str, secret: &str) -> Option<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update([user.as_str(), "!", name].concat().as_bytes());
    Some(mac)
}
