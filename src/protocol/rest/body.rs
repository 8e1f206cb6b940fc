//! What a request brings besides its path: a JSON body, a query.

use super::Refusal;
use crate::error::Reason;
use crate::media_type::{is_json, of_body};
use crate::tasks::server::Plan;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

/// Most bytes of a body, as the router allows. The refusal names it.
const BODY_MAX: usize = crate::protocol::BODY_LIMIT;
/// Items on a page of a list, unless the request says otherwise.
const LIMIT: usize = 50;
/// Most items on a page.
const LIMIT_MAX: u32 = 100;

/// A JSON body.
#[derive(Debug)]
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let is_json = is_json(&of_body(request.headers()));
        let bytes = read(request, state).await?;
        if !is_json {
            return Err(Reason::NotJson.into());
        }
        parse(&bytes).map(Self)
    }
}

/// A JSON body that may be missing.
#[derive(Debug)]
pub(super) struct OptionalBody<T>(pub(super) Option<T>);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for OptionalBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let is_json = is_json(&of_body(request.headers()));
        let bytes = read(request, state).await?;
        match (bytes.is_empty(), is_json) {
            (true, _) => Ok(Self(None)),
            (false, false) => Err(Reason::NotJson.into()),
            (false, true) => parse(&bytes).map(Self),
        }
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Refusal> {
    Bytes::from_request(request, state).await.map_err(|refused| match refused.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Reason::BodyTooLarge { max: BODY_MAX }.into(),
        _ => Reason::MalformedRequest.into(),
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    // serde would take a list for an object: its first item for the first field.
    if bytes.trim_ascii_start().starts_with(b"[") {
        let problem = "expected an object, found a list".to_owned();
        return Err(Reason::InvalidArgument { name: None, problem }.into());
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let problem = error.inner().to_string();
        // serde names a missing field only in its text: missing field `title`
        let missing = problem.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let path = error.path().to_string();
        let field = missing.unwrap_or(&path);
        // The place of text that is no JSON is `?`.
        let name = (field != "." && !field.contains('?')).then(|| field.to_owned());
        // serde loses the path of a flattened field.
        let name = name.or_else(|| wrong_plan(bytes));
        Refusal::from(Reason::InvalidArgument { name, problem: problem.clone() })
    })?;
    json.end().map_err(|error| Reason::InvalidArgument { name: None, problem: error.to_string() })?;
    Ok(value)
}

/// The field of a task's plan that has the wrong type, if one has.
fn wrong_plan(bytes: &[u8]) -> Option<String> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let error = serde_path_to_error::deserialize::<_, Plan>(&mut json).err()?;
    let field = error.path().to_string();
    (field != "." && !field.contains('?')).then_some(field)
}

/// Reads a field that may be left out but not be null.
pub(super) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads a whole number or null. `7.0` is a whole number too, by JSON Schema and for programs that know no other numbers.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    /// 2 to the power of 63. Below it, a number without a fraction is exactly one of `i64`.
    const END: f64 = 9_223_372_036_854_775_808.0;
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else { return Ok(None) };
    let exact = |number: &f64| number.fract() == 0.0 && number.abs() < END;
    let whole = number.as_i64().or_else(|| number.as_f64().filter(exact).map(|number| number as i64));
    whole.map(Some).ok_or_else(|| serde::de::Error::custom("expected a whole number"))
}

/// The parameters of a query.
#[derive(Debug)]
pub(super) struct Query<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(refused) => {
                let problem = refused.body_text();
                Err(Reason::InvalidArgument { name: None, problem }.into())
            }
        }
    }
}

/// How many items a page shall have.
pub(super) fn limit(asked: Option<u32>) -> Result<usize, Refusal> {
    match asked {
        None => Ok(LIMIT),
        Some(limit @ 1..=LIMIT_MAX) => Ok(limit as usize),
        Some(_) => Err(Refusal::parameter("limit", format!("expected a number from 1 to {LIMIT_MAX}"))),
    }
}

/// The id at which a list goes on.
pub(super) fn cursor(text: Option<&str>) -> Result<Option<i64>, Refusal> {
    let number = text.map(|text| text.parse::<u64>().ok().and_then(|number| i64::try_from(number).ok()));
    match number {
        None => Ok(None),
        Some(Some(number)) => Ok(Some(number)),
        Some(None) => Err(Refusal::parameter("cursor", "the list does not go on from there")),
    }
}
