//! Basic authentication (RFC 7617), for programs that know no more than a name and a password: the name is the person's
//! e-mail address, and the password a personal access token. A password of an account opens nothing here.

use super::{Requests, bearer};
use crate::auth::server::{AuthError, Client, Grant};
use crate::error::{AppError, Error, Reason};
use crate::state::AppState;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// How programs shall ask their person.
const CHALLENGE: HeaderValue = HeaderValue::from_static("Basic realm=\"Docket\", charset=\"UTF-8\"");

/// Adds the [`Grant`] of a request to its extensions.
///
/// # Errors
/// The answer, if the request brings no token that holds, or the token's person may do nothing here.
pub(crate) async fn identify_by_password(
    state: &AppState,
    requests: &Requests,
    request: &mut Request,
) -> Result<(), Response> {
    let grant = match Credentials::of(request.headers()) {
        Some(credentials) => Some(grant(state, &credentials).await.map_err(IntoResponse::into_response)?),
        None => None,
    };
    match grant {
        Some(Some(grant)) => {
            request.extensions_mut().insert(grant);
            Ok(())
        }
        Some(None) => Err(refuse(requests, request)),
        // Many programs ask without a password first.
        None => Err(unauthenticated()),
    }
}

/// What a request brings.
#[derive(Debug)]
struct Credentials {
    /// The e-mail address, if the scheme has a name.
    name: Option<String>,
    token: String,
}

impl Credentials {
    fn of(headers: &HeaderMap) -> Option<Self> {
        if let Some(token) = bearer(headers) {
            return Some(Self { name: None, token: token.to_owned() });
        }
        let (scheme, encoded) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = STANDARD.decode(encoded.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let decoded = decoded.unwrap_or_default();
        let (name, token) = decoded.split_once(':').unwrap_or((&decoded, ""));
        Some(Self { name: Some(name.to_owned()), token: token.to_owned() })
    }

    /// Whether the name is this person's.
    fn name(&self, email: &str) -> bool {
        self.name.as_ref().is_none_or(|name| name.trim().to_lowercase() == email.to_lowercase())
    }
}

async fn grant(state: &AppState, credentials: &Credentials) -> Result<Option<Grant>, Error> {
    let grant = state.auth.grant_of_personal_token(&credentials.token).await?;
    let Some(grant) = grant.filter(|grant| credentials.name(&grant.user.email)) else { return Ok(None) };
    if state.auth.must_enrol(&grant.user).await? {
        return Err(AuthError::EnrolmentNeeded.into());
    }
    Ok(Some(grant))
}

/// Refuses a password, and says so in the log unless there are too many of them.
fn refuse(requests: &Requests, request: &Request) -> Response {
    let client = request.extensions().get::<Client>().map_or("", |client| &client.address);
    match requests.count_refused(client) {
        Ok(()) => {
            tracing::warn!(target: "docket::security", client, path = request.uri().path(), "a password was refused");
            unauthenticated()
        }
        Err(seconds) => AppError::from(Reason::TooManyRequests { seconds }).into_response(),
    }
}

fn unauthenticated() -> Response {
    let mut response = Error::Unauthenticated.into_response();
    response.headers_mut().insert(WWW_AUTHENTICATE, CHALLENGE);
    response
}
