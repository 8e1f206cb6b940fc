//! A request of this protocol. Its body is read and its origin checked before anything else looks at it.

use super::Failure;
use super::fields::Fields;
use super::origin::Source;
use crate::auth::server::middleware::account_session;
use crate::auth::server::{ActiveSession, Client, LogInCookies};
use crate::media_type;
use crate::state::AppState;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use url::form_urlencoded;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// The parts of a request that handlers need.
pub(super) struct Call {
    pub(super) client: Client,
    /// The session of the request, if the person is logged in.
    pub(super) session: Option<ActiveSession>,
    /// What the browser's cookies say about a log-in.
    pub(super) cookies: LogInCookies,
    /// The query, without the question mark.
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    body: Option<Value>,
}

impl Call {
    /// The session of the request. Refuses the request if there is none.
    pub(super) fn member(&self) -> Result<&ActiveSession, Failure> {
        self.session.as_ref().ok_or(Failure::UNAUTHORIZED)
    }

    /// The fields of the body.
    pub(super) fn fields(&self) -> Fields<'_> {
        Fields::new(self.body.as_ref(), &["object"])
    }

    /// The same, for a body that zod does not call an object.
    pub(super) fn fields_of(&self, kinds: &[&str]) -> Fields<'_> {
        Fields::new(self.body.as_ref(), kinds)
    }

    /// The same, for a body that may be missing.
    pub(super) fn optional_fields(&self) -> Option<Fields<'_>> {
        self.body.is_some().then(|| self.fields())
    }

    async fn read(request: Request, state: &AppState, media_types: &[&str]) -> Result<Self, Failure> {
        let safe = request.method().is_safe();
        let (path, query) =
            (request.uri().path().to_owned(), request.uri().query().unwrap_or_default().to_owned());
        let client: Client = request.extensions().get().cloned().unwrap_or_default();
        let session = account_session(request.extensions()).cloned();
        let headers = request.headers().clone();
        let body = if safe { None } else { body(request, state, &headers, media_types).await? };
        if !safe {
            let source = Source { headers: &headers, origins: &state.origins };
            let checked = source.check().and_then(|()| source.check_redirects(body.as_ref(), &query));
            checked.inspect_err(|_| note_foreign(&client, &path))?;
        }
        let cookies = state.auth.log_in_cookies(&headers);
        Ok(Self { client, session, cookies, query, headers, body })
    }
}

impl FromRequest<AppState> for Call {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        Self::read(request, state, &[JSON]).await
    }
}

/// A request to log in. Plain forms may send it. Other sites' pages may not, with a cookie or without.
pub(super) struct LogIn(pub(super) Call);

impl FromRequest<AppState> for LogIn {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let (headers, path) = (request.headers().clone(), request.uri().path().to_owned());
        let call = Call::read(request, state, &[FORM, JSON]).await?;
        let source = Source { headers: &headers, origins: &state.origins };
        source.check_log_in().inspect_err(|_| note_foreign(&call.client, &path))?;
        Ok(Self(call))
    }
}

fn note_foreign(client: &Client, path: &str) {
    tracing::warn!(target: "docket::security", client = client.address, path,
        "a request of another site's page was refused");
}

/// The body as JSON. `None` if there is none.
async fn body(
    request: Request,
    state: &AppState,
    headers: &HeaderMap,
    media_types: &[&str],
) -> Result<Option<Value>, Failure> {
    let bytes = Bytes::from_request(request, state)
        .await
        .map_err(|refused| Failure::new(refused.status(), None, refused.body_text()))?;
    if bytes.is_empty() {
        return Ok(None);
    }
    match allowed_type(headers, media_types)? {
        FORM => {
            let fields = form_urlencoded::parse(&bytes);
            Ok(Some(
                fields.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect(),
            ))
        }
        _ => serde_json::from_slice(&bytes).map(Some).map_err(|_| Failure::INVALID_JSON),
    }
}

/// The body's media type, if it is one of `allowed`.
fn allowed_type<'a>(headers: &HeaderMap, allowed: &[&'a str]) -> Result<&'a str, Failure> {
    let given = headers.get(CONTENT_TYPE).map_or("", |value| value.to_str().unwrap_or("?"));
    let plain = media_type::of_body(headers);
    allowed.iter().copied().find(|allowed| plain == *allowed).ok_or_else(|| {
        let problem = match given {
            "" => "Content-Type is required.".to_owned(),
            given => format!("Content-Type \"{given}\" is not allowed."),
        };
        let message = format!("{problem} Allowed types: {}", allowed.join(", "));
        Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Some("UNSUPPORTED_MEDIA_TYPE"), message)
    })
}
