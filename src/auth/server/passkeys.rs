//! Passkeys (Web Authentication, Level 3): keys that a person's device or password manager keeps, and uses only after
//! it has verified the person. That makes two factors, so a log-in with one asks for nothing else.
//!
//! They are stored as Better Auth's plugin stores them (@better-auth/passkey 1.7), so those of a database that was taken
//! over work. A changed password removes none of them, a reset one removes all: a stranger may have made the account, or
//! been in it.

mod authenticator;
mod challenge;
mod credential;
mod log_in;
mod page;
mod registration;

pub use page::PasskeyPage;

use super::{ActiveSession, Auth, AuthError, Client, Notice};
use crate::auth::store::passkeys as store;
use crate::auth::store::users;
use crate::auth::{PASSKEY_NAME_MAX, Passkey, PasskeyList};
use crate::id::UserId;
use store::StoredPasskey;

/// Most passkeys of one person.
const MOST: usize = 20;

impl Auth {
    /// The passkeys of a person as they are stored, the newest first.
    pub async fn stored_passkeys(&self, user: &UserId) -> Result<Vec<StoredPasskey>, AuthError> {
        Ok(store::of_user(&mut self.db.autocommit().await?, user).await?)
    }

    /// The passkeys of a session's person, and what the person may do with them. `page` is the one that shows them.
    pub async fn passkeys(
        &self,
        session: &ActiveSession,
        page: Option<&PasskeyPage>,
    ) -> Result<PasskeyList, AuthError> {
        let stored = self.stored_passkeys(&session.user.id).await?;
        Ok(PasskeyList {
            passkeys: stored.into_iter().map(shown).collect(),
            offered: page.is_some(),
            fresh: self.is_recent(session),
        })
    }

    /// Renames a passkey of a person.
    ///
    /// # Errors
    /// If the name is not acceptable, or they have no passkey with this id.
    pub async fn rename_passkey(
        &self,
        user: &UserId,
        id: &str,
        new_name: &str,
    ) -> Result<StoredPasskey, AuthError> {
        let new_name = name(new_name)?;
        let id = known_id(id)?;
        let mut transaction = self.db.write().await?;
        let renamed = store::rename(&mut transaction, user, id, &new_name).await?;
        transaction.commit().await?;
        renamed.ok_or(AuthError::PasskeyNotFound)
    }

    /// Removes a passkey of a session's person.
    ///
    /// # Errors
    /// If the log-in is not recent, or they have no passkey with this id.
    pub async fn remove_passkey(
        &self,
        session: &ActiveSession,
        id: &str,
        client: &Client,
    ) -> Result<(), AuthError> {
        if !self.is_recent(session) {
            return Err(AuthError::NotFresh);
        }
        let (id, now, user) = (known_id(id)?, self.clock.now(), &session.user.id);
        let mut transaction = self.db.write().await?;
        session.hold(&mut transaction, &now).await?;
        if !store::delete(&mut transaction, user, id).await? {
            return Err(AuthError::PasskeyNotFound);
        }
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, passkey = id, client = client.address,
            "removed a passkey");
        self.notices.tell(&session.user, Notice::PasskeyRemoved { at: now });
        Ok(())
    }

    /// Removes all passkeys of a person. Returns how many there were.
    pub async fn remove_passkeys(&self, user: &UserId) -> Result<u64, AuthError> {
        let mut transaction = self.db.write().await?;
        let person = users::by_id(&mut transaction, user).await?.ok_or(AuthError::UserNotFound)?;
        let removed = store::delete_all(&mut transaction, user).await?;
        transaction.commit().await?;
        if removed > 0 {
            self.notices.tell(&person, Notice::PasskeyRemoved { at: self.clock.now() });
        }
        tracing::info!(target: "docket::security", person = %user, removed, "an operator removed the passkeys");
        Ok(removed)
    }
}

/// What a person sees of a passkey.
fn shown(passkey: StoredPasskey) -> Passkey {
    let kept_in = authenticator::name(passkey.aaguid.as_deref());
    Passkey {
        id: passkey.id,
        name: passkey.name.or(kept_in.map(str::to_owned)).unwrap_or_else(|| "Passkey".to_owned()),
        created_at: passkey.created_at,
        synced: passkey.device_type == credential::SYNCED,
    }
}

/// A passkey's name as it is stored: trimmed.
fn name(text: &str) -> Result<String, AuthError> {
    let text = text.trim();
    let length = text.chars().count();
    if !(1..=PASSKEY_NAME_MAX).contains(&length) || text.chars().any(char::is_control) {
        return Err(AuthError::InvalidPasskeyName);
    }
    Ok(text.to_owned())
}

/// PostgreSQL refuses texts with NUL, which would look like a fault of the database.
fn known_id(id: &str) -> Result<&str, AuthError> {
    if id.contains('\0') { Err(AuthError::PasskeyNotFound) } else { Ok(id) }
}
