//! Resetting a forgotten password by a link that works once. The database holds a digest of the link's token: a
//! stolen copy of it opens no account.

use super::limit::Limit;
use super::{Auth, AuthError, Client, email, password, random_id};
use crate::auth::User;
use crate::auth::store::{sessions, users, verifications};
use crate::id::UserId;
use crate::timestamp::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use time::Duration;
use url::Url;

/// How long a link works (Better Auth's default).
const LINK_LIFE: Duration = Duration::hours(1);
/// Tells these rows of `verification` from others.
const PREFIX: &str = "reset-password:";

/// A link that resets a person's password, once. Its `Debug` does not show the token.
#[derive(Clone, Debug)]
pub struct ResetLink {
    /// Whose password.
    pub user: User,
    /// What the link's address carries.
    pub token: SecretString,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl ResetLink {
    /// Where the person chooses a new password: `page`, with the proof that it is them.
    pub fn address(&self, page: &Url) -> Url {
        let mut address = page.clone();
        address.query_pairs_mut().append_pair("token", self.token.expose_secret());
        address
    }
}

impl Auth {
    /// Makes sure that a link may be asked for this e-mail address from there, and counts it. The address in the form
    /// it is stored in.
    ///
    /// # Errors
    /// If this is no address, or links were asked for too often.
    pub(crate) async fn admit_reset(&self, email: &str, client: &Client) -> Result<String, AuthError> {
        let email = email::parse(email)?;
        self.limits.count(&[(Limit::RESET_ADDRESS, &client.address), (Limit::RESET_ACCOUNT, &email)]).await?;
        Ok(email)
    }

    /// Makes a link for the person with this e-mail address, to be mailed to them. `None` if there is none.
    pub(crate) async fn reset_link_for(&self, email: &str) -> Result<Option<ResetLink>, AuthError> {
        let user = users::by_email(&mut self.db.read().await?, email).await?;
        match user {
            Some(user) => Ok(Some(self.reset_link(user).await?)),
            None => Ok(None),
        }
    }

    /// Makes a link for a person. Earlier ones stop working.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn reset_link(&self, user: User) -> Result<ResetLink, AuthError> {
        let (token, now) = (random_id(&self.random), self.clock.now());
        let expires_at = now.plus(LINK_LIFE);
        let mut transaction = self.db.write().await?;
        verifications::delete_of(&mut transaction, PREFIX, user.id.as_str()).await?;
        let (id, identifier) = (random_id(&self.random), identifier(&token));
        verifications::insert(&mut transaction, &id, &identifier, user.id.as_str(), &expires_at, &now)
            .await?;
        transaction.commit().await?;
        Ok(ResetLink { user, token: token.into(), expires_at })
    }

    /// Whether a link with this token works now.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn reset_link_works(&self, token: &str) -> Result<bool, AuthError> {
        let mut transaction = self.db.read().await?;
        Ok(verifications::value(&mut transaction, &identifier(token), &self.clock.now()).await?.is_some())
    }

    /// Sets the password of whoever a link was made for, and ends all their sessions. The link is then used up.
    ///
    /// # Errors
    /// If the password is not acceptable (the link still works then), or the link does not work.
    pub async fn reset_password(
        &self,
        token: &str,
        new: SecretString,
        client: &Client,
    ) -> Result<(), AuthError> {
        password::check_length(&new)?;
        self.limits.check(&[(Limit::RESET_ADDRESS, &client.address)]).await?;
        if !self.reset_link_works(token).await? {
            self.limits.count(&[(Limit::RESET_ADDRESS, &client.address)]).await?;
            return Err(AuthError::InvalidResetLink);
        }
        let hash = self.passwords.permit().await?.hash(new).await?;
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        // Taken, not read: of two at the same time, one finds it gone.
        let user = verifications::take(&mut transaction, &identifier(token), &now).await?;
        let user = UserId::new(user.ok_or(AuthError::InvalidResetLink)?);
        if !users::update_credential(&mut transaction, &user, &hash, &now).await? {
            users::insert_credential(&mut transaction, &random_id(&self.random), &user, &hash, &now).await?;
        }
        verifications::delete_of(&mut transaction, PREFIX, user.as_str()).await?;
        sessions::delete_all(&mut transaction, &user, None).await?;
        transaction.commit().await?;
        tracing::info!(%user, "reset the password");
        Ok(())
    }
}

fn identifier(token: &str) -> String {
    let mut identifier = String::from(PREFIX);
    for byte in Sha256::digest(token.as_bytes()) {
        // Writing to a String cannot fail.
        _ = write!(identifier, "{byte:02x}");
    }
    identifier
}
