//! Errors of accounts.

use super::{PASSWORD_MAX, PASSWORD_MIN};
use crate::auth::NAME_MAX;
use crate::error::{AppError, Error, ErrorCode};

/// Why something could not be done with an account.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The text is not an e-mail address.
    #[error("not an e-mail address")]
    InvalidEmail,
    /// The name is too long, or has control characters.
    #[error("invalid name")]
    InvalidName,
    /// The password is shorter than [`PASSWORD_MIN`].
    #[error("password too short")]
    PasswordTooShort,
    /// The password is longer than [`PASSWORD_MAX`].
    #[error("password too long")]
    PasswordTooLong,
    /// An account with this e-mail exists.
    #[error("e-mail taken")]
    EmailTaken,
    /// Unknown e-mail or wrong password.
    #[error("invalid credentials")]
    InvalidCredentials,
    /// A person who is logged in gave a wrong password.
    #[error("wrong password")]
    WrongPassword,
    /// The text typed to confirm something is not the person's e-mail address.
    #[error("not confirmed")]
    Unconfirmed,
    /// The account has no password.
    #[error("no credential account")]
    NoCredential,
    /// The session is too old for this. Logging in again helps.
    #[error("session not fresh")]
    NotFresh,
    /// The person has no such session.
    #[error("session not found")]
    SessionNotFound,
    /// There is no such person. Only operators see this.
    #[error("no such person")]
    UserNotFound,
    /// The link is used or expired, or never existed.
    #[error("invalid reset link")]
    InvalidResetLink,
    /// This server is not set up to send mail.
    #[error("no mail is sent from here")]
    MailDisabled,
    /// Too many tries.
    #[error("limit reached; again in {retry_after} s")]
    Limited {
        /// Seconds until another try makes sense; at least 1.
        retry_after: u64,
    },
    /// A password could not be hashed.
    #[error("hashing failed: {0}")]
    Hash(String),
    /// A token could not be signed.
    #[error("signing failed: {0}")]
    Sign(#[from] jsonwebtoken::errors::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl AuthError {
    /// What the person is told. `None` for faults of the server.
    pub fn public(&self) -> Option<AppError> {
        use ErrorCode as Code;
        Some(match self {
            Self::InvalidEmail => {
                AppError::on(Code::InvalidEmail, "email", "Enter an e-mail address like name@example.com.")
            }
            Self::InvalidName => AppError::on(
                Code::InvalidParameter,
                "name",
                format!("Use at most {NAME_MAX} characters, and no line breaks."),
            ),
            Self::PasswordTooShort => AppError::on(
                Code::PasswordTooShort,
                "password",
                format!("Use at least {PASSWORD_MIN} characters."),
            ),
            Self::PasswordTooLong => AppError::on(
                Code::PasswordTooLong,
                "password",
                format!("Use at most {PASSWORD_MAX} characters."),
            ),
            Self::EmailTaken => AppError::on(
                Code::EmailUnavailable,
                "email",
                "No account could be made with this e-mail. If you have one already, log in, or reset your password.",
            ),
            Self::InvalidCredentials => {
                AppError::new(Code::InvalidCredentials, "The e-mail or the password is not right.")
            }
            Self::WrongPassword => {
                AppError::on(Code::InvalidPassword, "current_password", "This is not your password.")
            }
            Self::Unconfirmed => AppError::on(
                Code::InvalidParameter,
                "confirmation",
                "This is not the e-mail address of your account.",
            ),
            Self::NoCredential => AppError::new(Code::InvalidPassword, "This account has no password."),
            Self::NotFresh => AppError::new(
                Code::SessionNotFresh,
                "You logged in a while ago. Log in again, or give your password, to do this.",
            ),
            Self::SessionNotFound => AppError::new(Code::SessionNotFound, "This session has ended already."),
            Self::UserNotFound => AppError::new(Code::NotFound, "There is no such person."),
            Self::InvalidResetLink => AppError::new(
                Code::InvalidResetLink,
                "This link has been used or has expired. Ask for a new one.",
            ),
            Self::MailDisabled => AppError::new(
                Code::MailDisabled,
                "This server cannot send mail. Ask whoever runs it for a link that resets your password.",
            ),
            Self::Limited { retry_after } => AppError::limited(*retry_after),
            Self::Hash(_) | Self::Sign(_) | Self::Database(_) => return None,
        })
    }
}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        match (error.public(), error) {
            (Some(refusal), _) => Self::Refused(refusal),
            (None, AuthError::Database(error)) => Self::Database(error),
            (None, error) => Self::Internal(Box::new(error)),
        }
    }
}
