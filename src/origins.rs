//! Which pages may act here: those of Docket's own origin, and those of origins that the operator trusts.

mod trusted;

pub use trusted::TrustedOrigin;

use std::sync::Arc;
use trusted::host_of;
use url::{Host, Url};

/// Origins (scheme, host and port) whose pages may change state here. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    /// Docket's own; `None` means the host that a request names.
    own: Option<Arc<str>>,
    trusted: Arc<[TrustedOrigin]>,
}

impl Origins {
    pub(crate) fn new(own: Option<&Url>, trusted: &[TrustedOrigin]) -> Self {
        Self { own: own.map(|url| url.origin().ascii_serialization().into()), trusted: trusted.into() }
    }

    /// Docket's own origin. If no address is configured, it is the one that a request with this `Host` names.
    pub fn own(&self, host: Option<&str>) -> Option<String> {
        match &self.own {
            Some(own) => Some(own.to_string()),
            None => origin_of(&format!("http://{}", host?)),
        }
    }

    /// The domain to which passkeys belong (WebAuthn's "relying party id"). An IP address cannot have any. If no address
    /// is configured, only `localhost` has: browsers offer no passkeys at another name without HTTPS.
    pub fn passkey_domain(&self, host: Option<&str>) -> Option<String> {
        let own = Url::parse(&self.own(host)?).ok()?;
        let Some(Host::Domain(name)) = own.host() else { return None };
        (self.own.is_some() || name == "localhost").then(|| name.to_owned())
    }

    /// Whether a request with this `Host` is meant for this server. A page whose own name leads to this server's
    /// address (DNS rebinding) names another host. It can name neither an IP address nor `localhost`, so these are
    /// accepted.
    pub fn have_host(&self, host: &str) -> bool {
        let Some(host) = host_of(host) else { return false };
        let Host::Domain(name) = &host else { return true };
        name == "localhost"
            || self
                .own
                .as_deref()
                .and_then(|own| Url::parse(own).ok())
                .is_some_and(|own| own.host_str() == Some(name))
            || self.trusted.iter().any(|origin| origin.holds_host(name))
    }

    /// Whether `url` belongs to an origin that the operator trusts, which Docket's own is not one of.
    pub fn trust_foreign(&self, url: &str) -> bool {
        Url::parse(url).is_ok_and(|url| self.trusted.iter().any(|origin| origin.holds(&url)))
    }

    /// Whether `url` belongs to the address that is configured as Docket's own.
    pub fn is_own(&self, url: &str) -> bool {
        self.own.is_some() && self.own.as_deref() == origin_of(url).as_deref()
    }

    /// Whether `url` belongs to one of these origins. `host` is the request's `Host`. If no address is configured, it
    /// counts as Docket's own.
    pub fn trust(&self, url: &str, host: Option<&str>) -> bool {
        let Some(origin) = origin_of(url) else { return false };
        let is_own = match (&self.own, host) {
            (Some(own), _) => **own == *origin,
            (None, Some(host)) => origin_of(&format!("http://{host}")).as_ref() == Some(&origin),
            (None, None) => false,
        };
        is_own || self.trust_foreign(url)
    }
}

/// The origin of an address. `null` and `data:` have none.
fn origin_of(url: &str) -> Option<String> {
    let origin = Url::parse(url).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(origins: &[&str]) -> Vec<TrustedOrigin> {
        origins.iter().flat_map(|origin| origin.parse()).collect()
    }

    #[test]
    fn whole_origins_are_compared() {
        let own = Url::parse("https://tasks.example.com/docket").ok();
        let origins =
            Origins::new(own.as_ref(), &trusted(&["https://friend.example", "https://*.friends.example"]));
        for trusted in [
            "https://tasks.example.com",
            "HTTPS://tasks.example.com:443/any?where",
            "https://friend.example/x",
            "https://a.friends.example/x",
        ] {
            assert!(origins.trust(trusted, Some("evil.example")), "{trusted}");
        }
        for foreign in [
            "http://tasks.example.com",
            "https://tasks.example.com:8443",
            "https://tasks.example.com.evil.example",
            "https://tasks.example.com@evil.example",
            "https://evil.example/https://tasks.example.com",
            "https://evil.example",
            "http://a.friends.example",
            "https://friends.example.evil.example",
            "javascript:alert(1)//https://friend.example",
            "data:text/html,x",
            "null",
            "/chat",
            "",
        ] {
            assert!(!origins.trust(foreign, Some("evil.example")), "{foreign}");
        }
    }

    #[test]
    fn a_foreign_name_is_no_host_of_ours() {
        let own = Url::parse("https://tasks.example.com").ok();
        let origins = Origins::new(own.as_ref(), &trusted(&["http://docket:3000", "*.friends.example"]));
        for ours in [
            "tasks.example.com",
            "TASKS.example.com:443",
            "docket:3000",
            "a.friends.example",
            "localhost:1",
            "127.0.0.1",
            "[::1]:3000",
        ] {
            assert!(origins.have_host(ours), "{ours}");
        }
        for foreign in [
            "evil.example",
            "tasks.example.com.evil.example",
            "localhost.evil.example",
            "x@evil.example",
            "",
            "/",
        ] {
            assert!(!origins.have_host(foreign), "{foreign}");
        }
        assert_eq!(origins.own(Some("evil.example")).as_deref(), Some("https://tasks.example.com"));
        assert_eq!(
            Origins::new(None, &[]).own(Some("127.0.0.1:3000")).as_deref(),
            Some("http://127.0.0.1:3000")
        );
    }

    #[test]
    fn passkeys_belong_to_a_name() {
        let domain = |own: Option<&str>, host| {
            Origins::new(own.and_then(|own| Url::parse(own).ok()).as_ref(), &[]).passkey_domain(host)
        };
        assert_eq!(
            domain(Some("https://tasks.example.com:8443/x"), None).as_deref(),
            Some("tasks.example.com")
        );
        assert_eq!(domain(Some("http://192.0.2.7"), Some("localhost")), None);
        assert_eq!(domain(None, Some("localhost:3000")).as_deref(), Some("localhost"));
        for host in [None, Some("127.0.0.1:3000"), Some("[::1]"), Some("evil.example"), Some("")] {
            assert_eq!(domain(None, host), None, "{host:?}");
        }
    }

    #[test]
    fn without_an_address_the_host_is_ours() {
        let origins = Origins::new(None, &[]);
        assert!(origins.trust("http://127.0.0.1:3000", Some("127.0.0.1:3000")));
        assert!(!origins.trust("http://127.0.0.1:3001", Some("127.0.0.1:3000")));
        assert!(!origins.trust("https://127.0.0.1:3000", Some("127.0.0.1:3000")));
        assert!(!origins.trust("http://127.0.0.1:3000", None));
        assert!(!origins.trust("null", Some("")));
    }
}
