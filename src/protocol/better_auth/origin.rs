//! Better Auth's rules about the pages that may call (better-auth 1.7.7, `api/middlewares/origin-check.ts`). A request
//! with a cookie must come from a page of a trusted origin. So must a log-in, if it comes from a browser. Nobody is
//! redirected to a foreign address.

use super::Failure;
use super::fields::is_truthy;
use crate::origins::Origins;
use axum::http::header::{COOKIE, HOST, ORIGIN, REFERER};
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::{Url, form_urlencoded};

/// The fields that hold an address to redirect to, their names in messages, and the failure for each.
const REDIRECTS: [(&str, &str, Failure); 4] = [
    ("callbackURL", "callbackURL", Failure::INVALID_CALLBACK_URL),
    ("redirectTo", "redirectURL", Failure::INVALID_REDIRECT_URL),
    ("errorCallbackURL", "errorCallbackURL", Failure::INVALID_ERROR_CALLBACK_URL),
    ("newUserCallbackURL", "newUserCallbackURL", Failure::INVALID_NEW_USER_CALLBACK_URL),
];

/// The headers that tell where a request comes from.
pub(super) struct Source<'a> {
    pub(super) headers: &'a HeaderMap,
    pub(super) origins: &'a Origins,
}

impl Source<'_> {
    /// Refuses a request with a cookie that another site's page may have sent.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if self.headers.contains_key(COOKIE) { self.check_origin() } else { Ok(()) }
    }

    /// Refuses a log-in that another site's page may have sent, with or without a cookie. It could log a person into an
    /// account that is not theirs. Programs send none of these headers.
    pub(super) fn check_log_in(&self) -> Result<(), Failure> {
        let (site, mode) = (self.header("sec-fetch-site"), self.header("sec-fetch-mode"));
        if site == "cross-site" && mode == "navigate" {
            return Err(Failure::CROSS_SITE_NAVIGATION_LOGIN_BLOCKED);
        }
        let told = [site, mode, self.header("sec-fetch-dest"), self.header(ORIGIN), self.header(REFERER)];
        if told.iter().any(|value| !value.is_empty()) { self.check_origin() } else { self.check() }
    }

    /// Refuses addresses to redirect to that are neither a path of ours nor at a trusted origin.
    pub(super) fn check_redirects(&self, body: Option<&Value>, query: &str) -> Result<(), Failure> {
        for (field, label, failure) in REDIRECTS {
            let Some(value) = body.and_then(|body| body.get(field)).filter(|value| is_truthy(value)) else {
                continue;
            };
            let Some(url) = value.as_str() else {
                let message = format!("Invalid {label}: expected a string");
                return Err(Failure::new(StatusCode::BAD_REQUEST, None, message));
            };
            if !self.is_trusted_redirect(url) {
                return Err(failure);
            }
        }
        let foreign = form_urlencoded::parse(query.as_bytes())
            .any(|(name, url)| name == "callbackURL" && !url.is_empty() && !self.is_trusted_redirect(&url));
        if foreign { Err(Failure::INVALID_CALLBACK_URL) } else { Ok(()) }
    }

    fn check_origin(&self) -> Result<(), Failure> {
        let origin = match self.header(ORIGIN) {
            "" => self.header(REFERER),
            // One of our pages that hides its address. A page cannot forge the other header.
            "null" if self.header("sec-fetch-site") == "same-origin" => return Ok(()),
            origin => origin,
        };
        match origin {
            "" | "null" => Err(Failure::MISSING_OR_NULL_ORIGIN),
            origin if self.is_trusted(origin) => Ok(()),
            _ => Err(Failure::INVALID_ORIGIN),
        }
    }

    fn is_trusted_redirect(&self, url: &str) -> bool {
        // A URL parser leaves out line breaks and tabs, but a header can hold none.
        if url.contains(char::is_control) {
            return false;
        }
        if url.starts_with('/') { is_path_of_ours(url) } else { self.is_trusted(url) }
    }

    fn is_trusted(&self, url: &str) -> bool {
        let host = self.headers.get(HOST).and_then(|value| value.to_str().ok());
        self.origins.trust(url, host)
    }

    /// A header without the spaces around it. A value that is not text becomes "?", which is no valid origin but is not
    /// empty either.
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or("?").trim())
    }
}

/// Whether every browser reads a path as one of ours. `//host`, `/\host` and their encoded forms may lead elsewhere.
fn is_path_of_ours(path: &str) -> bool {
    let plain = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    !path.starts_with("//")
        && !path.contains(|c: char| c == '\\' || c.is_control())
        && !plain.contains("%2f")
        && !plain.contains("%5c")
        && Url::parse("https://docket.invalid")
            .and_then(|base| Ok((base.join(path)?, base)))
            .is_ok_and(|(url, base)| url.origin() == base.origin())
}

#[cfg(test)]
mod tests {
    use super::is_path_of_ours;

    #[test]
    fn only_paths_that_stay_here() {
        for path in ["/", "/chat", "/chat/7?from=/x//y#z", "/a%20b", "/a@b:c"] {
            assert!(is_path_of_ours(path), "{path}");
        }
        for path in ["//evil.example", "/\\evil.example", "/%2fevil.example", "/x%5C..", "/\t/evil.example"] {
            assert!(!is_path_of_ours(path), "{path}");
        }
    }
}
