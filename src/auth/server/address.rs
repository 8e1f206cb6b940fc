//! Proves that mail to a person's address reaches them: they open a link that was mailed to it, logged in to their account.
//! Who only reads the mail cannot confirm the address for somebody else's account, and who only has the account cannot
//! either.

use super::digest::digest;
use super::{Auth, AuthError, random_id};
use crate::auth::User;
use crate::auth::store::{bans, users, verifications};
use crate::id::UserId;
use crate::timestamp::Timestamp;
use secrecy::SecretString;
use time::Duration;

/// How long a link works.
const LINK_LIFE: Duration = Duration::DAY;
/// Distinguishes these rows of `verification` from others.
pub(super) const PREFIX: &str = "confirm-address:";

impl Auth {
    /// Makes a link that confirms a person's address, and says until when it works. Earlier ones stop working.
    pub(super) async fn address_link(&self, user: &User) -> Result<(SecretString, Timestamp), AuthError> {
        let (token, now) = (random_id(&self.random), self.clock.now());
        let until = now.plus(LINK_LIFE);
        let mut transaction = self.db.write().await?;
        verifications::delete_of(&mut transaction, PREFIX, user.id.as_str()).await?;
        let (id, identifier) = (random_id(&self.random), identifier(&token));
        verifications::insert(&mut transaction, &id, &identifier, user.id.as_str(), &until, &now).await?;
        transaction.commit().await?;
        Ok((token.into(), until))
    }

    /// Confirms the address of a person who has followed the link that was mailed to it.
    ///
    /// # Errors
    /// If the link does not work, or was made for somebody else. Theirs then still works.
    pub async fn confirm_address(&self, user: &User, token: &str) -> Result<(), AuthError> {
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        let of = verifications::take(&mut transaction, &identifier(token), &now).await?;
        if of.as_deref() != Some(user.id.as_str()) {
            return Err(AuthError::InvalidResetLink);
        }
        users::confirm_email(&mut transaction, &user.id, &now).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user.id, "confirmed the e-mail address");
        Ok(())
    }

    /// The address to which a person may have their tasks mailed. `None` if it is not confirmed, because a stranger may have made
    /// the account with it. Banned people get none either.
    pub async fn confirmed_address(&self, user: &UserId) -> Result<Option<String>, AuthError> {
        let mut connection = self.db.autocommit().await?;
        if bans::of(&mut connection, user, &self.clock.now()).await?.is_some() {
            return Ok(None);
        }
        let user = users::by_id(&mut connection, user).await?;
        Ok(user.filter(|user| user.email_verified).map(|user| user.email))
    }
}

fn identifier(token: &str) -> String {
    [PREFIX, &digest(token)].concat()
}
