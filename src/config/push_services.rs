//! `PUSH_SERVICES`: the origins of push services that are not on the internet.

use super::ConfigError;
use super::value::{given, list};
use url::Url;

/// The origins of `PUSH_SERVICES`.
pub(super) fn parse(value: &Option<String>) -> Result<Vec<Url>, ConfigError> {
    list(given(value).unwrap_or_default())
        .map(|text| {
            origin(text).ok_or_else(|| ConfigError::Invalid {
                name: "PUSH_SERVICES",
                value: text.to_owned(),
                allowed: "addresses such as http://ntfy.lan:8080, without a path, separated by commas",
            })
        })
        .collect()
}

fn origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    // The origin is all that there is.
    let is_origin = url.as_str().strip_suffix('/') == Some(&url.origin().ascii_serialization());
    (is_web && is_origin).then_some(url)
}
