//! `PUSH_SERVICES` and `WEBHOOK_ADDRESSES`: origins that are not on the internet and may be reached all the same.

use super::ConfigError;
use super::value::{given, list};
use url::Url;

/// The origins of the setting `name`.
pub(super) fn parse(name: &'static str, value: &Option<String>) -> Result<Vec<Url>, ConfigError> {
    list(given(value).unwrap_or_default())
        .map(|text| {
            origin(text).ok_or_else(|| ConfigError::Invalid {
                name,
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
