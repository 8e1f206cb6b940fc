//! The names of errors for programs, and their HTTP statuses.

use serde::{Deserialize, Serialize};

/// A stable name for what went wrong, the same in the page, the tools and every protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
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
    /// The person is banned.
    BannedUser,
    /// Somebody who is logged in gave another password than theirs.
    InvalidPassword,
    /// Logging in again is needed for this.
    SessionNotFresh,
    /// No session with this id, or it is somebody else's.
    SessionNotFound,
    /// A link of a mail that does not work (any more).
    InvalidResetLink,
    /// The server is not set up to send mail.
    MailDisabled,
    /// No task with this id, or it is somebody else's.
    TaskNotFound,
    /// A change to a task cannot be undone: the task changed since, is gone, or it was undone already.
    TaskChanged,
    /// A task cannot be a part of this one.
    InvalidParent,
    /// No change to undo, or it is somebody else's.
    NothingToUndo,
    /// No reminder with this id, it was dismissed, or it is somebody else's.
    ReminderNotFound,
    /// No conversation with this id, or it is somebody else's.
    ConversationNotFound,
    /// No message with this id, or it is somebody else's.
    MessageNotFound,
    /// The conversation already has a reply running.
    RunActive,
    /// Nobody is logged in.
    Unauthenticated,
    /// Somebody is logged in, but not the person whom the page was made for.
    AnotherPerson,
    /// The server was updated since the page was loaded.
    PageOutdated,
    /// Somebody is logged in, but must set up a second factor before anything else.
    SecondFactorRequired,
    /// Somebody is logged in, but may not do this.
    Forbidden,
    /// No such page or URL.
    NotFound,
    /// The URL has no such method.
    MethodNotAllowed,
    /// What is to be changed is no longer what the program has seen.
    PreconditionFailed,
    /// The request did not arrive in time.
    RequestTimeout,
    /// The request is larger than any that is accepted.
    PayloadTooLarge,
    /// The body is of another media type.
    UnsupportedMediaType,
    /// The first request with the same idempotency key has not ended yet.
    RequestInProgress,
    /// The idempotency key was used for another request.
    IdempotencyKeyReused,
    /// Too much at once.
    RateLimited,
    /// The server has as much to do as it can bear.
    Overloaded,
    /// The model did not answer.
    ModelUnavailable,
    /// The database did not answer, or its answer was lost. The sentence says which.
    DatabaseError,
    /// The server could not be reached from the browser.
    Unreachable,
    /// A fault of ours; the log has the details.
    Internal,
    /// A code of a newer server, which a page of an older one does not know.
    #[cfg(not(feature = "ssr"))]
    #[serde(other)]
    Unknown,
}

impl ErrorCode {
    /// Whether the page can do nothing more for its person: their session has ended, somebody else's has begun, or they
    /// must set up a second factor first.
    pub fn ends_page(self) -> bool {
        matches!(self, Self::Unauthenticated | Self::AnotherPerson | Self::SecondFactorRequired)
    }

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
            Self::Forbidden | Self::BannedUser | Self::SecondFactorRequired | Self::SessionNotFresh => 403,
            Self::TaskNotFound
            | Self::NothingToUndo
            | Self::ReminderNotFound
            | Self::ConversationNotFound
            | Self::MessageNotFound
            | Self::SessionNotFound
            | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::AnotherPerson
            | Self::PageOutdated
            | Self::RunActive
            | Self::TaskChanged
            | Self::InvalidParent
            | Self::RequestInProgress => 409,
            Self::PreconditionFailed => 412,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::EmailUnavailable | Self::IdempotencyKeyReused => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            #[cfg(not(feature = "ssr"))]
            Self::Unknown => 500,
            Self::Overloaded | Self::ModelUnavailable | Self::DatabaseError | Self::Unreachable => 503,
        }
    }
}
