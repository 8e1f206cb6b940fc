//! Headers that make a request conditional or repeatable: `If-Match` and `If-None-Match` (RFC 9110, section 13), and
//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07).

use super::Refusal;
use crate::idempotency::Repeatable;
use crate::revision::{Expected, Revision};
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::IntoParams;

const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Most characters of a key.
const KEY_MAX: usize = 255;

/// The entity tag of a revision.
pub(super) fn entity_tag(revision: &Revision) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("\"{revision}\"")).ok()
}

/// An answer with its entity tag.
pub(super) fn tagged<T: Serialize>(status: StatusCode, value: &T) -> Response {
    let tag = entity_tag(&Revision::of(value));
    let mut response = (status, Json(value)).into_response();
    response.headers_mut().extend(tag.map(|tag| (ETAG, tag)));
    response
}

/// The revisions that a change accepts.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only for the description")]
pub(super) struct IfMatchHeader {
    /// The `ETag` that you have seen, or several, or `*`. If what you change has another one by now, nothing is changed
    /// and the answer is 412 with the current `ETag`.
    #[param(rename = "If-Match", value_type = String, example = "\"0f5c8e03978e40d543e8bc936894a57f\"")]
    if_match: Option<String>,
}

/// The value of `If-Match`.
#[derive(Debug)]
pub(super) struct IfMatch(pub(super) Expected);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        if !parts.headers.contains_key(IF_MATCH) {
            return Ok(Self(Expected::Any));
        }
        let tags = tags(&parts.headers, IF_MATCH);
        if tags.iter().any(|tag| tag == "*") {
            return Ok(Self(Expected::Any));
        }
        // Strong comparison: a weak tag (`W/"…"`) matches nothing. A value that is no tag matches nothing either.
        let strong = tags.iter().filter_map(|tag| unquoted(tag).map(str::to_owned));
        Ok(Self(Expected::OneOf(strong.collect())))
    }
}

/// The revision that the program has.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only for the description")]
pub(super) struct IfNoneMatchHeader {
    /// The `ETag` that you have. If it is still the current one, the answer is 304 without a body.
    #[param(rename = "If-None-Match", value_type = String)]
    if_none_match: Option<String>,
}

/// The value of `If-None-Match`.
#[derive(Debug)]
pub(super) struct IfNoneMatch(Vec<String>);

impl<S: Send + Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        Ok(Self(tags(&parts.headers, IF_NONE_MATCH)))
    }
}

impl IfNoneMatch {
    /// The answer with this value, or 304 if the program has it.
    pub(super) fn answer<T: Serialize>(&self, value: &T) -> Response {
        let revision = Revision::of(value);
        let has = |tag: &String| {
            // Weak comparison: a proxy that compresses makes our tags weak.
            tag == "*" || unquoted(tag.strip_prefix("W/").unwrap_or(tag)) == Some(revision.as_str())
        };
        if self.0.iter().any(has) {
            let tag = entity_tag(&revision).map(|tag| (ETAG, tag));
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            response.headers_mut().extend(tag);
            return response;
        }
        tagged(StatusCode::OK, value)
    }
}

/// The tags of a header. Our tags hold no comma.
fn tags(headers: &HeaderMap, name: axum::http::HeaderName) -> Vec<String> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(|tag| tag.trim().to_owned()).collect()
}

fn unquoted(tag: &str) -> Option<&str> {
    tag.strip_prefix('"')?.strip_suffix('"')
}

/// The key of a request that may be repeated.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only for the description")]
pub(super) struct IdempotencyKeyHeader {
    /// A text that you make up for this request, such as a UUID. If you send the request again with the same key, it is
    /// carried out once, and you get the first answer again. Docket knows a key for 24 hours.
    #[param(
        rename = "Idempotency-Key",
        value_type = String,
        pattern = r#"^([!#-~]{1,255}|"[!#-~]{1,255}")$"#,
        example = "8e03978e-40d5-43e8-bc93-6894a57f9324"
    )]
    idempotency_key: Option<String>,
}

/// The value of `Idempotency-Key`.
#[derive(Debug)]
pub(super) struct IdempotencyKey(Option<String>);

impl IdempotencyKey {
    /// The request with its key and its content, if it has a key.
    pub(super) fn request(&self, content: &impl Serialize) -> Option<Repeatable> {
        self.0.as_deref().map(|key| Repeatable::new(key, content))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get(IDEMPOTENCY_KEY) else { return Ok(Self(None)) };
        // The draft has a quoted text; most programs send it without quotes.
        let text = value.to_str().unwrap_or_default().trim();
        let key = unquoted(text).unwrap_or(text);
        let fits = (1..=KEY_MAX).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
        match fits {
            true => Ok(Self(Some(key.to_owned()))),
            false => Err(Refusal::parameter(
                "Idempotency-Key",
                format!("expected 1 to {KEY_MAX} visible ASCII characters without spaces and quotes"),
            )),
        }
    }
}
