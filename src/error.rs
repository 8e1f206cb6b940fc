//! Errors. `AppError` is what crosses the wire and what a person may read; `Error` is what happened on the
//! server. One place maps the second to the first ([`Error::public`]) and one maps a code to its HTTP status.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::{Error, Result};

/// A stable name for what went wrong, the same in the page, the tools and every protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorCode {
    /// A title is empty or longer than 200 characters.
    InvalidTitle,
    /// A description is longer than 1000 characters.
    DescriptionTooLong,
    /// An argument is missing, of the wrong type or out of range.
    InvalidParameter,
    /// The text is no e-mail address.
    InvalidEmail,
    /// A password has fewer than 8 characters.
    PasswordTooShort,
    /// A password has more than 128 characters.
    PasswordTooLong,
    /// Sign-up with an e-mail that no account can be made with.
    EmailUnavailable,
    /// Unknown e-mail or wrong password; the two are not told apart.
    InvalidCredentials,
    /// Somebody who is logged in gave another password than theirs.
    InvalidPassword,
    /// Logging in again is needed for this.
    SessionNotFresh,
    /// No session with this id, or it is somebody else's.
    SessionNotFound,
    /// A link that resets a password and does not work (any more).
    InvalidResetLink,
    /// The server is not set up to send mail.
    MailDisabled,
    /// No task with this id, or it is somebody else's.
    TaskNotFound,
    /// A change to a task cannot be undone: the task changed since, is gone, or it was undone already.
    TaskChanged,
    /// No change to undo, or it is somebody else's.
    NothingToUndo,
    /// No conversation with this id, or it is somebody else's.
    ConversationNotFound,
    /// No message with this id, or it is somebody else's.
    MessageNotFound,
    /// The conversation already has a reply running.
    RunActive,
    /// Nobody is logged in.
    Unauthenticated,
    /// Somebody is logged in, but may not do this.
    Forbidden,
    /// No such page or URL.
    NotFound,
    /// Too much at once.
    RateLimited,
    /// The model did not answer.
    ModelUnavailable,
    /// The database did not answer.
    DatabaseError,
    /// The server could not be reached from the browser.
    Unreachable,
    /// A fault of ours; the log has the details.
    Internal,
}

impl ErrorCode {
    /// The HTTP status this code is answered with.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidTitle
            | Self::DescriptionTooLong
            | Self::InvalidParameter
            | Self::InvalidEmail
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::InvalidPassword
            | Self::InvalidResetLink
            | Self::MailDisabled => 400,
            Self::Unauthenticated | Self::InvalidCredentials => 401,
            Self::Forbidden | Self::SessionNotFresh => 403,
            Self::TaskNotFound
            | Self::NothingToUndo
            | Self::ConversationNotFound
            | Self::MessageNotFound
            | Self::SessionNotFound
            | Self::NotFound => 404,
            Self::RunActive | Self::TaskChanged => 409,
            Self::EmailUnavailable => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::ModelUnavailable | Self::DatabaseError | Self::Unreachable => 503,
        }
    }
}

/// An error as a person or a program outside may see it: never a secret, never an internal text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// One sentence for a person.
    pub detail: String,
    /// The same for a program.
    pub code: ErrorCode,
    /// The argument or form field at fault, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Seconds after which trying again makes sense, if it was too much at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl AppError {
    /// An error that belongs to no field.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), code, field: None, retry_after: None }
    }

    /// An error that belongs to the argument or form field `field`.
    pub fn on(code: ErrorCode, field: &str, detail: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(code, detail) }
    }

    /// The same error where the form calls the field at fault by another name.
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        if self.field.as_deref() == Some(from) {
            self.field = Some(to.to_owned());
        }
        self
    }

    /// Too much at once; trying again makes sense after so many seconds.
    pub fn limited(retry_after: u64) -> Self {
        let (number, unit) = match retry_after {
            0..=90 => (retry_after, "second"),
            _ => (retry_after.div_ceil(60), "minute"),
        };
        let plural = if number == 1 { "" } else { "s" };
        let detail = format!("Too many tries. Try again in {number} {unit}{plural}.");
        Self { retry_after: Some(retry_after), ..Self::new(ErrorCode::RateLimited, detail) }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// Framework errors: unreadable arguments are the caller's fault, everything else means that the two sides
    /// could not talk. Their texts are not for people and are dropped.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::new(
                ErrorCode::InvalidParameter,
                "Something in this request is missing or of the wrong kind.",
            ),
            _ => Self::new(
                ErrorCode::Unreachable,
                "Docket could not be reached. Check your connection and try again.",
            ),
        };
        #[cfg(feature = "ssr")]
        crate::response::set_call_status(error.code.status(), error.retry_after);
        error
    }
}
