//! What the bodies of server functions need of the request they serve. Nothing else calls this.

use crate::auth::server::{ActiveSession, Auth, Client, Recovery, SessionCookie};
use crate::chat::ChatEvent;
use crate::chat::event;
use crate::chat::server::{Chat, ChatError, Turn};
use crate::error::{AppError, Error, ErrorCode};
use crate::search::server::Search;
use crate::state::AppState;
use crate::tasks::server::Tasks;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use futures::{FutureExt, Stream, StreamExt, stream};
use leptos::nonce::use_nonce;
use leptos::prelude::{expect_context, use_context};
use leptos::server_fn::codec::ByteStream;
use leptos_axum::ResponseOptions;
use std::time::Duration;

mod draft;
mod form;

pub(super) use draft::recall;
pub use draft::{author_proof, draft, keep_draft, keep_draft_over_log_in};
use form::wants_html;
pub use form::{forget_input, go_on, refuse_at, remember_input, remembered_input, taken};

/// How often a stream looks whether its session still lives.
const SESSION_CHECK: Duration = Duration::from_secs(3);

/// Accounts and sessions.
pub fn auth() -> Auth {
    expect_context::<AppState>().auth
}

/// Resetting forgotten passwords by mail.
pub fn recovery() -> Recovery {
    expect_context::<AppState>().recovery
}

/// Tasks.
pub fn tasks() -> Tasks {
    expect_context::<AppState>().tasks
}

/// Conversations and replies.
pub fn chat() -> Chat {
    expect_context::<AppState>().chat
}

/// Searching.
pub fn search() -> Search {
    expect_context::<AppState>().search
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

/// Sets the page's content security policy: scripts of ours and those with the page's nonce, styles of ours, nobody
/// else's anything, and no framing.
pub fn content_security_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    // `cargo leptos watch` reloads the page by a socket on another port.
    let watching = if std::env::var_os("LEPTOS_WATCH").is_some() { " ws:" } else { "" };
    // WebAssembly counts as a script that is made at run time.
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'{watching}; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// Keeps the page's address out of the `Referer` of whatever is asked for from it. Not `no-referrer`: browsers would
/// then send `Origin: null` with its forms.
pub fn hide_address() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    }
}

/// Turns an error into what the caller may see, and sets the response's status.
///
/// # Errors
/// What went wrong, as the caller may see it.
pub fn answer<T, E: Into<Error>>(outcome: Result<T, E>) -> Result<T, AppError> {
    outcome.map_err(|error| {
        let error = error.into().public();
        set_status(&error);
        error
    })
}

/// Sets the status of a server function's response to an error's. The framework's own is always 500.
pub fn set_status(error: &AppError) {
    // A page that is rendered calls server functions too; it decides about its status itself. A form without
    // WebAssembly needs its redirect back to the page, which the framework makes.
    let is_call = use_context::<Parts>().is_some_and(|parts| parts.uri.path().starts_with("/rpc/"));
    if is_call
        && !wants_html()
        && let Some(response) = use_context::<ResponseOptions>()
    {
        response.set_status(error.status());
        if let Some(seconds) = error.retry_after {
            response.insert_header(RETRY_AFTER, seconds.into());
        }
    }
}

/// A turn as the bytes of its events. A turn that could not start is a stream of one `Refused`.
pub fn event_stream(turn: Result<Turn, ChatError>) -> ByteStream<AppError> {
    if let Some(response) = use_context::<ResponseOptions>() {
        // Proxies must not hold events back.
        response.insert_header(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    }
    match turn {
        Ok(turn) => {
            let events = while_logged_in(turn.events());
            ByteStream::new(events.map(|event| Ok::<_, AppError>(event::encode(&event))).fuse())
        }
        Err(error) => {
            let refused = ChatEvent::Refused { error: Error::from(error).public() };
            ByteStream::new(stream::iter([Ok::<_, AppError>(event::encode(&refused))]))
        }
    }
}

/// Cuts a stream when the session that asked for it ends: the last event then says so.
fn while_logged_in(
    events: impl Stream<Item = ChatEvent> + Send + 'static,
) -> impl Stream<Item = ChatEvent> + Send {
    let session = use_context::<Parts>().and_then(|parts| parts.extensions.get::<ActiveSession>().cloned());
    let auth = auth();
    let ended = async move {
        while let Some(session) = &session {
            tokio::time::sleep(SESSION_CHECK).await;
            // If the database does not answer, nobody has ended it.
            if matches!(auth.still_lives(&session.id).await, Ok(false)) {
                break;
            }
        }
    };
    stream::unfold((events.boxed(), Some(ended.boxed())), async |(mut events, ended)| {
        let mut ended = ended?;
        tokio::select! {
            event = events.next() => Some((event?, (events, Some(ended)))),
            () = &mut ended => {
                let error = Error::Unauthenticated.public();
                Some((ChatEvent::Refused { error }, (events, None)))
            }
        }
    })
}

/// Sends the cookies of a session.
pub fn set_cookies(cookies: Vec<SessionCookie>) {
    cookies.iter().for_each(|cookie| set_cookie(&cookie.to_string()));
}

/// Sends a cookie.
fn set_cookie(cookie: &str) {
    if let Some(response) = use_context::<ResponseOptions>()
        && let Ok(value) = HeaderValue::from_str(cookie)
    {
        response.append_header(SET_COOKIE, value);
    }
}

/// The error for a page that is not there; sets the response's status.
pub fn not_found() -> AppError {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    AppError::new(ErrorCode::NotFound, "There is nothing at this address.")
}
