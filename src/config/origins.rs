//! Which pages may act here: those of Docket's own origin, and those of origins that the operator trusts.

use super::ConfigError;
use super::value::{given, list, parse_http_url};
use std::sync::Arc;
use url::{Host, Url};

/// Origins (scheme, host and port) whose pages may change state here. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    /// Docket's own; `None` means the host that a request names.
    own: Option<Arc<str>>,
    trusted: Arc<[String]>,
}

impl Origins {
    pub(super) fn new(own: Option<&Url>, trusted: &[String]) -> Self {
        Self { own: own.map(|url| url.origin().ascii_serialization().into()), trusted: trusted.into() }
    }

    /// Docket's own origin. If no address is configured, it is the one that a request with this `Host` names.
    pub fn own(&self, host: Option<&str>) -> Option<String> {
        match &self.own {
            Some(own) => Some(own.to_string()),
            None => origin_of(&format!("http://{}", host?)),
        }
    }

    /// Whether a request with this `Host` is meant for this server. A page whose own name leads to this server's address
    /// (DNS rebinding) names another host. It can name neither an IP address nor `localhost`, so these are accepted.
    pub fn have_host(&self, host: &str) -> bool {
        let Some(host) =
            Url::parse(&format!("http://{host}")).ok().and_then(|url| url.host().map(|host| host.to_owned()))
        else {
            return false;
        };
        let Host::Domain(name) = &host else { return true };
        name == "localhost" || self.all().any(|origin| origin.host_str() == Some(name))
    }

    fn all(&self) -> impl Iterator<Item = Url> {
        let own = self.own.iter().map(|own| own.as_ref());
        own.chain(self.trusted.iter().map(String::as_str)).filter_map(|origin| Url::parse(origin).ok())
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
        is_own || self.trusted.contains(&origin)
    }
}

/// The origins of `TRUSTED_ORIGINS`.
pub(super) fn parse(value: &Option<String>) -> Result<Vec<String>, ConfigError> {
    list(given(value).unwrap_or_default())
        .map(|origin| {
            let url = parse_http_url(&Some(origin.to_owned()), "TRUSTED_ORIGINS")?;
            Ok(url.map(|url| url.origin().ascii_serialization()).unwrap_or_default())
        })
        .collect()
}

/// The origin of an address. `null` and `data:` have none.
fn origin_of(url: &str) -> Option<String> {
    let origin = Url::parse(url).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_origins_are_compared() {
        let own = Url::parse("https://tasks.example.com/docket").ok();
        let origins = Origins::new(own.as_ref(), &["https://friend.example".into()]);
        for trusted in [
            "https://tasks.example.com",
            "HTTPS://tasks.example.com:443/any?where",
            "https://friend.example/x",
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
        let origins = Origins::new(own.as_ref(), &["http://docket:3000".into()]);
        for ours in [
            "tasks.example.com",
            "TASKS.example.com:443",
            "docket:3000",
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
    fn without_an_address_the_host_is_ours() {
        let origins = Origins::new(None, &[]);
        assert!(origins.trust("http://127.0.0.1:3000", Some("127.0.0.1:3000")));
        assert!(!origins.trust("http://127.0.0.1:3001", Some("127.0.0.1:3000")));
        assert!(!origins.trust("https://127.0.0.1:3000", Some("127.0.0.1:3000")));
        assert!(!origins.trust("http://127.0.0.1:3000", None));
        assert!(!origins.trust("null", Some("")));
    }
}
