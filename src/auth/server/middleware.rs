//! Recognises who a request comes from, once, before anything else looks at it.

use super::sessions::SessionCookies;
use super::{ActiveSession, Auth, cookie};
use crate::error::Error;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE, SET_COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Puts the [`ActiveSession`] of the request, if it proves one, into its extensions. A bearer token wins over a
/// cookie; a cookie's session that is in use is renewed once a day.
pub async fn identify(State(auth): State<Auth>, mut request: Request, next: Next) -> Response {
    let session = match session_of(&auth, request.headers()).await {
        Ok(session) => session,
        Err(error) => return Error::from(error).into_response(),
    };
    let Some(session) = session else {
        return next.run(request).await;
    };
    let renewed = match auth.renew(&session).await {
        Ok(renewed) => renewed,
        Err(error) => return Error::from(error).into_response(),
    };
    request.extensions_mut().insert(session);
    let mut response = next.run(request).await;
    // A response that sets the cookie itself (a log-out) has the last word.
    if let Some(renewed) = renewed.filter(|_| !response.headers().contains_key(SET_COOKIE)) {
        let cookies = auth.session_cookies(&renewed);
        response
            .headers_mut()
            .extend(cookies.iter().filter_map(|cookie| Some((SET_COOKIE, cookie.to_string().parse().ok()?))));
    }
    response
}

async fn session_of(auth: &Auth, headers: &HeaderMap) -> Result<Option<ActiveSession>, super::AuthError> {
    if let Some(bearer) = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()) {
        return match bearer.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                auth.session_of_bearer(token.trim()).await
            }
            _ => Ok(None),
        };
    }
    let cookies = SessionCookies {
        session: find(headers, cookie::name(auth.https)),
        unremembered: find(headers, cookie::unremembered_name(auth.https)),
    };
    auth.session_of_cookies(cookies).await
}

fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
