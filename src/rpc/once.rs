//! A secret that a plain form has made, on its way to the page that shows it once. A cookie carries it for a minute.
//! An address would stay in the browser's history and in the logs of proxies.

use super::own_cookie::{self, own_cookie};
use crate::response::{set_cookie, wants_html};
use crate::url::DONE;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, SameSite};
use leptos::prelude::use_context;
use time::Duration;

const NAME: &str = "docket.once";

/// Lets the page of the form that was accepted show a secret, once. A hydrated page has it from the answer. The secret must have letters,
/// digits and underscores alone.
pub fn show_once(secret: &str) {
    if wants_html() {
        set_cookie(&cookie(secret.to_owned(), Duration::MINUTE).to_string());
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
        .find(|cookie| cookie.name() == own_cookie::name(NAME))
        .map(|cookie| cookie.value().to_owned())
        .filter(|secret| secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))?;
    set_cookie(&cookie(String::new(), Duration::ZERO).to_string());
    Some(secret)
}

fn cookie(value: String, life: Duration) -> Cookie<'static> {
    own_cookie(NAME, value, life, SameSite::Strict)
}
