//! Whom and what a request is about: the person and the things that its path names.

use super::Refusal;
use crate::auth::Permission;
use crate::auth::server::Grant;
use crate::error::Reason;
use crate::id::{ConversationId, MessageId, TaskId};
use crate::protocol::door::Authorized;
use crate::state::AppState;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

/// The name of the path parameter that names the person.
pub(super) const USER: &str = "user_id";

/// The right of a request that reads the data of the person in its path, or of nobody in particular.
#[derive(Debug)]
pub(super) struct Reader(pub(super) Grant);

impl FromRequestParts<AppState> for Reader {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let Authorized(grant) = Authorized::from_request_parts(parts, state).await?;
        match parameter(parts, state, USER).await? {
            Some(user) if user != grant.user.id.as_str() => {
                tracing::warn!(target: "docket::security", person = %grant.user.id, path = parts.uri.path(),
                    "a request for another person was refused");
                Err(Reason::AnotherPerson.into())
            }
            _ => Ok(Self(grant)),
        }
    }
}

/// The right of a request that changes the data of the person in its path.
#[derive(Debug)]
pub(super) struct Writer(pub(super) Grant);

impl FromRequestParts<AppState> for Writer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let Reader(grant) = Reader::from_request_parts(parts, state).await?;
        grant.require(Permission::Write)?;
        Ok(Self(grant))
    }
}

/// An id in a path. A text that is no id names nothing, so it gets the answer of a thing that is not there.
pub(super) trait PathId: Sized {
    /// The name of the path parameter.
    const NAME: &str;
    /// The answer if there is no such thing.
    const MISSING: Reason;

    fn of_number(number: i64) -> Self;
}

impl PathId for TaskId {
    const NAME: &str = "task_id";
    const MISSING: Reason = Reason::NoSuchAddress;

    fn of_number(number: i64) -> Self {
        Self::new(number)
    }
}

impl PathId for ConversationId {
    const NAME: &str = "conversation_id";
    const MISSING: Reason = Reason::ConversationNotFound;

    fn of_number(number: i64) -> Self {
        Self::new(number)
    }
}

impl PathId for MessageId {
    const NAME: &str = "message_id";
    const MISSING: Reason = Reason::MessageNotFound;

    fn of_number(number: i64) -> Self {
        Self::new(number)
    }
}

/// The thing that a path names.
#[derive(Debug)]
pub(super) struct Target<T>(pub(super) T);

impl<S: Send + Sync, T: PathId> FromRequestParts<S> for Target<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let text = parameter(parts, state, T::NAME).await?.unwrap_or_default();
        // Only one spelling of a number: `+7` and `07` are no ids.
        let number = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
        number.map(|number| Self(T::of_number(number))).ok_or_else(|| T::MISSING.into())
    }
}

/// A parameter of the path, if it has one with this name. A path that is not UTF-8 names nothing.
async fn parameter<S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
    name: &str,
) -> Result<Option<String>, Refusal> {
    match RawPathParams::from_request_parts(parts, state).await {
        Ok(parameters) => {
            Ok(parameters.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()))
        }
        Err(_) => Err(Reason::NoSuchAddress.into()),
    }
}
