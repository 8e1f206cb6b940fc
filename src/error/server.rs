//! What went wrong on the server, and the one place that says what of it goes outside.

use super::{AppError, ErrorCode};
use crate::auth::server::AuthError;
use crate::chat::server::ChatError;
use crate::tasks::server::TaskError;
use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};

/// The result of anything that a person or a program may ask of the server.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Every way in which a request can fail: one variant per domain.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is logged in (401).
    #[error("nobody is logged in")]
    Unauthenticated,
    /// No such URL (404).
    #[error("no such URL")]
    NotFound,
    /// An account or a session.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// A task.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// A conversation or a reply.
    #[error(transparent)]
    Chat(#[from] ChatError),
    /// The database (503).
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl Error {
    /// What goes outside. Faults that are ours are logged with their details, which stay inside.
    pub fn public(&self) -> AppError {
        let known = match self {
            Self::Unauthenticated => Some(AppError::new(ErrorCode::Unauthenticated, "Log in to go on.")),
            Self::NotFound => Some(AppError::new(ErrorCode::NotFound, "There is nothing at this address.")),
            Self::Auth(error) => error.public(),
            Self::Task(error) => error.public(),
            Self::Chat(error) => error.public(),
            Self::Database(_) => None,
        };
        known.unwrap_or_else(|| {
            tracing::error!(error = %self, "request failed");
            match self {
                Self::Database(_)
                | Self::Auth(AuthError::Database(_))
                | Self::Task(TaskError::Database(_))
                | Self::Chat(ChatError::Database(_)) => AppError::new(
                    ErrorCode::DatabaseError,
                    "The database did not answer. Nothing was changed; try again in a moment.",
                ),
                _ => AppError::new(ErrorCode::Internal, "Something went wrong on our side. Try again."),
            }
        })
    }
}

impl AppError {
    /// The HTTP status of this error.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let retry_after = self.retry_after;
        let mut response = (self.status(), Json(self)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.public().into_response()
    }
}
