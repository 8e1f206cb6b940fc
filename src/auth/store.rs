//! The queries of `user`, `session`, `account`, `verification`, `twoFactor`, `passkey`, `personal_tokens`,
//! `known_places` and `rate_limits`.
//! Each function runs one statement.

pub(crate) mod bans;
pub(crate) mod limits;
pub(crate) mod passkeys;
pub(crate) mod personal_tokens;
pub(crate) mod places;
pub(crate) mod rights;
pub(crate) mod sessions;
pub(crate) mod two_factor;
pub(crate) mod users;
pub(crate) mod verifications;
