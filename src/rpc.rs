//! What the bodies of server functions need to know of the request that they serve. They alone use this.

use crate::auth::server::{ActiveSession, Auth, Client, SessionCookie};
use crate::error::{AppError, Error, ErrorCode};
use crate::response;
use axum::http::request::Parts;
use leptos::prelude::{expect_context, use_context};

mod author;
mod form;

pub use author::{author, author_proof};
pub use form::{forget_input, go_on, refuse_at, remember_input, remembered_input, taken};

/// Accounts and sessions.
pub fn auth() -> Auth {
    expect_context()
}

/// The session of whoever asks, if anybody is logged in.
///
/// # Errors
/// None at present; the middleware has looked it up.
pub async fn session() -> Result<Option<ActiveSession>, AppError> {
    Ok(use_context::<Parts>().and_then(|parts| parts.extensions.get().cloned()))
}

/// The session of whoever asks.
///
/// # Errors
/// If nobody is logged in.
pub async fn require_session() -> Result<ActiveSession, AppError> {
    match session().await? {
        Some(session) => Ok(session),
        None => answer(Err(Error::Unauthenticated)),
    }
}

/// Where the request comes from.
///
/// # Errors
/// None at present.
pub async fn client() -> Result<Client, AppError> {
    Ok(use_context::<Parts>().and_then(|parts| parts.extensions.get().cloned()).unwrap_or_default())
}

/// Turns an error into what the caller may see, and sets the response's status.
///
/// # Errors
/// What went wrong, as the caller may see it.
pub fn answer<T, E: Into<Error>>(outcome: Result<T, E>) -> Result<T, AppError> {
    outcome.map_err(|error| {
        let error = error.into().public();
        response::set_call_status(error.code.status(), error.retry_after);
        error
    })
}

/// Sends the cookies of a session.
pub fn set_cookies(cookies: Vec<SessionCookie>) {
    cookies.iter().for_each(|cookie| response::set_cookie(&cookie.to_string()));
}

/// The error for a page that is not there; sets the response's status.
pub fn not_found() -> AppError {
    response::set_status(ErrorCode::NotFound.status());
    AppError::new(ErrorCode::NotFound, "There is nothing at this address.")
}
