//! `/oauth/authorize`: an app sends a person here, and the person decides.

use super::parameters::Parameters;
use crate::auth::Permission;
use crate::auth::server::{ActiveSession, Auth, Client};
use crate::error::{AppError, Error, Reason};
use crate::oauth::server::{Asked, Destination, OAuth, Refused, Request};
use crate::oauth::ui::consent::{self, ALLOW, Consent, DECISION, PERMISSION, PERSON};
use crate::response;
use crate::url;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};

/// What the page may do: show our styles and icon. It has no script. `form-action` is left out, because Chrome applies
/// it to the redirects that follow a form too, and an app's address may lead on to any other.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      frame-ancestors 'none'";
/// See [`response::keep_opener`].
const KEEP_OPENER: (HeaderName, &str) = (response::OPENER_POLICY, "unsafe-none");

/// The parameters of an app's request.
const NAMES: [&str; 9] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "code_challenge",
    "code_challenge_method",
    "scope",
    "state",
    "resource",
];

/// `GET /oauth/authorize`: asks the person who is logged in. If nobody is, they log in first and come back. So do people
/// who logged in long ago: an app outlives the session, so a thief of an old one must not connect any.
pub(super) async fn ask(
    State(auth): State<Auth>,
    State(oauth): State<OAuth>,
    session: Option<Extension<ActiveSession>>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let here = [url::AUTHORIZE, "?", &query].concat();
    let Some(Extension(session)) = session else { return found(url::log_in(&here)) };
    if !auth.is_fresh(&session) {
        return found(url::log_in_again(&here));
    }
    let Ok(parameters) = Parameters::parse(query.as_bytes()) else {
        return page(refusal(&Reason::MalformedRequest.into()));
    };
    match oauth.examine(&session.user.id, &asked(&parameters)).await {
        Ok(request) => page(question(&request, &session, &parameters)),
        Err(refused) => refuse(refused),
    }
}

/// `POST /oauth/authorize`: the person has decided. Everything is checked again, as the form comes from a browser.
pub(super) async fn decide(
    State(auth): State<Auth>,
    State(oauth): State<OAuth>,
    session: Option<Extension<ActiveSession>>,
    client: Option<Extension<Client>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(Extension(session)) = session else {
        let error = AppError::from(Reason::LogInRequired);
        return page((error.status(), consent::refuse(&error, url::LOG_IN, "Log in")));
    };
    let Ok(sent) = Parameters::of_form(&headers, &body) else {
        return page(refusal(&Reason::MalformedRequest.into()));
    };
    if !auth.is_fresh(&session) {
        return found(url::log_in_again(&address(&sent)));
    }
    let user = &session.user.id;
    let request = match oauth.examine(user, &asked(&sent)).await {
        Ok(request) => request,
        Err(refused) => return refuse(refused),
    };
    // Somebody else has logged in since the page was shown. They are asked themselves.
    if sent.get(PERSON) != Some(user.as_str()) {
        return page(question(&request, &session, &sent));
    }
    if sent.get(DECISION) != Some(ALLOW) {
        return see_other(oauth.deny(&request));
    }
    let allowed = match sent.get(PERMISSION) {
        Some("read") => Permission::Read,
        _ => Permission::Write,
    };
    let client = client.map(|Extension(client)| client).unwrap_or_default();
    match oauth.allow(&session, &request, allowed, &client).await {
        Ok(address) => see_other(address),
        Err(error) => refuse(Refused::Here(error)),
    }
}

fn asked(parameters: &Parameters) -> Asked<'_> {
    Asked {
        client_id: parameters.get("client_id"),
        redirect_uri: parameters.get("redirect_uri"),
        response_type: parameters.get("response_type"),
        response_mode: parameters.get("response_mode"),
        challenge: parameters.get("code_challenge"),
        challenge_method: parameters.get("code_challenge_method"),
        scope: parameters.get("scope"),
        state: parameters.get("state"),
        resources: parameters.resources(),
    }
}

fn question(request: &Request, session: &ActiveSession, parameters: &Parameters) -> (StatusCode, String) {
    let (here, parameters) = (address(parameters), parameters.only(&NAMES));
    let vouched_by = request.app.fetched_at.as_ref().and_then(|_| {
        ::url::Url::parse(&request.app.id).ok().and_then(|id| id.host_str().map(str::to_owned))
    });
    let consent = Consent { request, vouched_by, user: &session.user, parameters, here };
    (StatusCode::OK, consent::ask(consent))
}

/// The address of the page that asks the same.
fn address(parameters: &Parameters) -> String {
    let parameters = parameters.only(&NAMES);
    let query: String =
        ::url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&parameters).finish();
    [url::AUTHORIZE, "?", &query].concat()
}

fn refuse(refused: Refused) -> Response {
    match refused {
        Refused::There(address) => see_other(address),
        Refused::Asks { error, address, destination } => {
            let error = Error::public(&error);
            let words = match destination {
                Destination::Site(host) => format!("Go back to {host}"),
                Destination::ThisComputer => "Go back to the program on this computer".to_owned(),
            };
            page((error.status(), consent::refuse(&error, &address, &words)))
        }
        Refused::Here(error) => {
            let error = Error::public(&error);
            let mut response = page(refusal(&error));
            if let Some(seconds) = error.retry_after {
                response.headers_mut().insert(RETRY_AFTER, seconds.into());
            }
            response
        }
    }
}

fn refusal(error: &AppError) -> (StatusCode, String) {
    (error.status(), consent::refuse(error, url::CHAT, "Go to your chat"))
}

fn page((status, html): (StatusCode, String)) -> Response {
    let headers = [(CONTENT_SECURITY_POLICY, POLICY), KEEP_OPENER];
    (status, headers, Html(html)).into_response()
}

fn found(address: String) -> Response {
    (StatusCode::FOUND, [KEEP_OPENER], [(LOCATION, address)]).into_response()
}

/// 303, which makes a GET of the form's POST (RFC 9700 section 4.12).
fn see_other(address: String) -> Response {
    (StatusCode::SEE_OTHER, [KEEP_OPENER], [(LOCATION, address)]).into_response()
}
