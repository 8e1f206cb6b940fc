//! The page that asks for a passkey: to which domain the passkey belongs, and what binds the answer to the browser.

use crate::auth::server::{Auth, cookie, middleware};
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use url::Url;
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder};

/// What Docket calls itself to an authenticator.
const NAME: &str = "Docket";

/// What a request tells of the page that sent it.
#[derive(Clone, Debug)]
pub struct PasskeyPage {
    /// The domain to which passkeys belong.
    domain: String,
    /// The page's origin, if its pages may act here.
    origin: Option<Url>,
    /// The cookie that holds the challenge.
    pub(super) challenge: Option<String>,
}

impl Auth {
    /// What a request with these headers tells of its page. `None` if nobody can have passkeys at this server's address.
    pub fn passkey_page(&self, headers: &HeaderMap) -> Option<PasskeyPage> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(HOST);
        let domain = self.origins.passkey_domain(host)?;
        let origin = text(ORIGIN).filter(|origin| self.origins.trust(origin, host));
        let mut challenges = middleware::find(headers, cookie::challenge_name(self.https));
        Some(PasskeyPage {
            domain,
            origin: origin.and_then(|origin| Url::parse(origin).ok()),
            challenge: challenges.next().map(str::to_owned),
        })
    }
}

impl PasskeyPage {
    /// The library, to ask for a passkey.
    pub(super) fn asker(&self) -> Option<Webauthn> {
        let own = Url::parse(&format!("https://{}", self.domain)).ok()?;
        WebauthnBuilder::new(&self.domain, &own).ok()?.rp_name(NAME).build().ok()
    }

    /// The library, to check an answer to this page and to no other. `None` if the page may not act here, or if its
    /// domain is none to which these passkeys belong.
    pub(super) fn checker(&self) -> Option<Webauthn> {
        let origin = self.origin.as_ref()?;
        let host = origin.domain()?;
        let is_within =
            host.strip_suffix(&self.domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        if !is_within {
            return None;
        }
        WebauthnBuilder::new(&self.domain, origin).ok()?.rp_name(NAME).build().ok()
    }
}
