//! The queries of `user`, `session`, `account`, `verification` and `rate_limits`. One statement a function.

pub(super) mod limits;
pub(super) mod people;
pub(super) mod sessions;
pub(super) mod verifications;
