//! The right of a request to act for a person.

use super::{ActiveSession, Auth, AuthError, User};
use crate::auth::Permission;
use crate::auth::store::rights::{self, Kind};
use crate::id::SessionId;
use std::collections::HashSet;

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
    /// Whether what proves a grant still holds. It may have been ended elsewhere.
    pub async fn still_grants(&self, via: &Via) -> Result<bool, AuthError> {
        Ok(self.ended(&HashSet::from([via.clone()])).await?.is_empty())
    }

    /// Those of these that no longer prove anything. Asks the database once for each kind.
    pub(super) async fn ended(&self, given: &HashSet<Via>) -> Result<HashSet<Via>, AuthError> {
        let mut ended = HashSet::new();
        let now = self.clock.now();
        for kind in [Kind::Session, Kind::PersonalToken, Kind::App] {
            let ids: Vec<_> = given.iter().filter(|via| via.kind() == kind).map(Via::id).collect();
            if !ids.is_empty() {
                let found = rights::ended(&mut self.db.autocommit().await?, kind, &ids, &now).await?;
                ended.extend(found.into_iter().map(|id| Via::new(kind, id)));
            }
        }
        Ok(ended)
    }
}

impl Via {
    fn new(kind: Kind, id: String) -> Self {
        match kind {
            Kind::Session => Self::Session(SessionId::new(id)),
            Kind::PersonalToken => Self::PersonalToken(id),
            Kind::App => Self::App(id),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Session(_) => Kind::Session,
            Self::PersonalToken(_) => Kind::PersonalToken,
            Self::App(_) => Kind::App,
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Session(id) => id.as_str(),
            Self::PersonalToken(id) | Self::App(id) => id,
        }
    }
}
