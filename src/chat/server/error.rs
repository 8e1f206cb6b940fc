//! Reasons why something could not be done in a chat, and what the person is told.

use super::quota::QuotaExceeded;
use super::send::CLIENT_ID_MAX;
use crate::chat::{MESSAGE_MAX, TITLE_MAX};
use crate::error::{AppError, Error, ErrorCode};
use crate::id::{ConversationId, MessageId};

/// Why something could not be done in a chat.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// The message is empty or too long.
    #[error("invalid message")]
    InvalidMessage,
    /// The client-made id is empty, too long, or has other characters than letters, digits and hyphens.
    #[error("invalid client id")]
    InvalidClientId,
    /// A title is empty, too long, or has control characters.
    #[error("invalid title")]
    InvalidTitle,
    /// The cursor is not one that the list of conversations gave out.
    #[error("invalid cursor")]
    InvalidCursor,
    /// No such conversation, or it is somebody else's.
    #[error("conversation {0} not found")]
    ConversationNotFound(ConversationId),
    /// No such message, or it is somebody else's.
    #[error("message {0} not found")]
    MessageNotFound(MessageId),
    /// A reply is being written in this conversation.
    #[error("a reply is running")]
    RunActive,
    /// Only the newest reply can be written again.
    #[error("not a reply to retry")]
    NotRetryable,
    /// Only the person's own messages can be edited, and only on the branch that is shown.
    #[error("not a message to edit")]
    NotEditable,
    /// Too many replies are queued already.
    #[error("too many messages wait")]
    QueueFull,
    /// No model with this id is configured.
    #[error("no such model")]
    NoSuchModel,
    /// The person has reached a limit.
    #[error("quota reached: {0:?}")]
    QuotaReached(QuotaExceeded),
    /// The server is shutting down.
    #[error("shutting down")]
    ShuttingDown,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl ChatError {
    /// What the person is told. `None` for faults of the server.
    pub fn public(&self) -> Option<AppError> {
        use ErrorCode as Code;
        Some(match self {
            Self::InvalidMessage => AppError::on(
                Code::InvalidParameter,
                "text",
                format!("A message has 1 to {MESSAGE_MAX} characters."),
            ),
            Self::InvalidClientId => AppError::on(
                Code::InvalidParameter,
                "client_id",
                format!("A client id has 1 to {CLIENT_ID_MAX} letters, digits and hyphens."),
            ),
            Self::InvalidTitle => {
                AppError::on(Code::InvalidTitle, "title", format!("A title has 1 to {TITLE_MAX} characters."))
            }
            Self::InvalidCursor => {
                AppError::on(Code::InvalidParameter, "after", "The list does not go on from there.")
            }
            Self::ConversationNotFound(_) => {
                AppError::new(Code::ConversationNotFound, "There is no such conversation.")
            }
            Self::MessageNotFound(_) => AppError::new(Code::MessageNotFound, "There is no such message."),
            Self::RunActive => AppError::new(
                Code::RunActive,
                "A reply is still being written here. Wait for it, or stop it first.",
            ),
            Self::NotRetryable => AppError::new(
                Code::InvalidParameter,
                "Only the newest reply can be tried again, once it has ended.",
            ),
            Self::NotEditable => AppError::new(
                Code::InvalidParameter,
                "Only what you said yourself can be changed, where it is shown.",
            ),
            Self::QueueFull => AppError::new(
                Code::RateLimited,
                "Enough messages wait here for their turn. Send more when some of them are answered.",
            ),
            Self::NoSuchModel => AppError::on(
                Code::InvalidParameter,
                "model",
                "There is no such model here. Choose one of the list.",
            ),
            Self::QuotaReached(reached) => reached.public(),
            Self::ShuttingDown => {
                AppError::new(Code::Unreachable, "Docket is restarting. Try again in a moment.")
            }
            Self::Database(_) => return None,
        })
    }
}

impl From<ChatError> for Error {
    fn from(error: ChatError) -> Self {
        match (error.public(), error) {
            (Some(refusal), _) => Self::Refused(refusal),
            (None, ChatError::Database(error)) => Self::Database(error),
            (None, error) => Self::Internal(Box::new(error)),
        }
    }
}
