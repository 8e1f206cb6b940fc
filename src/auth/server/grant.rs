//! The right of a request to act for a person.

use super::{ActiveSession, Auth, AuthError, User};
use crate::auth::Permission;
use crate::auth::store::personal_tokens;
use crate::id::SessionId;

/// The right to act for a person, as a program or a page has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The person.
    pub user: User,
    /// What it allows.
    pub permission: Permission,
    /// What proves it. The right ends with it.
    pub via: Via,
}

/// What proves a [`Grant`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// A session: its cookie, or a JSON Web Token that it made.
    Session(SessionId),
    /// The personal access token with this id.
    PersonalToken(String),
    /// The connection to an app with this id (OAuth).
    App(String),
}

impl Grant {
    /// Checks that the grant allows something.
    ///
    /// # Errors
    /// [`AuthError::ReadOnly`] if it only allows reading.
    pub fn require(&self, permission: Permission) -> Result<(), AuthError> {
        if self.permission >= permission {
            return Ok(());
        }
        tracing::warn!(target: "docket::security", person = %self.user.id, via = ?self.via,
            "a program that may only read was refused");
        Err(AuthError::ReadOnly)
    }
}

impl From<&ActiveSession> for Grant {
    fn from(session: &ActiveSession) -> Self {
        let via = Via::Session(session.id.clone());
        Self { user: session.user.clone(), permission: Permission::Write, via }
    }
}

impl Auth {
    /// Whether what proves a grant still holds.
    pub async fn still_grants(&self, via: &Via) -> Result<bool, AuthError> {
        match via {
            Via::Session(session) => self.still_lives(session).await,
            Via::PersonalToken(id) => {
                Ok(personal_tokens::lives(&mut self.db.autocommit().await?, id, &self.clock.now()).await?)
            }
            // The rules of connected apps know.
            Via::App(_) => Ok(false),
        }
    }
}
