//! A secret that a plain form has made, on its way to the page that shows it once. A cookie carries it for a minute, to
//! that page alone. An address would stay in the browser's history and in the logs of proxies.

use super::auth;
use crate::response::{set_cookie, wants_html};
use crate::url::DONE;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, SameSite};
use leptos::prelude::use_context;
use time::Duration;

const NAME: &str = "docket.once";

/// Lets the page at `page` show a secret, once. A hydrated page has it from the answer. The secret must have letters,
/// digits and underscores alone.
pub fn show_once(page: &'static str, secret: &str) {
    if wants_html() {
        set_cookie(&cookie(page, secret.to_owned(), Duration::MINUTE).to_string());
    }
}

/// The secret that this page shall show, if the form with this name has just made one.
pub fn shown_once(form: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let made = [DONE, "=", form].concat();
    if !parts.uri.query()?.split('&').any(|pair| pair == made) {
        return None;
    }
    let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let secret = cookies
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == NAME)
        .map(|cookie| cookie.value().to_owned())
        .filter(|secret| secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))?;
    set_cookie(&cookie(parts.uri.path(), String::new(), Duration::ZERO).to_string());
    Some(secret)
}

fn cookie(page: &str, value: String, life: Duration) -> Cookie<'static> {
    Cookie::build((NAME, value))
        .max_age(life)
        .path(page.to_owned())
        .http_only(true)
        .secure(auth().https())
        .same_site(SameSite::Strict)
        .build()
}
