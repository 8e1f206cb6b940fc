//! The parameters of a request, from its query or a form. A parameter without a value counts as left out, and none may come
//! twice (RFC 6749 section 3.1), except `resource` (RFC 8707 section 2).

use crate::media_type;
use crate::oauth::server::OAuthError;
use axum::http::HeaderMap;
use url::form_urlencoded;

const FORM: &str = "application/x-www-form-urlencoded";
const RESOURCE: &str = "resource";

/// The parameters of a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads a query or a form.
    pub(super) fn parse(text: &[u8]) -> Result<Self, OAuthError> {
        let all: Vec<(String, String)> = form_urlencoded::parse(text).into_owned().collect();
        // PostgreSQL holds no NUL, and no honest program sends one.
        if all.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(OAuthError::InvalidRequest("a parameter has a NUL character"));
        }
        let given: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let comes_twice = |(place, (name, _)): (usize, &(String, String))| {
            name != RESOURCE && given.iter().skip(place + 1).any(|(other, _)| other == name)
        };
        if given.iter().enumerate().any(comes_twice) {
            return Err(OAuthError::InvalidRequest("a parameter comes twice"));
        }
        Ok(Self(given))
    }

    /// Reads the body of a request by an app.
    pub(super) fn of_form(headers: &HeaderMap, body: &[u8]) -> Result<Self, OAuthError> {
        if media_type::of_body(headers) != FORM {
            return Err(OAuthError::InvalidRequest("the body must be application/x-www-form-urlencoded"));
        }
        Self::parse(body)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A parameter that must be there.
    pub(super) fn need(&self, name: &str, problem: &'static str) -> Result<&str, OAuthError> {
        self.get(name).ok_or(OAuthError::InvalidRequest(problem))
    }

    /// The values of `resource`.
    pub(super) fn resources(&self) -> Vec<&str> {
        self.0.iter().filter(|(name, _)| name == RESOURCE).map(|(_, value)| value.as_str()).collect()
    }

    /// Those with one of these names.
    pub(super) fn only(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_twice_but_a_resource() {
        let read = |text: &str| Parameters::parse(text.as_bytes());
        assert!(read("a=1&b=2&a=1").is_err() && read("a=%00").is_err());
        let fine = read("resource=x&resource=y&a=1&a=&b=");
        let fine = fine.unwrap_or_default();
        assert_eq!((fine.resources(), fine.get("a"), fine.get("b")), (vec!["x", "y"], Some("1"), None));
    }
}
