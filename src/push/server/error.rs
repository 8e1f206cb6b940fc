//! What goes wrong with Web Push.

use crate::error::{Error, Reason};
use std::time::Duration;

/// Why something did not reach a browser's push service. The texts are for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// The push service does not know the subscription any more. It has been removed here too.
    #[error("the subscription has ended")]
    Gone,
    /// It may work later.
    #[error("not now: {why}")]
    Later {
        /// How long the push service wants to be left alone, if it says so.
        retry_after: Option<Duration>,
        /// What happened.
        why: String,
    },
    /// It will not work with this subscription, or not with this text.
    #[error("refused: {0}")]
    Refused(String),
}

/// Why the server has no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The key cannot be kept: servers with different secrets use one database.
    #[error(
        "the key of Web Push does not stay: do all servers of this database have the same BETTER_AUTH_SECRET?"
    )]
    Unusable,
}

/// Why a browser could not subscribe.
#[derive(Debug, thiserror::Error)]
pub enum SubscribeError {
    /// What it says cannot be used.
    #[error("invalid subscription")]
    Invalid,
    /// Its session has ended meanwhile.
    #[error("the session has ended")]
    SessionEnded,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<SubscribeError> for Error {
    fn from(error: SubscribeError) -> Self {
        match error {
            SubscribeError::Invalid => Self::Refused(Reason::InvalidSubscription.into()),
            SubscribeError::SessionEnded => Self::Unauthenticated,
            SubscribeError::Database(error) => Self::Database(error),
        }
    }
}
