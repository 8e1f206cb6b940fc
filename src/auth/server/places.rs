//! The places from which a person logs in: the network, and the browser there. At a known place nobody else's wrong
//! passwords keep the person out, and a log-in from an unknown one is told to the person by mail.

use super::network::network;
use super::{Auth, AuthError, Client};
use crate::auth::store::places;
pub use crate::auth::store::places::KnownPlace;
use crate::auth::store::places::Place;
use crate::id::UserId;

/// Most characters of a browser's name to keep.
const AGENT_MAX: usize = 200;

impl Auth {
    /// The places from which a person logs in, the last used first.
    pub async fn known_places(&self, user: &UserId) -> Result<Vec<KnownPlace>, AuthError> {
        Ok(places::of_user(&mut self.db.autocommit().await?, user).await?)
    }

    /// The place where a client is.
    pub(super) fn place(&self, client: &Client) -> Place {
        Place { network: network(&client.address), agent: agent(&client.agent) }
    }
}

/// A browser's name for itself without its version, which changes every few weeks.
fn agent(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_control()).take(AGENT_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::agent;

    #[test]
    fn an_update_does_not_make_another_browser() {
        let firefox = |version: &str| {
            agent(&format!("Mozilla/5.0 (X11; Linux x86_64; rv:{version}) Gecko/20100101 Firefox/{version}"))
        };
        assert_eq!(firefox("145.0"), firefox("146.0"));
        assert_ne!(firefox("145.0"), agent("curl/8.5.0"));
    }
}
