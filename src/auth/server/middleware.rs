//! Finds out who a request comes from, once, before anything else looks at it, and refuses what they may not do.

use super::sessions::Identity;
use super::{ActiveSession, Auth, Client, SessionCookie, cookie};
use crate::call::PERSON;
use crate::error::{AppError, Error, Reason};
use crate::response::OPENER_POLICY;
use crate::url;
use ::url::form_urlencoded;
use axum::extract::Request;
use axum::http::header::{ACCEPT, AUTHORIZATION, COOKIE, LOCATION, SET_COOKIE};
use axum::http::uri::PathAndQuery;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use std::borrow::Cow;

/// The query parameter of a request that must not prolong its session (Better Auth's).
const DISABLE_REFRESH: &str = "disableRefresh";

/// Added to a request's extensions if its cookie is ours but the session has ended.
#[derive(Clone, Copy, Debug)]
pub struct EndedSession;

/// Added to a request's extensions in place of an [`ActiveSession`] if its person must set up a second factor before
/// anything else.
#[derive(Clone, Debug)]
pub struct Enrolling(pub ActiveSession);

/// The pages that are open to somebody who must set up a second factor first: those of strangers, and the one for that.
const OPEN_PAGES: [&str; 7] = [
    url::HOME,
    url::SIGN_UP,
    url::LOG_IN,
    url::SECOND_STEP,
    url::FORGOT_PASSWORD,
    url::RESET_PASSWORD,
    url::ENROLMENT,
];

/// Adds the [`ActiveSession`] that a request proves to its extensions, or [`Enrolling`], or [`EndedSession`]. A bearer
/// token wins over a cookie. A session in use is renewed once a day.
///
/// # Errors
/// The answer, if the database fails.
pub async fn identify(auth: &Auth, request: &mut Request) -> Result<Renewed, Response> {
    let failed = |error| Error::from(error).into_response();
    let session = match identity(auth, request.headers(), address(request)).await.map_err(failed)? {
        Identity::Session(session) => *session,
        Identity::Ended => {
            request.extensions_mut().insert(EndedSession);
            return Ok(Renewed(None));
        }
        Identity::Nobody => return Ok(Renewed(None)),
    };
    let renewed = match is_to_stay_as_it_is(request) {
        true => None,
        false => auth.renew(&session).await.map_err(failed)?,
    };
    let session = renewed.clone().unwrap_or(session);
    if auth.must_enrol(&session.user).await.map_err(failed)? {
        request.extensions_mut().insert(Enrolling(session));
    } else {
        request.extensions_mut().insert(session);
    }
    Ok(Renewed(renewed.map(Box::new)))
}

/// The session of a request, if the request has prolonged it.
#[derive(Debug)]
pub struct Renewed(Option<Box<ActiveSession>>);

impl Renewed {
    /// Sends the cookies of a session that was prolonged.
    pub fn tell(self, auth: &Auth, response: Response) -> Response {
        match self.0 {
            Some(session) => with_cookies(response, &auth.session_cookies(&session)),
            None => response,
        }
    }
}

/// The session of a request, also if its person must set up a second factor first. For what they need for that, and for
/// their account.
pub fn account_session(extensions: &Extensions) -> Option<&ActiveSession> {
    extensions.get().or_else(|| Some(&extensions.get::<Enrolling>()?.0))
}

/// Leads somebody who must set up a second factor from other pages to the one for that, and refuses their other requests.
/// Server functions know by themselves. `None` if the request may go on.
pub fn refuse_enrolling(request: &Request) -> Option<Response> {
    let (path, is_enrolling) = (request.uri().path(), request.extensions().get::<Enrolling>().is_some());
    let here = request.uri().path_and_query().map_or(path, PathAndQuery::as_str);
    if !is_enrolling && path == url::ENROLMENT && request.extensions().get::<ActiveSession>().is_some() {
        let settings = || here.replacen(url::ENROLMENT, url::SETTINGS, 1);
        let query = request.uri().query().unwrap_or_default();
        let next = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == url::NEXT);
        let page = next.map_or_else(settings, |(_, next)| url::after_log_in(Some(&next)).to_owned());
        return Some((StatusCode::FOUND, [(LOCATION, page)]).into_response());
    }
    if !is_enrolling || path.starts_with("/rpc/") || OPEN_PAGES.contains(&path) {
        return None;
    }
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if request.method() == Method::GET && accept.contains("text/html") {
        // The window of a program that asks for consent stays in its hands.
        let opener = url::is_authorize(here).then_some((OPENER_POLICY, "unsafe-none"));
        let headers = AppendHeaders(opener);
        return Some((StatusCode::FOUND, headers, [(LOCATION, url::enrolment(here))]).into_response());
    }
    Some(AppError::from(Reason::SecondFactorRequired).into_response())
}

/// Refuses a call of a page that was made for another person than the session's. Their session may have begun in
/// another tab since. `None` if the request may go on.
pub fn refuse_another_person(request: &Request) -> Option<Response> {
    let (person, session) = made_for(request).zip(account_session(request.extensions()))?;
    if person == session.user.id.as_str() {
        return None;
    }
    tracing::warn!(target: "docket::security", person = %session.user.id, path = request.uri().path(),
        "a call of another person's page was refused");
    Some(AppError::from(Reason::PageOfAnotherPerson).into_response())
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
pub fn forget_ended(auth: &Auth, response: Response) -> Response {
    with_cookies(response, &auth.expired_cookies())
}

/// The address of the client, for the log.
fn address(request: &Request) -> &str {
    request.extensions().get::<Client>().map_or("", |client| &client.address)
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

async fn identity(auth: &Auth, headers: &HeaderMap, address: &str) -> Result<Identity, super::AuthError> {
    // Other schemes are none of ours. A proxy's Basic authorization, for one, comes beside the cookie.
    if let Some(token) = headers.get_all(AUTHORIZATION).iter().find_map(bearer) {
        let session = auth.session_of_bearer(token).await?;
        // Others are no JSON Web Tokens, and mean something to the door that they knock at.
        if session.is_none() && token.starts_with("ey") {
            tracing::warn!(target: "docket::security", client = address, "a bearer token was refused");
        }
        return Ok(session.map_or(Identity::Nobody, |session| Identity::Session(Box::new(session))));
    }
    let values: Vec<&str> = find(headers, cookie::name(auth.https)).collect();
    // A site at a neighbouring name can plant a cookie beside ours. It cannot plant the one for this host alone.
    let own = find(headers, cookie::HOST_NAME).find(|own| auth.https && values.contains(own));
    let value = match (own, values.as_slice()) {
        (Some(own), _) => own,
        (None, []) => return Ok(Identity::Nobody),
        (None, [value, others @ ..]) if others.iter().all(|other| other == value) => value,
        (None, _) => {
            tracing::warn!(target: "docket::security", client = address,
                "a request with two session cookies was refused");
            return Ok(Identity::Nobody);
        }
    };
    let identity = auth.identity_of_cookie(value).await?;
    match &identity {
        Identity::Nobody => {
            tracing::warn!(target: "docket::security", client = address,
                "a session cookie that is not ours was refused");
        }
        Identity::Session(session) if auth.https && own.is_none() && session.has_host_cookie() => {
            tracing::warn!(target: "docket::security", client = address, person = %session.user.id,
                "a session cookie that may be another site's was refused");
            return Ok(Identity::Nobody);
        }
        Identity::Session(_) | Identity::Ended => {}
    }
    Ok(identity)
}

/// The token of an `Authorization` header with the scheme `Bearer`.
fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// What the cookie of a browser holds in which somebody has logged in before.
pub fn device(headers: &HeaderMap) -> Option<String> {
    let names = [cookie::device_name(true), cookie::device_name(false)];
    names.into_iter().find_map(|name| find(headers, name).next()).map(str::to_owned)
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
