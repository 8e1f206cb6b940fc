//! How the API refuses: `{detail, code, field?, retry_after?}` with the code's status.

use super::conditions::entity_tag;
use crate::auth::server::AuthError;
use crate::chat::server::ChatError;
use crate::error::{AppError, Error, ErrorBody, Reason};
use crate::revision::Revision;
use crate::tasks::server::TaskError;
use axum::Json;
use axum::http::header::{ETAG, RETRY_AFTER};
use axum::response::{IntoResponse, Response};

/// Why a request is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    error: AppError,
    /// The current revision of what was to be changed, if that is why.
    current: Option<Revision>,
}

impl Refusal {
    /// A parameter that cannot be read.
    pub(super) fn parameter(name: &str, problem: impl Into<String>) -> Self {
        Reason::InvalidArgument { name: Some(name.to_owned()), problem: problem.into() }.into()
    }

    /// What the program is told.
    pub(super) fn body(&self) -> ErrorBody {
        self.error.body()
    }

    /// The same refusal where the API calls the field at fault by another name.
    pub(super) fn renamed(self, from: &str, to: &str) -> Self {
        Self { error: self.error.renamed(from, to), ..self }
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        AppError::from(reason).into()
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self { error, current: None }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        error.public().into()
    }
}

impl From<AuthError> for Refusal {
    fn from(error: AuthError) -> Self {
        Error::from(error).into()
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<TaskError> for Refusal {
    fn from(error: TaskError) -> Self {
        let current = if let TaskError::Stale(current) = &error { Some(current.clone()) } else { None };
        Self { error: Error::from(error).public(), current }
    }
}

impl From<ChatError> for Refusal {
    fn from(error: ChatError) -> Self {
        let current = if let ChatError::Stale(current) = &error { Some(current.clone()) } else { None };
        // The rules say `text`, the API says `message`.
        Self { error: Error::from(error).public(), current }.renamed("text", "message")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.error.status(), Json(self.body())).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.error.retry_after {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        if let Some(tag) = self.current.as_ref().and_then(entity_tag) {
            headers.insert(ETAG, tag);
        }
        response
    }
}
