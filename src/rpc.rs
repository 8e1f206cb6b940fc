//! What server functions need to know of the request that they serve. Only they use this module.

use crate::auth::server::middleware::{self, Enrolling};
use crate::auth::server::{ActiveSession, Auth, AuthError, Client, LogInCookies, PasskeyPage, SessionCookie};
use crate::error::{AppError, Error, ErrorCode, Reason};
use crate::response;
use crate::url;
use axum::http::request::Parts;
use leptos::prelude::{expect_context, with_context};
use std::borrow::Cow;

mod author;
mod form;
mod once;
mod own_cookie;

pub use author::{author, author_proof, person, require_author};
pub use form::{forget_input, go_back, go_on, refuse_at, remember_input, remembered_input, taken};
pub use once::{show_once, shown_once};

/// Accounts and sessions.
pub fn auth() -> Auth {
    expect_context()
}

/// The session of the request. `None` if nobody is logged in, or somebody who must set up a second factor first.
pub async fn session() -> Result<Option<ActiveSession>, AppError> {
    Ok(with_context(|parts: &Parts| parts.extensions.get().cloned()).flatten())
}

/// The session of the request.
///
/// # Errors
/// If nobody is logged in, or somebody who must set up a second factor first.
pub async fn require_session() -> Result<ActiveSession, AppError> {
    match (session().await?, is_enrolling()) {
        (Some(session), _) => Ok(session),
        (None, true) => answer(Err(AuthError::EnrolmentNeeded)),
        (None, false) => answer(Err(Error::Unauthenticated)),
    }
}

/// The session of the request, also if its person must set up a second factor first. For what they need for that, and
/// for their account.
pub async fn account_session() -> Result<Option<ActiveSession>, AppError> {
    let session = |parts: &Parts| middleware::account_session(&parts.extensions).cloned();
    Ok(with_context(session).flatten())
}

/// The same.
///
/// # Errors
/// If nobody is logged in.
pub async fn require_account_session() -> Result<ActiveSession, AppError> {
    match account_session().await? {
        Some(session) => Ok(session),
        None => answer(Err(Error::Unauthenticated)),
    }
}

/// The page with the person's factors: the settings, or the page that asks for one, which then leads to where they were.
pub fn factors_page() -> Cow<'static, str> {
    match (is_enrolling(), form::next_of_page()) {
        (false, _) => url::SETTINGS.into(),
        (true, None) => url::ENROLMENT.into(),
        (true, Some(next)) => url::enrolment(&next).into(),
    }
}

fn is_enrolling() -> bool {
    with_context(|parts: &Parts| parts.extensions.get::<Enrolling>().is_some()).unwrap_or_default()
}

/// The client that sends the request.
pub async fn client() -> Result<Client, AppError> {
    Ok(with_context(|parts: &Parts| parts.extensions.get().cloned()).flatten().unwrap_or_default())
}

/// The page that sends the request, for what it asks of passkeys. `None` if nobody can have any here.
pub fn passkey_page() -> Option<PasskeyPage> {
    let auth = auth();
    with_context(|parts: &Parts| auth.passkey_page(&parts.headers)).flatten()
}

/// The same.
///
/// # Errors
/// If nobody can have passkeys here.
pub fn require_passkey_page() -> Result<PasskeyPage, AppError> {
    answer(passkey_page().ok_or(AuthError::PasskeysOff))
}

/// What the cookies of the request say about a log-in.
pub fn log_in_cookies() -> LogInCookies {
    let auth = auth();
    with_context(|parts: &Parts| auth.log_in_cookies(&parts.headers)).unwrap_or_default()
}

/// Turns an error into the one that the caller may see, and sets the response's status.
///
/// # Errors
/// The error that the caller may see.
pub fn answer<T, E: Into<Error>>(outcome: Result<T, E>) -> Result<T, AppError> {
    outcome.map_err(|error| {
        let error = error.into().public();
        response::set_call_status(error.code.status(), error.retry_after);
        error
    })
}

/// Sends a person to the log-in page, and from there to `next`, if they must prove again who they are.
pub fn log_in_again(error: &AppError, next: &str) {
    if error.code == ErrorCode::SessionNotFresh {
        crate::response::redirect(&url::log_in_again(next));
    }
}

/// Lets the browser forget what the pages have stored. Only with HTTPS do browsers obey.
pub fn clear_storage() {
    if auth().https() {
        response::clear_storage();
    }
}

/// Redirects to the page that a person gets after logging in.
pub fn enter(next: &str) {
    if url::is_authorize(next) {
        response::keep_opener();
    }
    crate::response::redirect(next);
}

/// Sends cookies.
pub fn set_cookies(cookies: Vec<SessionCookie>) {
    cookies.iter().for_each(|cookie| response::set_cookie(&cookie.to_string()));
}

/// The error for a page that does not exist. Sets the response's status.
pub fn not_found() -> AppError {
    response::set_status(ErrorCode::NotFound.status());
    Reason::NoSuchAddress.into()
}
