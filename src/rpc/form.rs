//! What plain forms need, sent by browsers without WebAssembly: what they held when they were refused, and a way
//! to say that they were taken.

use crate::error::AppError;
use crate::response::{set_cookie, wants_html};
use crate::url::DONE;
use ::url::{Position, Url};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leptos::prelude::use_context;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use std::collections::BTreeMap;

/// Holds what a refused form held, until the page with that form is sent again.
const INPUT_COOKIE: &str = "docket.input";
/// Most bytes of it; browsers keep cookies up to 4096.
const INPUT_MAX: usize = 3000;

/// Goes back to the form's page, which says by the form's name that it was taken. A living page knows by itself.
pub fn taken(page: &str, form: &str) {
    if wants_html() {
        forget_input();
        leptos_axum::redirect(&format!("{page}?{}={form}", DONE));
    }
}

/// Goes on to a page after a plain form was taken. A living page knows by itself where to go.
pub fn go_on(page: &str) {
    if wants_html() {
        leptos_axum::redirect(page);
    }
}

/// Takes a form without WebAssembly that was refused back to a page of ours with the error, as the framework does to
/// the page of the request's `Referer`: for forms on a page that hides its address. `S` is the server function.
pub fn refuse_at<S: ServerFn>(path: &str, query: &[(&str, &str)], error: &AppError) {
    // The URL's type has no relative URLs; of this one only what follows the host is used.
    let Ok(mut page) = Url::parse("http://localhost") else { return };
    page.set_path(path);
    page.query_pairs_mut().extend_pairs(query);
    if wants_html()
        && let Ok(page) = ServerFnUrlError::new(S::PATH, error.clone()).to_url(page.as_str())
    {
        leptos_axum::redirect(&page[Position::BeforePath..]);
    }
}

/// Keeps what a form held for a minute, in case it is refused and the page has to be sent again. Only for
/// browsers without WebAssembly; with it, the form itself stays as it is.
pub fn remember_input(fields: &[(&str, &str)]) {
    if !wants_html() {
        return;
    }
    let fields: BTreeMap<_, _> = fields.iter().copied().collect();
    let text = serde_json::to_vec(&fields).map(|json| URL_SAFE_NO_PAD.encode(json)).unwrap_or_default();
    if text.len() <= INPUT_MAX {
        set_cookie(&input_cookie(text, time::Duration::MINUTE).to_string());
    }
}

/// Forgets what [`remember_input`] kept.
pub fn forget_input() {
    if wants_html() {
        set_cookie(&input_cookie(String::new(), time::Duration::ZERO).to_string());
    }
}

/// What a field of a form held when the form was refused.
pub fn remembered_input(field: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    // Only right after the refusal, which the page's address tells.
    if !parts.uri.query().is_some_and(|query| query.contains("__err=")) {
        return None;
    }
    let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let text = cookies
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == INPUT_COOKIE)
        .map(|cookie| cookie.value().to_owned())?;
    let mut fields: BTreeMap<String, String> =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    fields.remove(field)
}

fn input_cookie(value: String, life: time::Duration) -> Cookie<'static> {
    Cookie::build((INPUT_COOKIE, value))
        .max_age(life)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}
