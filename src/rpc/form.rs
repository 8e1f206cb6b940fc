//! Support for plain forms, which browsers without WebAssembly send: keeps what a refused form held, and tells the page
//! that a form was accepted.

use super::own_cookie::{self, own_cookie};
use crate::error::AppError;
use crate::response::{set_cookie, wants_html};
use crate::url::{DONE, NEXT, UNDO};
use ::url::{Position, Url};
use axum::http::header::{COOKIE, REFERER};
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leptos::prelude::{use_context, with_context};
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use std::collections::BTreeMap;

/// The cookie that holds a refused form's fields until its page is sent again.
const INPUT_COOKIE: &str = "docket.input";
/// Most bytes of its value. Browsers keep cookies of up to 4096 bytes.
const INPUT_MAX: usize = 3000;

/// Redirects to the form's page, with the form's name in the address so that the page says that it was accepted. A
/// hydrated page knows without this.
pub fn taken(page: &str, form: &str) {
    if wants_html() {
        forget_input();
        crate::response::redirect(&format!(
            "{page}{}{DONE}={form}",
            if page.contains('?') { '&' } else { '?' }
        ));
    }
}

/// The page to which that of the form leads on, by its address.
pub fn next_of_page() -> Option<String> {
    let of_header = |parts: &Parts| {
        let page = Url::parse(parts.headers.get(REFERER)?.to_str().ok()?).ok()?;
        page.query_pairs().find(|(name, _)| name == NEXT).map(|(_, next)| next.into_owned())
    };
    with_context(of_header).flatten()
}

/// Redirects to the next page after a plain form was accepted. A hydrated page knows without this where to go.
pub fn go_on(page: &str) {
    if wants_html() {
        crate::response::redirect(page);
    }
}

/// Redirects back to the form's page after a plain form was accepted, with something to tell in the address. Not to the page
/// `gone`, which is there no more: then to `instead`.
pub fn go_back((name, value): (&str, &str), gone: &str, instead: &str) {
    let of_header = |parts: &Parts| Url::parse(parts.headers.get(REFERER)?.to_str().ok()?).ok();
    let Some(mut page) = with_context(of_header).flatten().filter(|_| wants_html()) else { return };
    if page.path() == gone || page.path().starts_with("//") {
        page.set_path(instead);
    }
    let is_kept = |name: &str| !["__path", "__err", DONE, UNDO].contains(&name);
    let kept: Vec<(String, String)> = page
        .query_pairs()
        .filter(|(name, _)| is_kept(name))
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    page.query_pairs_mut().clear().extend_pairs(kept).append_pair(name, value);
    crate::response::redirect(&page[Position::BeforePath..Position::AfterQuery]);
}

/// Redirects a refused plain form to one of our pages, with the error in the address. Leptos does the same with the
/// page in the request's `Referer`; this is for forms on a page that hides its address. `S` is the server function.
pub fn refuse_at<S: ServerFn>(path: &str, query: &[(&str, &str)], error: &AppError) {
    // The type has no relative URLs. Only the part after the host is used.
    let Ok(mut page) = Url::parse("http://localhost") else { return };
    page.set_path(path);
    page.query_pairs_mut().extend_pairs(query);
    if wants_html()
        && let Ok(page) = ServerFnUrlError::new(S::PATH, error.clone()).to_url(page.as_str())
    {
        crate::response::redirect(&page[Position::BeforePath..]);
    }
}

/// Keeps a form's fields for a minute, in case the form is refused and its page is sent again. Only for browsers
/// without WebAssembly; with it, the form itself keeps them.
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

/// Forgets the fields that [`remember_input`] kept.
pub fn forget_input() {
    if wants_html() {
        set_cookie(&input_cookie(String::new(), time::Duration::ZERO).to_string());
    }
}

/// The content of a form's field when the form was refused.
pub fn remembered_input(field: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    // Only right after a refusal, which shows in the page's address.
    if !parts.uri.query().is_some_and(|query| query.contains("__err=")) {
        return None;
    }
    let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let text = cookies
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == own_cookie::name(INPUT_COOKIE))
        .map(|cookie| cookie.value().to_owned())?;
    let mut fields: BTreeMap<String, String> =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    fields.remove(field)
}

fn input_cookie(value: String, life: time::Duration) -> Cookie<'static> {
    own_cookie(INPUT_COOKIE, value, life, SameSite::Lax)
}
