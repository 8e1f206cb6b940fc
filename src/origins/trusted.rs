//! One entry of `TRUSTED_ORIGINS`: an origin, or a pattern of origins as Better Auth has them.

use std::str::FromStr;
use url::{Host, Url};

/// An origin, or a pattern of origins.
///
/// A `*` in the host stands for any characters, also for dots: `https://*.example.com`. Without `http://` or `https://`
/// it holds for both: `*.example.com`. The port `*` stands for any port that is written out: `http://localhost:*`.
/// These are the meanings in Better Auth (`matchesOriginPattern`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedOrigin {
    /// `None` holds for http and https.
    scheme: Option<String>,
    /// The host as a browser writes it, perhaps with `*` in it.
    host: String,
    port: Port,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Port {
    /// The one of the scheme.
    Default,
    Is(u16),
    /// Any but the one of the scheme.
    Any,
}

/// The text is no origin and no pattern that may be trusted.
#[derive(Clone, Copy, Debug)]
pub struct NotAnOrigin;

impl TrustedOrigin {
    /// Whether the origin of this address is meant.
    pub(super) fn holds(&self, url: &Url) -> bool {
        let port = match self.port {
            Port::Default => url.port().is_none(),
            Port::Is(port) => url.port() == Some(port),
            Port::Any => url.port().is_some(),
        };
        let scheme = match &self.scheme {
            Some(scheme) => url.scheme() == scheme,
            None => matches!(url.scheme(), "http" | "https"),
        };
        port && scheme && url.host_str().is_some_and(|host| self.holds_host(host))
    }

    /// Whether an origin with this host is meant.
    pub(super) fn holds_host(&self, host: &str) -> bool {
        let Some((start, rest)) = self.host.split_once('*') else { return host == self.host };
        let Some(mut host) = host.strip_prefix(start) else { return false };
        let mut parts: Vec<_> = rest.split('*').collect();
        let end = parts.pop().unwrap_or_default();
        for part in parts {
            // The first place is enough: what follows it can still be anywhere behind.
            let Some((_, behind)) = host.split_once(part) else { return false };
            host = behind;
        }
        host.ends_with(end)
    }

    /// Whether only the operator's own names can fit. `*.com` or `app.*.com` would hold for names that anybody can get,
    /// and `192.168.*` for `192.168.evil.example`.
    fn is_narrow(&self) -> bool {
        match self.host.rsplit_once('*') {
            None => true,
            Some((_, end)) => {
                end == ".localhost" || end.strip_prefix('.').is_some_and(|end| end.contains('.'))
            }
        }
    }
}

impl FromStr for TrustedOrigin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None if text.contains('*') => (None, text),
            None => return Err(NotAnOrigin),
        };
        let (rest, any_port) = match rest.strip_suffix(":*") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let url: Url =
            format!("{}://{rest}", scheme.as_deref().unwrap_or("http")).parse().map_err(|_| NotAnOrigin)?;
        let is_plain = url.username().is_empty() && url.password().is_none();
        let has_pattern = rest.contains('*') || any_port;
        // The path of an address does not count, as it never did. In a pattern it would be a mistake.
        let is_origin =
            !has_pattern || (url.path() == "/" && url.query().is_none() && url.fragment().is_none());
        let origin = Self {
            host: url.host_str().unwrap_or_default().to_owned(),
            port: if any_port { Port::Any } else { url.port().map_or(Port::Default, Port::Is) },
            scheme,
        };
        let is_http = matches!(url.scheme(), "http" | "https");
        let is_known = is_http && is_plain && is_origin && !origin.host.is_empty() && origin.is_narrow();
        // A port that a browser never writes would never fit.
        let fits = origin.scheme.is_some() || origin.port != Port::Default || !rest.ends_with(":80");
        if is_known && fits { Ok(origin) } else { Err(NotAnOrigin) }
    }
}

/// The host of `authority`, which is a host with perhaps a port.
pub(super) fn host_of(authority: &str) -> Option<Host<String>> {
    Url::parse(&format!("http://{authority}")).ok()?.host().map(|host| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(pattern: &str, url: &str) -> Option<bool> {
        let (pattern, url) = (pattern.parse::<TrustedOrigin>().ok()?, Url::parse(url).ok()?);
        Some(pattern.holds(&url))
    }

    #[test]
    fn patterns_mean_what_they_mean_in_better_auth() {
        for (pattern, url) in [
            ("https://app.example.com", "https://app.example.com"),
            ("https://App.example.com:443/any", "https://app.example.com"),
            ("https://*.example.com", "https://app.example.com"),
            ("https://*.example.com", "https://a.b.example.com"),
            ("https://app-*.example.com:8443", "https://app-7.example.com:8443"),
            ("https://*-x.*.example.com", "https://a-x.b.example.com"),
            ("*.example.com", "http://app.example.com"),
            ("*.example.com", "https://app.example.com"),
            ("*.example.com:8080", "http://app.example.com:8080"),
            ("http://localhost:*", "http://localhost:5173"),
            ("http://*.localhost:*", "http://app.localhost:5173"),
        ] {
            assert_eq!(holds(pattern, url), Some(true), "{pattern} {url}");
        }
        for (pattern, url) in [
            ("https://*.example.com", "https://example.com"),
            ("https://*.example.com", "http://app.example.com"),
            ("https://*.example.com", "https://app.example.com:8443"),
            ("https://*.example.com", "https://app.example.com.evil.example"),
            ("https://*.example.com", "https://evil.example/.example.com"),
            ("https://*.example.com", "https://evil.example#.example.com"),
            ("https://*.example.com", "https://app.example.com@evil.example"),
            ("https://*.example.com", "https://evilexample.com"),
            ("https://*-x.*.example.com", "https://a-x.example.com"),
            ("*.example.com", "ftp://app.example.com"),
            ("*.example.com", "https://app.example.com:8443"),
            ("http://localhost:*", "http://localhost"),
            ("http://localhost:*", "http://localhost.evil.example:80"),
            ("https://app.example.com", "https://other.example.com"),
        ] {
            assert_eq!(holds(pattern, url), Some(false), "{pattern} {url}");
        }
    }

    #[test]
    fn what_anybody_could_fit_is_refused() {
        for pattern in [
            "*",
            "https://*",
            "http://*:*",
            "https://*.com",
            "https://app.*.com",
            "https://*example.com",
            "https://app.*",
            "http://192.168.*.*",
            "https://*.example.com/path",
            "https://*.example.com?",
            "https://ann@*.example.com",
            "app.example.com",
            "*.example.com:80",
            "ftp://*.example.com",
            "exp://*.example.com",
            "https://",
            "",
        ] {
            assert!(pattern.parse::<TrustedOrigin>().is_err(), "{pattern}");
        }
    }
}
