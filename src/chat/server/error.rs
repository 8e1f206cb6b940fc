//! Reasons why something could not be done in a chat, and what the person is told.

use super::parse::CLIENT_ID_MAX;
use super::quota::QuotaExceeded;
use crate::chat::{MESSAGE_MAX, TITLE_MAX};
use crate::error::{AppError, Error, Reason};
use crate::id::{ConversationId, MessageId};
use crate::idempotency::KeyError;
use crate::revision::Revision;

/// Seconds after which a reply that is being written has probably ended.
const SOON: u64 = 5;

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
    /// The conversation is no longer what the program expects. This is its revision now.
    #[error("the conversation has the revision {0}")]
    Stale(Revision),
    /// A request that may be repeated is refused.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The server writes as many replies as it can bear.
    #[error("too many replies are being written")]
    Overloaded,
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
        let reason = match self {
            Self::InvalidMessage => Reason::InvalidMessage { max: MESSAGE_MAX },
            Self::InvalidClientId => Reason::InvalidClientId { max: CLIENT_ID_MAX },
            Self::InvalidTitle => Reason::InvalidTitle { max: TITLE_MAX },
            Self::InvalidCursor => Reason::InvalidCursor,
            Self::ConversationNotFound(_) => Reason::ConversationNotFound,
            Self::MessageNotFound(_) => Reason::MessageNotFound,
            Self::RunActive => Reason::RunActive,
            Self::NotRetryable => Reason::NotRetryable,
            Self::NotEditable => Reason::NotEditable,
            Self::QueueFull => Reason::QueueFull,
            Self::NoSuchModel => Reason::NoSuchModel,
            Self::QuotaReached(reached) => reached.reason(),
            Self::Stale(_) => Reason::ChangedMeanwhile,
            Self::Key(refusal) => refusal.reason()?,
            Self::Overloaded => Reason::Overloaded { seconds: SOON },
            Self::ShuttingDown => Reason::Restarting,
            Self::Database(_) => return None,
        };
        Some(reason.into())
    }
}

impl From<ChatError> for Error {
    fn from(error: ChatError) -> Self {
        match (error.public(), error) {
            (Some(refusal), _) => Self::Refused(refusal),
            (None, ChatError::Database(error) | ChatError::Key(KeyError::Database(error))) => {
                Self::Database(error)
            }
            (None, error) => Self::Internal(Box::new(error)),
        }
    }
}
