//! The cookies of Docket's own.

use super::auth;
use axum_extra::extract::cookie::{Cookie, SameSite};
use std::borrow::Cow;
use time::Duration;

/// A cookie's name as browsers know it. With HTTPS it has a prefix, so that no other host can set it (RFC 6265bis,
/// 4.1.3.2).
pub(super) fn name(name: &'static str) -> Cow<'static, str> {
    if auth().https() { ["__Host-", name].concat().into() } else { name.into() }
}

/// A cookie that scripts cannot read.
pub(super) fn own_cookie(
    own_name: &'static str,
    value: String,
    life: Duration,
    same_site: SameSite,
) -> Cookie<'static> {
    Cookie::build((name(own_name), value))
        .max_age(life)
        .path("/")
        .http_only(true)
        .secure(auth().https())
        .same_site(same_site)
        .build()
}
