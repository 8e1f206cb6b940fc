//! The queries of `user`, `session`, `account`, `verification` and `rate_limits`. Each function runs one statement.

pub(crate) mod limits;
pub(crate) mod sessions;
pub(crate) mod users;
pub(crate) mod verifications;
