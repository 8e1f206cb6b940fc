//! Sets a response's status, headers and cookies from within a page or a server function. Outside of a request each
//! function does nothing.

use axum::http::header::{ACCEPT, CONTENT_SECURITY_POLICY, REFERRER_POLICY, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use leptos::nonce::use_nonce;
use leptos::prelude::{use_context, with_context};
use leptos_axum::ResponseOptions;

/// Whether the request is for a page, or comes from a plain form.
pub fn wants_html() -> bool {
    let wants = |parts: &Parts| {
        let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    };
    with_context(wants).unwrap_or_default()
}

/// Redirects to another page. A script that called gets its answer, with the page beside it.
pub fn redirect(page: &str) {
    leptos_axum::redirect(page, false);
}

/// Sets the status of the response, unless it leads elsewhere: of what a page says at the same time, that is what counts.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status))
        && let Ok(mut parts) = response.0.write()
        && !parts.status.is_some_and(|status| status.is_redirection())
    {
        parts.status = Some(status);
    }
}

/// Sets the status of a server function's response to that of an error, and the number of seconds after which to try
/// again. Leptos' own status is always 500.
pub fn set_call_status(status: u16, retry_after: Option<u64>) {
    // A page calls server functions too while it is rendered, and sets its own status. A plain form needs the redirect
    // back to its page that Leptos makes.
    let is_call = with_context(|parts: &Parts| parts.uri.path().starts_with("/rpc/")).unwrap_or_default();
    if !is_call || wants_html() {
        return;
    }
    set_status(status);
    if let (Some(response), Some(seconds)) = (use_context::<ResponseOptions>(), retry_after) {
        response.insert_header(RETRY_AFTER, seconds.into());
    }
}

/// Tells proxies not to buffer the response.
pub fn forbid_buffering() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    }
}

/// Sends a cookie, given as the value of `Set-Cookie`.
pub fn set_cookie(cookie: &str) {
    if let Some(response) = use_context::<ResponseOptions>()
        && let Ok(value) = HeaderValue::from_str(cookie)
    {
        response.append_header(SET_COOKIE, value);
    }
}

/// Sets the page's content security policy. It allows our scripts, scripts with the page's nonce, our styles, nothing
/// from other sites, and no framing.
pub fn content_security_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    // `cargo leptos watch` reloads the page through a socket on another port.
    let watching = if std::env::var_os("LEPTOS_WATCH").is_some() { " ws:" } else { "" };
    // WebAssembly counts as a script made at run time.
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'{watching}; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// Lets the window that opened this one know it for good. Programs that run in a browser open the consent page in a window
/// of its own and wait for its answer. By any other policy, one page on the way to it would cut the two off.
pub fn keep_opener() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(OPENER_POLICY, HeaderValue::from_static("unsafe-none"));
    }
}

/// Lets the browser forget what our pages have stored (Clear Site Data, 3.1).
pub fn clear_storage() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(CLEAR_SITE_DATA.0, HeaderValue::from_static(CLEAR_SITE_DATA.1));
    }
}

/// The header that clears what pages have stored, and its value. The cookies are deleted one by one.
pub const CLEAR_SITE_DATA: (HeaderName, &str) = (HeaderName::from_static("clear-site-data"), "\"storage\"");

/// The header that says which windows know each other.
pub const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Keeps the page's address out of the `Referer` of the requests that it makes. The policy is not `no-referrer`,
/// because browsers would then send `Origin: null` with its forms.
pub fn hide_address() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    }
}
