//! `SECOND_FACTOR=required`: somebody without a second factor can do nothing but set one up. Two-factor log-in is one, and
//! so is a passkey, because it is used only after the device has verified the person.

use super::{Auth, AuthError, User};
use crate::auth::store::passkeys;

impl Auth {
    /// The same, where everybody must have a second factor, or need not.
    pub fn with_second_factor_required(mut self, required: bool) -> Self {
        self.second_factor_required = required;
        self
    }

    /// Whether the person must set up a second factor before anything else.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn must_enrol(&self, user: &User) -> Result<bool, AuthError> {
        if !self.second_factor_required || user.two_factor_enabled {
            return Ok(false);
        }
        Ok(!passkeys::has_any(&mut self.db.autocommit().await?, &user.id).await?)
    }
}
