//! Parsing one value. A wrong one is refused with the name of its variable.

use super::ConfigError;
use std::num::NonZeroU32;
use std::str::FromStr;
use url::Url;

/// The value without surrounding space; `None` if it is empty.
pub(super) fn given(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|value| !value.is_empty())
}

/// The parts of a value that is a list separated by commas. Empty parts are left out.
pub(super) fn list(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|part| !part.is_empty())
}

pub(super) fn parse<T: FromStr>(
    value: &Option<String>,
    name: &'static str,
    allowed: &'static str,
) -> Result<Option<T>, ConfigError> {
    given(value)
        .map(|text| text.parse().map_err(|_| ConfigError::Invalid { name, value: text.to_owned(), allowed }))
        .transpose()
}

/// Parses a whole number that is not zero.
pub(super) fn parse_positive(value: &Option<String>, name: &'static str) -> Result<Option<u32>, ConfigError> {
    let number: Option<NonZeroU32> = parse(value, name, "a whole number from 1 to 4294967295")?;
    Ok(number.map(NonZeroU32::get))
}

/// Parses a limit. `Some(None)` means that the operator wants none: `none` or 0.
pub(super) fn parse_limit(
    value: &Option<String>,
    name: &'static str,
) -> Result<Option<Option<u32>>, ConfigError> {
    match given(value) {
        None => Ok(None),
        Some("none") => Ok(Some(None)),
        Some(_) => {
            let allowed = "a whole number from 1 to 4294967295, or none";
            let number: Option<u32> = parse(value, name, allowed)?;
            Ok(number.map(|number| (number > 0).then_some(number)))
        }
    }
}

pub(super) fn parse_http_url(value: &Option<String>, name: &'static str) -> Result<Option<Url>, ConfigError> {
    let allowed = "an address that starts with http:// or https://";
    let url: Option<Url> = parse(value, name, allowed)?;
    match url {
        Some(url) if !matches!(url.scheme(), "http" | "https") || url.host().is_none() => {
            Err(ConfigError::Invalid { name, value: url.to_string(), allowed })
        }
        url => Ok(url),
    }
}
