//! Why a command failed.

use crate::auth::server::AuthError;
use crate::config::ConfigError;
use crate::db::{ConnectError, MigrateError};
use crate::error::Error;
use crate::http::ServeError;
use crate::mail::MailError;

/// Why a command failed. The text is for the person who gave it.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The settings are wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database cannot be opened.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The schema is not this program's.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The server could not start, or had to stop.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The server on this machine is not ready, or does not answer.
    #[error("{0}")]
    NotReady(String),
    /// Nobody has this e-mail address or id.
    #[error("there is nobody with the e-mail address or id {0:?}")]
    NoSuchPerson(String),
    /// A rule forbids it.
    #[error("{0}")]
    Refused(String),
    /// Something failed that should not.
    #[error(transparent)]
    Fault(#[from] Error),
    /// The command is incomplete.
    #[error("{0}")]
    Usage(&'static str),
    /// The person at the terminal said no.
    #[error("nothing was changed")]
    Declined,
    /// Connections to the mail server cannot be set up.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The system gives no threads.
    #[error("cannot start: {0}")]
    Runtime(std::io::Error),
    /// Reading or writing at the terminal failed.
    #[error("cannot use the terminal: {0}")]
    Terminal(#[from] std::io::Error),
    /// An answer cannot be written as JSON. This is a fault of Docket.
    #[error("the answer cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl CommandError {
    /// The exit status of the process: 2 if the command is incomplete or mistyped, else 1.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }
}

impl From<AuthError> for CommandError {
    fn from(error: AuthError) -> Self {
        match (&error, error.public()) {
            // An operator may know what a stranger is not told.
            (AuthError::EmailTaken, _) => {
                Self::Refused("somebody has an account with this e-mail address already".into())
            }
            (AuthError::SessionNotFound, _) => Self::Refused("this person has no such session".into()),
            (_, Some(public)) => Self::Refused(public.detail()),
            (_, None) => Self::Fault(error.into()),
        }
    }
}
