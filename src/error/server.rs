//! What went wrong on the server, and the one place that decides what the caller may know of it.

use super::{AppError, Reason, Unsure};
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};

/// The result of anything that a person or a program may ask of the server.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Every way in which a request can fail. Each domain turns its own errors into these.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is logged in (401).
    #[error("nobody is logged in")]
    Unauthenticated,
    /// No such URL (404).
    #[error("no such URL")]
    NotFound,
    /// A rule forbids it; the caller may know why.
    #[error(transparent)]
    Refused(AppError),
    /// The database failed (503).
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A fault of ours (500).
    #[error(transparent)]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// What the caller may know. Faults of ours are logged with their details, which stay inside.
    pub fn public(&self) -> AppError {
        match self {
            Self::Unauthenticated => Reason::LogInRequired.into(),
            Self::NotFound => Reason::NoSuchAddress.into(),
            Self::Refused(error) => error.clone(),
            Self::Database(error) => {
                tracing::error!(%error, "request failed");
                if Unsure::is_in(error) { Reason::AnswerLost.into() } else { Reason::DatabaseDown.into() }
            }
            Self::Internal(error) => {
                tracing::error!(%error, "request failed");
                Reason::Fault.into()
            }
        }
    }
}

impl AppError {
    /// The HTTP status of this error.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The error goes with the answer, for those who tell it in another form.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(&self)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.public().into_response()
    }
}
