//! Requests that another site's page sends.

use crate::error::{AppError, Reason};
use crate::origins::Origins;
use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};

/// Refuses a request that changes state and comes from another site's page, unless the operator trusts it. `None` if the
/// request may go on.
pub(super) fn refuse(origins: &Origins, request: &Request) -> Option<Response> {
    if is_allowed(origins, request.method(), request.uri(), request.headers()) {
        return None;
    }
    let mut response = AppError::from(Reason::ForeignPage).into_response();
    response.extensions_mut().insert(ForeignPage);
    Some(response)
}

/// Marks the answer to a request that came from another site's page, for the log.
#[derive(Clone, Copy, Debug)]
pub(super) struct ForeignPage;

/// Goes by `Sec-Fetch-Site`, or by `Origin` if the browser does not send that, as Go's `http.CrossOriginProtection`
/// does. Programs send neither and are let through, because they send no cookies of their own accord.
fn is_allowed(origins: &Origins, method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let bytes = |name| headers.get(name).map(|value| value.as_bytes()).filter(|value| !value.is_empty());
    let origin = bytes(ORIGIN.as_str());
    let is_trusted = || {
        let origin = origin.and_then(|origin| std::str::from_utf8(origin).ok());
        origin.is_some_and(|origin| origins.is_own(origin) || origins.trust_foreign(origin))
    };
    match (bytes("sec-fetch-site"), origin) {
        (Some(b"same-origin" | b"none"), _) | (None, None) => true,
        (Some(_), _) => is_trusted(),
        (None, Some(origin)) => {
            let host =
                uri.authority().map(|authority| authority.as_str().as_bytes()).or(bytes(HOST.as_str()));
            // Behind a proxy the scheme of the page is not known.
            let named = [&b"http://"[..], b"https://"].iter().find_map(|scheme| origin.strip_prefix(*scheme));
            (named.is_some() && named == host) || is_trusted()
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use crate::origins::TrustedOrigin;
    use axum::http::HeaderName;

    fn allowed(method: Method, headers: &[(&'static str, &str)]) -> bool {
        let trusted: Vec<TrustedOrigin> = ["https://friend.example", "https://*.friends.example"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        let origins = Origins::new(Some(&"https://tasks.example.com".parse().unwrap()), &trusted);
        let mut map = HeaderMap::from_iter([(HOST, "docket:3000".parse().unwrap())]);
        map.extend(
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())),
        );
        is_allowed(&origins, &method, &Uri::from_static("/rpc/tasks/add"), &map)
    }

    #[test]
    fn only_our_pages_trusted_ones_and_programs_change_state() {
        for headers in [
            &[][..],
            &[("origin", "")],
            &[("sec-fetch-site", "same-origin"), ("origin", "null")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://tasks.example.com")],
            &[("origin", "http://docket:3000")],
            &[("origin", "https://friend.example")],
            &[("origin", "https://a.friends.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://a.friends.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://tasks.example.com")],
        ] {
            assert!(allowed(Method::POST, headers), "{headers:?}");
        }
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site"), ("origin", "https://evil.example.com")],
            &[("sec-fetch-site", "cross-site"), ("origin", "http://docket:3000")],
            &[("sec-fetch-site", "nonsense")],
            &[("origin", "null")],
            &[("origin", "docket:3000")],
            &[("origin", "ftp://docket:3000")],
            &[("origin", "http://docket:3001")],
            &[("origin", "https://evil.example")],
            &[("origin", "http://a.friends.example")],
            &[("origin", "https://a.friends.example.evil.example")],
        ] {
            assert!(!allowed(Method::POST, headers), "{headers:?}");
            assert!(!allowed(Method::DELETE, headers), "{headers:?}");
            assert!(allowed(Method::GET, headers), "{headers:?}");
        }
    }
}
