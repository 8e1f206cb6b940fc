//! The proof that somebody knew a password a moment ago. To hash a password takes long, and the password may be changed
//! meanwhile, perhaps because it was stolen. So what a proof allows happens in a transaction that checks the proof
//! again: a change of the password wins against everything that began before it.

use super::password::{self, Permit};
use super::{ActiveSession, AuthError};
use crate::auth::store::{sessions, users};
use crate::db::Transaction;
use crate::id::UserId;
use crate::timestamp::Timestamp;
use secrecy::SecretString;

/// Somebody knew the password of this person.
pub(crate) struct Proof {
    pub(crate) user: UserId,
    password: SecretString,
    /// The hash that the password matched.
    pub(crate) hash: String,
    /// A better hash of the same password, if there is one to replace it.
    pub(crate) better: Option<String>,
}

impl Proof {
    /// Checks a password. `None` if it does not match, or if there is no such person. That takes as long.
    pub(crate) async fn of(
        permit: &Permit,
        found: Option<(UserId, String)>,
        password: &SecretString,
    ) -> Result<Option<Self>, AuthError> {
        let (user, hash) = found.unzip();
        let right = permit.verify(password.clone(), hash.clone()).await?;
        Ok(match (user, hash, right) {
            (Some(user), Some(hash), true) => {
                Some(Self { user, hash, better: None, password: password.clone() })
            }
            _ => None,
        })
    }

    /// Whether the password is still the person's. Until the transaction ends, nobody changes it.
    pub(crate) async fn holds(&self, transaction: &mut Transaction) -> Result<bool, AuthError> {
        match users::lock_credential(transaction, &self.user).await? {
            Some(hash) if hash == self.hash => Ok(true),
            // Seldom: another log-in may have made a better hash of the same password. This does not wait in line for
            // a permit, because the transaction keeps others waiting.
            Some(hash) => password::verify_now(self.password.clone(), hash).await,
            None => Ok(false),
        }
    }
}

impl ActiveSession {
    /// Checks that the session has not ended since it was read. Nobody ends it until the transaction ends.
    pub(crate) async fn hold(&self, transaction: &mut Transaction, now: &Timestamp) -> Result<(), AuthError> {
        if sessions::lock(transaction, &self.id, now).await? { Ok(()) } else { Err(AuthError::SessionEnded) }
    }
}

#[cfg(test)]
mod tests;
