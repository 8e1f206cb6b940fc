//! Finds out who a request comes from, once, before anything else looks at it.

use super::sessions::Identity;
use super::{ActiveSession, Auth, Client, SessionCookie, cookie};
use crate::call::PERSON;
use crate::error::{AppError, Error, Reason};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use url::form_urlencoded;

/// The query parameter of a request that must not prolong its session (Better Auth's).
const DISABLE_REFRESH: &str = "disableRefresh";

/// Added to a request's extensions if its cookie is ours but the session has ended.
#[derive(Clone, Copy, Debug)]
pub struct EndedSession;

/// Adds the [`ActiveSession`] that a request proves to its extensions, or [`EndedSession`]. A
/// bearer token wins over a cookie. A session in use is renewed once a day.
pub async fn identify(State(auth): State<Auth>, mut request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Client>().cloned().unwrap_or_default();
    let session = match identity(&auth, request.headers(), &client).await {
        Ok(Identity::Session(session)) => *session,
        Ok(Identity::Ended) => {
            request.extensions_mut().insert(EndedSession);
            return next.run(request).await;
        }
        Ok(Identity::Nobody) => return next.run(request).await,
        Err(error) => return Error::from(error).into_response(),
    };
    let renewed = match is_to_stay_as_it_is(&request) {
        true => Ok(None),
        false => auth.renew(&session).await,
    };
    let renewed = match renewed {
        Ok(renewed) => renewed,
        Err(error) => return Error::from(error).into_response(),
    };
    request.extensions_mut().insert(renewed.clone().unwrap_or(session));
    let response = next.run(request).await;
    match renewed {
        Some(renewed) => with_cookies(response, &auth.session_cookies(&renewed)),
        None => response,
    }
}

/// Refuses a call of a page that was made for another person than the session's. Their session may have begun in
/// another tab since.
pub async fn same_person(request: Request, next: Next) -> Response {
    let session = request.extensions().get::<ActiveSession>();
    let made_for = made_for(&request);
    let is_another =
        made_for.zip(session).is_some_and(|(person, session)| person != session.user.id.as_str());
    if is_another {
        AppError::from(Reason::PageOfAnotherPerson).into_response()
    } else {
        next.run(request).await
    }
}

/// The person that a page names in its call.
fn made_for(request: &Request) -> Option<Cow<'_, str>> {
    if let Some(person) = request.headers().get(PERSON) {
        return Some(String::from_utf8_lossy(person.as_bytes()));
    }
    let query = request.uri().query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).find_map(|(name, value)| (name == PERSON).then_some(value))
}

/// Deletes the cookies of a session that has ended, unless the response starts another.
pub async fn forget_ended(State(auth): State<Auth>, request: Request, next: Next) -> Response {
    let ended = request.extensions().get::<EndedSession>().is_some();
    let response = next.run(request).await;
    if ended { with_cookies(response, &auth.expired_cookies()) } else { response }
}

/// Adds the cookies, unless the response sets cookies itself, as a log-in or log-out does.
fn with_cookies(mut response: Response, cookies: &[SessionCookie]) -> Response {
    if !response.headers().contains_key(SET_COOKIE) {
        response.headers_mut().extend(cookies.iter().filter_map(SessionCookie::header));
    }
    response
}

fn is_to_stay_as_it_is(request: &Request) -> bool {
    let query = request.uri().query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == DISABLE_REFRESH && !value.is_empty())
}

async fn identity(auth: &Auth, headers: &HeaderMap, client: &Client) -> Result<Identity, super::AuthError> {
    // Other schemes are none of ours. A proxy's Basic authorization, for one, comes beside the cookie.
    if let Some(token) = headers.get_all(AUTHORIZATION).iter().find_map(bearer) {
        let session = auth.session_of_bearer(token).await?;
        return Ok(session.map_or(Identity::Nobody, |session| Identity::Session(Box::new(session))));
    }
    let mut values = find(headers, cookie::name(auth.https));
    let Some(value) = values.next() else { return Ok(Identity::Nobody) };
    // A site at a neighbouring name can plant a cookie beside ours, and the request does not tell which is which.
    if values.any(|other| other != value) {
        tracing::warn!(target: "docket::security", client = client.address, "a request with two session cookies was refused");
        return Ok(Identity::Nobody);
    }
    auth.identity_of_cookie(value).await
}

/// The token of an `Authorization` header with the scheme `Bearer`.
fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The values of all cookies with this name.
pub(super) fn find<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(move |(key, value)| (key == name).then_some(value))
}
