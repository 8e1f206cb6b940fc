//! Errors of accounts.

use super::{Ban, PASSWORD_MAX, PASSWORD_MIN};
use crate::auth::{IMAGE_MAX, NAME_MAX, PASSKEY_NAME_MAX, TOKEN_NAME_MAX};
use crate::error::{AppError, Error, Reason};
use crate::timestamp::Timestamp;

/// Seconds after which a stream may have ended.
const STREAM_RETRY: u64 = 10;

/// Why something could not be done with an account.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The text is not an e-mail address.
    #[error("not an e-mail address")]
    InvalidEmail,
    /// The name is too long, or has control characters.
    #[error("invalid name")]
    InvalidName,
    /// The address of the picture is too long, or none on the web.
    #[error("invalid image")]
    InvalidImage,
    /// The password is shorter than [`PASSWORD_MIN`].
    #[error("password too short")]
    PasswordTooShort,
    /// The password is longer than [`PASSWORD_MAX`].
    #[error("password too long")]
    PasswordTooLong,
    /// The password is one of those that are guessed first.
    #[error("password too common")]
    PasswordTooCommon,
    /// Only operators make accounts here.
    #[error("sign-up closed")]
    SignUpClosed,
    /// An account needs an invitation here.
    #[error("no invitation")]
    InvitationNeeded,
    /// The invitation is used or expired, for another address, or never existed.
    #[error("invalid invitation")]
    InvalidInvitation,
    /// An account with this e-mail exists.
    #[error("e-mail taken")]
    EmailTaken,
    /// Unknown e-mail or wrong password.
    #[error("invalid credentials")]
    InvalidCredentials,
    /// The person is banned. Only somebody who gave the right password is told.
    #[error("banned")]
    Banned(Ban),
    /// The password is right, and a second step is needed.
    #[error("second factor needed")]
    SecondFactorNeeded,
    /// No log-in waits for a second step here: it has ended, or the password has changed.
    #[error("no log-in waits for a second step")]
    SecondStepOver,
    /// The code of an app is wrong, or was used before.
    #[error("wrong code")]
    WrongCode,
    /// The recovery code is wrong, or was used before.
    #[error("wrong recovery code")]
    WrongRecoveryCode,
    /// Too many wrong codes for one log-in, which has ended.
    #[error("too many codes")]
    TooManyCodes,
    /// Too many wrong codes in a row lock the person's second factor.
    #[error("second factor locked; again in {retry_after} s")]
    SecondFactorLocked {
        /// Seconds until another try makes sense; at least 1.
        retry_after: u64,
    },
    /// The second factor was encrypted with a secret that this server does not have.
    #[error("second factor cannot be decrypted")]
    SecondFactorUnreadable,
    /// The server demands a second factor, and the person must set one up first.
    #[error("a second factor must be set up first")]
    EnrolmentNeeded,
    /// The server demands a second factor, and the person's is a passkey. Only somebody who gave the right password is
    /// told.
    #[error("a passkey is needed")]
    PasskeyNeeded,
    /// Two-factor log-in is on already.
    #[error("two-factor log-in is on")]
    TwoFactorOn,
    /// The person has no second factor.
    #[error("two-factor log-in is off")]
    TwoFactorOff,
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
    /// The session has ended since the request came.
    #[error("session ended")]
    SessionEnded,
    /// A bearer token asks for what only the session's cookie may get.
    #[error("a bearer token is no session cookie")]
    CookieNeeded,
    /// The request may only read.
    #[error("read-only")]
    ReadOnly,
    /// The person has no such session.
    #[error("session not found")]
    SessionNotFound,
    /// The name of a personal access token is empty or too long, or has control characters.
    #[error("invalid token name")]
    InvalidTokenName,
    /// A personal access token cannot be made for so many days.
    #[error("invalid token life")]
    InvalidTokenLife,
    /// The person has as many personal access tokens as one may have.
    #[error("too many tokens")]
    TooManyTokens {
        /// The most.
        max: usize,
    },
    /// Nobody can have passkeys at this server's address.
    #[error("no passkeys here")]
    PasskeysOff,
    /// There is no challenge for this answer, or it is too old, or it was used.
    #[error("no challenge")]
    PasskeyChallengeGone,
    /// Nobody has this passkey.
    #[error("unknown passkey")]
    PasskeyUnknown,
    /// The answer of a passkey proves nothing.
    #[error("passkey refused")]
    PasskeyRefused,
    /// The answer of a new passkey cannot be used.
    #[error("passkey not added")]
    PasskeyNotAdded,
    /// The passkey is there already.
    #[error("passkey known")]
    PasskeyKnown,
    /// The name of a passkey is empty or too long, or has control characters.
    #[error("invalid passkey name")]
    InvalidPasskeyName,
    /// The person has as many passkeys as one may have.
    #[error("too many passkeys")]
    TooManyPasskeys {
        /// The most.
        max: usize,
    },
    /// The person has no such passkey.
    #[error("passkey not found")]
    PasskeyNotFound,
    /// The person has as many streams open as one may have.
    #[error("too many streams")]
    TooManyStreams {
        /// The most.
        max: u32,
    },
    /// The process has as many streams open as it can hold.
    #[error("no stream left in this process")]
    NoStreamLeft,
    /// The person has no such personal access token.
    #[error("token not found")]
    TokenNotFound,
    /// There is no such person. Only operators see this.
    #[error("no such person")]
    UserNotFound,
    /// The link is used or expired, or never existed.
    #[error("invalid link")]
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
        let reason = match self {
            Self::InvalidEmail => Reason::InvalidEmail,
            Self::InvalidName => Reason::InvalidName { max: NAME_MAX },
            Self::InvalidImage => Reason::InvalidImage { max: IMAGE_MAX },
            Self::PasswordTooShort => Reason::PasswordTooShort { min: PASSWORD_MIN },
            Self::PasswordTooLong => Reason::PasswordTooLong { max: PASSWORD_MAX },
            Self::PasswordTooCommon => Reason::PasswordTooCommon,
            Self::SignUpClosed => Reason::SignUpClosed,
            Self::InvitationNeeded => Reason::InvitationNeeded,
            Self::InvalidInvitation => Reason::InvalidInvitation,
            Self::EmailTaken => Reason::EmailTaken,
            Self::InvalidCredentials => Reason::InvalidCredentials,
            Self::Banned(ban) => Reason::Banned {
                reason: ban.reason.clone(),
                until: ban.expires_at.as_ref().map(Timestamp::to_minute),
            },
            Self::SecondFactorNeeded | Self::SecondStepOver | Self::TooManyCodes => Reason::SecondStepOver,
            Self::WrongCode | Self::WrongRecoveryCode => Reason::WrongCode,
            Self::SecondFactorUnreadable => Reason::SecondFactorUnreadable,
            Self::EnrolmentNeeded => Reason::SecondFactorRequired,
            Self::PasskeyNeeded => Reason::PasskeyRequired,
            Self::TwoFactorOn => Reason::TwoFactorOn,
            Self::TwoFactorOff => Reason::TwoFactorOff,
            Self::WrongPassword => Reason::WrongPassword,
            Self::Unconfirmed => Reason::Unconfirmed,
            Self::NoCredential => Reason::NoPassword,
            Self::NotFresh => Reason::SessionNotFresh,
            Self::SessionEnded => Reason::LogInRequired,
            Self::CookieNeeded => Reason::CookieNeeded,
            Self::ReadOnly => Reason::ReadOnly,
            Self::SessionNotFound => Reason::SessionNotFound,
            Self::InvalidTokenName => Reason::InvalidTokenName { max: TOKEN_NAME_MAX },
            Self::InvalidTokenLife => Reason::MalformedRequest,
            Self::TooManyTokens { max } => Reason::TooManyTokens { max: *max },
            Self::PasskeysOff => Reason::PasskeysOff,
            Self::PasskeyChallengeGone => Reason::PasskeyTooLate,
            Self::PasskeyUnknown => Reason::PasskeyUnknown,
            Self::PasskeyRefused => Reason::PasskeyRefused,
            Self::PasskeyNotAdded => Reason::PasskeyNotAdded,
            Self::PasskeyKnown => Reason::PasskeyKnown,
            Self::InvalidPasskeyName => Reason::InvalidPasskeyName { max: PASSKEY_NAME_MAX },
            Self::TooManyPasskeys { max } => Reason::TooManyPasskeys { max: *max },
            Self::PasskeyNotFound => Reason::PasskeyNotFound,
            Self::TooManyStreams { max } => Reason::TooManyStreams { max: *max, seconds: STREAM_RETRY },
            Self::NoStreamLeft => Reason::Overloaded { seconds: STREAM_RETRY },
            Self::TokenNotFound => Reason::TokenNotFound,
            Self::UserNotFound => Reason::PersonNotFound,
            Self::InvalidResetLink => Reason::InvalidResetLink,
            Self::MailDisabled => Reason::MailDisabled,
            Self::SecondFactorLocked { retry_after } | Self::Limited { retry_after } => {
                Reason::TooManyTries { seconds: *retry_after }
            }
            Self::Hash(_) | Self::Sign(_) | Self::Database(_) => return None,
        };
        Some(reason.into())
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
