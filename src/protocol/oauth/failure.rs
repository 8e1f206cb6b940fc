//! Errors as apps get them: `{error, error_description}` (RFC 6749 section 5.2, RFC 7591 section 3.2.2).

use crate::oauth::server::OAuthError;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error response.
#[derive(Debug)]
pub(super) struct Failure(OAuthError);

impl From<OAuthError> for Failure {
    fn from(error: OAuthError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (code, retry_after) = (
            self.0.code(),
            match self.0 {
                OAuthError::Limited { retry_after } => Some(retry_after),
                OAuthError::Full => Some(60),
                _ => None,
            },
        );
        let (status, description) = match &self.0 {
            OAuthError::Database(error) => {
                tracing::error!(%error, "request failed");
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "the database did not answer; try again in a moment".to_owned(),
                )
            }
            OAuthError::Limited { .. } | OAuthError::Full => {
                (StatusCode::TOO_MANY_REQUESTS, self.0.to_string())
            }
            // A client that does not authenticate gets a 401 (RFC 6749 section 5.2). Programs then register again.
            OAuthError::InvalidClient => (StatusCode::UNAUTHORIZED, self.0.to_string()),
            error => (StatusCode::BAD_REQUEST, error.to_string()),
        };
        let mut response =
            (status, Json(json!({ "error": code, "error_description": description }))).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
