//! Browsers in which a person has logged in. A cookie that this server has signed proves it. Such a browser has a limit of
//! its own on wrong passwords, so that those of others at the same address, behind the same NAT, do not keep the person
//! out (<https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies>). Nothing is stored for
//! it but the counts of those limits.

use super::limit::Limit;
use super::{ActiveSession, Auth, AuthError, Client, SessionCookie, cookie, digest};
use crate::auth::store::places;
use crate::timestamp::Timestamp;
use time::Duration;

/// How long a browser is known after the log-in.
const LIFE: Duration = Duration::days(90);
/// Begins the signed text, so that it is none of those that other cookies hold.
const KIND: &str = "device";

impl Auth {
    /// The cookies for the browser in which a session has just begun: those that prove it, and the one by which the browser
    /// is known at later log-ins. That one stays when the person logs out.
    pub fn first_cookies(&self, session: &ActiveSession) -> Vec<SessionCookie> {
        let mut cookies = self.session_cookies(session);
        cookies.push(self.device_cookie(session));
        cookies
    }

    fn device_cookie(&self, session: &ActiveSession) -> SessionCookie {
        let began = session.created_at.unix_milliseconds().to_string();
        let text = [KIND, &digest(&session.user.email), &began, session.id.as_str()].join(".");
        cookie::device(&text, self.secrets.newest(), self.https, LIFE)
    }

    /// The limits that count a wrong password for this account, each with what it counts by.
    pub(super) async fn limits_of_guess(
        &self,
        email: &str,
        client: &Client,
    ) -> Result<Vec<(Limit, String)>, AuthError> {
        if let Some(device) = self.device(email, client) {
            let own = [(Limit::LOG_IN_DEVICE, device.as_str()), (Limit::LOG_IN_DEVICES, email)];
            match self.limits.check(&own).await {
                Ok(()) => return Ok(own.map(|(limit, of)| (limit, of.to_owned())).into()),
                // It counts as any other browser, so a thief of such a cookie locks nobody out.
                Err(AuthError::Limited { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let both = [email, &client.address].join(" ");
        let mut limits =
            vec![(Limit::LOG_IN_ACCOUNT_FROM_ADDRESS, both), (Limit::LOG_IN_ADDRESS, client.address.clone())];
        if !self.is_known_place(email, client).await? {
            limits.push((Limit::LOG_IN_ACCOUNT, email.to_owned()));
        }
        Ok(limits)
    }

    /// Whether the person with this e-mail address has lately logged in from the network of this client.
    async fn is_known_place(&self, email: &str, client: &Client) -> Result<bool, AuthError> {
        let mut transaction = self.db.read().await?;
        Ok(places::is_known_network(&mut transaction, email, &self.place(client).network).await?)
    }

    /// The id of the client's browser, if the person with this e-mail address has logged in there.
    fn device(&self, email: &str, client: &Client) -> Option<String> {
        let value = client.device.as_deref()?;
        let text = self.secrets.find(|secret| cookie::verify(value, secret))?;
        read(text, email, &self.clock.now()).map(str::to_owned)
    }
}

/// The id in the signed text, if it is of this account and not too old.
fn read<'a>(text: &'a str, email: &str, now: &Timestamp) -> Option<&'a str> {
    let mut parts = text.split('.');
    let is_ours = parts.next()? == KIND && parts.next()? == digest(email);
    let began: i64 = parts.next()?.parse().ok()?;
    let is_young = now.plus(-LIFE).unix_milliseconds() < began;
    parts.next().filter(|_| is_ours && is_young)
}
