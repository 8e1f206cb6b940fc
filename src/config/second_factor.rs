//! `SECOND_FACTOR`: whether everybody must have one.

use super::ConfigError;
use super::value::given;

pub(super) fn parse(value: &Option<String>) -> Result<bool, ConfigError> {
    match given(value) {
        None | Some("optional") => Ok(false),
        Some("required") => Ok(true),
        Some(other) => Err(ConfigError::Invalid {
            name: "SECOND_FACTOR",
            value: other.to_owned(),
            allowed: "optional or required",
        }),
    }
}
