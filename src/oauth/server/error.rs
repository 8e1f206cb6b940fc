//! Errors of connected apps.

use crate::auth::server::AuthError;
use crate::error::{AppError, Error, Reason};

/// Why something was refused to an app, or could not be done. As text it is the description for the app's developer.
#[derive(Debug, thiserror::Error)]
pub enum OAuthError {
    /// Something is missing or malformed.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// No app has this id.
    #[error("this client is not registered here")]
    InvalidClient,
    /// A code or a refresh token is not good for this.
    #[error("{0}")]
    InvalidGrant(&'static str),
    /// A scope that is unknown, or more than the person allowed.
    #[error("{0}")]
    InvalidScope(&'static str),
    /// Another resource than the MCP server.
    #[error("tokens are for {0} alone")]
    InvalidTarget(String),
    /// A grant type that this server does not have.
    #[error("the grant types are authorization_code and refresh_token")]
    UnsupportedGrantType,
    /// A response type that this server does not have.
    #[error("the response type is code")]
    UnsupportedResponseType,
    /// The person refused.
    #[error("the person did not allow it")]
    AccessDenied,
    /// A registration with an address that cannot be one.
    #[error("{0}")]
    InvalidRedirectUri(&'static str),
    /// A registration with other data that cannot be.
    #[error("{0}")]
    InvalidClientMetadata(&'static str),
    /// Too many apps have registered.
    #[error("too many clients have registered; try again later")]
    Full,
    /// The person has no such connection.
    #[error("no such connection")]
    NotFound,
    /// Too many requests.
    #[error("limit reached; try again in {retry_after} s")]
    Limited {
        /// Seconds until another try makes sense.
        retry_after: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl OAuthError {
    /// The error's name on the wire (RFC 6749 sections 4.1.2.1 and 5.2, RFC 7591 section 3.2.2, RFC 8707 section 2).
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant(_) => "invalid_grant",
            Self::InvalidScope(_) => "invalid_scope",
            Self::InvalidTarget(_) => "invalid_target",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::AccessDenied => "access_denied",
            Self::InvalidRedirectUri(_) => "invalid_redirect_uri",
            Self::InvalidClientMetadata(_) => "invalid_client_metadata",
            Self::NotFound => "invalid_request",
            Self::Full | Self::Limited { .. } | Self::Database(_) => "temporarily_unavailable",
        }
    }
}

impl From<AuthError> for OAuthError {
    /// For the limits, which can fail in these two ways.
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Limited { retry_after } => Self::Limited { retry_after },
            AuthError::Database(error) => Self::Database(error),
            _ => Self::Limited { retry_after: 1 },
        }
    }
}

impl From<OAuthError> for Error {
    fn from(error: OAuthError) -> Self {
        let reason = match error {
            OAuthError::Database(error) => return Self::Database(error),
            OAuthError::Limited { retry_after } => Reason::TooManyTries { seconds: retry_after },
            OAuthError::NotFound => Reason::AppNotFound,
            OAuthError::InvalidClient => Reason::UnknownApp,
            OAuthError::InvalidRedirectUri(_) => Reason::ForeignRedirect,
            _ => Reason::MalformedRequest,
        };
        Self::Refused(AppError::from(reason))
    }
}
