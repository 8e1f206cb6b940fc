//! What server functions need to know of the request that they serve. Only they use this module.

use crate::auth::server::{ActiveSession, Auth, Client, LogInCookies, SessionCookie};
use crate::error::{AppError, Error, ErrorCode, Reason};
use crate::response;
use crate::url;
use axum::http::request::Parts;
use leptos::prelude::{expect_context, use_context};

mod author;
mod form;
mod once;

pub use author::{author, author_proof, person, require_author};
pub use form::{forget_input, go_on, refuse_at, remember_input, remembered_input, taken};
pub use once::{show_once, shown_once};

/// Accounts and sessions.
pub fn auth() -> Auth {
    expect_context()
}

/// The session of the request. `None` if nobody is logged in.
pub async fn session() -> Result<Option<ActiveSession>, AppError> {
    Ok(use_context::<Parts>().and_then(|parts| parts.extensions.get().cloned()))
}

/// The session of the request.
///
/// # Errors
/// If nobody is logged in.
pub async fn require_session() -> Result<ActiveSession, AppError> {
    match session().await? {
        Some(session) => Ok(session),
        None => answer(Err(Error::Unauthenticated)),
    }
}

/// The client that sends the request.
pub async fn client() -> Result<Client, AppError> {
    Ok(use_context::<Parts>().and_then(|parts| parts.extensions.get().cloned()).unwrap_or_default())
}

/// What the cookies of the request say about a log-in.
pub fn log_in_cookies() -> LogInCookies {
    use_context::<Parts>().map(|parts| auth().log_in_cookies(&parts.headers)).unwrap_or_default()
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

/// Redirects to the page that a person gets after logging in.
pub fn enter(next: &str) {
    if url::is_authorize(next) {
        response::keep_opener();
    }
    leptos_axum::redirect(next);
}

/// Sends a session's cookies.
pub fn set_cookies(cookies: Vec<SessionCookie>) {
    cookies.iter().for_each(|cookie| response::set_cookie(&cookie.to_string()));
}

/// The error for a page that does not exist. Sets the response's status.
pub fn not_found() -> AppError {
    response::set_status(ErrorCode::NotFound.status());
    Reason::NoSuchAddress.into()
}
