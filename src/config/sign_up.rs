//! `SIGN_UP`: who may make an account.

use super::ConfigError;
use super::value::given;
use crate::auth::SignUp;

pub(super) fn parse(value: &Option<String>) -> Result<SignUp, ConfigError> {
    match given(value) {
        None | Some("open") => Ok(SignUp::Open),
        Some("invite") => Ok(SignUp::Invite),
        Some("closed") => Ok(SignUp::Closed),
        Some(other) => Err(ConfigError::Invalid {
            name: "SIGN_UP",
            value: other.to_owned(),
            allowed: "open, invite or closed",
        }),
    }
}
