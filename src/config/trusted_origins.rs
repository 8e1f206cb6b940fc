//! `TRUSTED_ORIGINS`.

use super::ConfigError;
use super::value::{given, list};
use crate::origins::TrustedOrigin;

/// The origins of `TRUSTED_ORIGINS`.
pub(super) fn parse(value: &Option<String>) -> Result<Vec<TrustedOrigin>, ConfigError> {
    list(given(value).unwrap_or_default())
        .map(|text| {
            text.parse().map_err(|_| ConfigError::Invalid {
                name: "TRUSTED_ORIGINS",
                value: text.to_owned(),
                allowed: "an address such as https://app.example.com, or a pattern such as https://*.example.com or \
                          http://localhost:*, whose * is followed by a domain of yours",
            })
        })
        .collect()
}
