//! Resets a forgotten password by a link that works once. The database holds only a digest of the link's token, so a
//! stolen copy of the database opens no account.

use super::digest::digest;
use super::limit::{Limit, Limits};
use super::line::Asker;
use super::{Auth, AuthError, Client, Notice, email, guessable, password, random_id, two_factor};
use crate::auth::User;
use crate::auth::store::{passkeys, sessions, users, verifications};
use crate::id::UserId;
use crate::timestamp::Timestamp;
use crate::url;
use ::url::Url;
use secrecy::{ExposeSecret, SecretString};
use time::Duration;

/// How long a link works (Better Auth's default).
const LINK_LIFE: Duration = Duration::hours(1);
/// Distinguishes these rows of `verification` from others.
pub(super) const PREFIX: &str = "reset-password:";

/// A link that resets a person's password, once. Its `Debug` output does not show the token.
#[derive(Clone, Debug)]
pub struct ResetLink {
    /// The person whose password it resets.
    pub user: User,
    /// The token in the link's address.
    pub token: SecretString,
    /// When it stops working.
    pub expires_at: Timestamp,
}

impl ResetLink {
    /// The link's address: `page` with the token.
    pub fn address(&self, page: &Url) -> Url {
        let mut address = page.clone();
        address.query_pairs_mut().append_pair(url::TOKEN, self.token.expose_secret());
        address
    }
}

impl Auth {
    /// Checks that this client may request a link for this e-mail address, and counts the request. Returns the address
    /// in the form in which it is stored.
    ///
    /// # Errors
    /// If this is not an e-mail address, or too many links were requested.
    pub(crate) async fn admit_reset(&self, email: &str, client: &Client) -> Result<String, AuthError> {
        let email = email::parse(email)?;
        self.limits.count(&[(Limit::RESET_ADDRESS, &client.address), (Limit::RESET_ACCOUNT, &email)]).await?;
        Ok(email)
    }

    /// Makes a link to mail to the person with this e-mail address. `None` if there is no such person.
    pub(crate) async fn reset_link_for(&self, email: &str) -> Result<Option<ResetLink>, AuthError> {
        let user = users::by_email(&mut self.db.autocommit().await?, email).await?;
        match user {
            Some(user) => Ok(Some(self.reset_link(user).await?)),
            None => Ok(None),
        }
    }

    /// Makes a link for a person. Earlier ones stop working.
    pub async fn reset_link(&self, user: User) -> Result<ResetLink, AuthError> {
        let (token, now) = (random_id(&self.random), self.clock.now());
        let expires_at = now.plus(LINK_LIFE);
        let mut transaction = self.db.write().await?;
        verifications::delete_of(&mut transaction, PREFIX, user.id.as_str()).await?;
        let (id, identifier) = (random_id(&self.random), identifier(&token));
        verifications::insert(&mut transaction, &id, &identifier, user.id.as_str(), &expires_at, &now)
            .await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user.id, "made a link that resets the password");
        Ok(ResetLink { user, token: token.into(), expires_at })
    }

    /// Whether a link with this token works now.
    pub async fn reset_link_works(&self, token: &str) -> Result<bool, AuthError> {
        let mut transaction = self.db.read().await?;
        Ok(verifications::value(&mut transaction, &identifier(token), &self.clock.now()).await?.is_some())
    }

    /// The person for whom a link with this token was made, if it works now.
    async fn person_of_link(&self, token: &str) -> Result<Option<User>, AuthError> {
        let mut transaction = self.db.read().await?;
        match verifications::value(&mut transaction, &identifier(token), &self.clock.now()).await? {
            Some(user) => Ok(users::by_id(&mut transaction, &UserId::new(user)).await?),
            None => Ok(None),
        }
    }

    /// Sets the password of the person for whom a link was made, and ends all their sessions, personal
    /// access tokens, passkeys and connections to apps. The link is then used up.
    ///
    /// # Errors
    /// If the password is not acceptable, in which case the link still works, or if the link does not work.
    pub async fn reset_password(
        &self,
        token: &str,
        new: SecretString,
        client: &Client,
    ) -> Result<(), AuthError> {
        password::check_length(&new)?;
        self.limits.check(&[(Limit::RESET_ADDRESS, &client.address)]).await?;
        let Some(person) = self.person_of_link(token).await? else {
            self.limits.count(&[(Limit::RESET_ADDRESS, &client.address)]).await?;
            tracing::warn!(target: "docket::security", client = client.address,
                "a link that resets a password was refused");
            return Err(AuthError::InvalidResetLink);
        };
        guessable::check(&new, &person)?;
        let asker = Asker::of(client, person.id.as_str());
        let hash = self.passwords.permit(asker).await?.hash(new).await?;
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        // Taken, not read: if two requests come at once, the second finds nothing.
        let user = verifications::take(&mut transaction, &identifier(token), &now).await?;
        let user = UserId::new(user.ok_or(AuthError::InvalidResetLink)?);
        if user != person.id {
            return Err(AuthError::InvalidResetLink);
        }
        if !users::update_credential(&mut transaction, &user, &hash, &now).await? {
            users::insert_credential(&mut transaction, &random_id(&self.random), &user, &hash, &now).await?;
        }
        verifications::delete_of(&mut transaction, PREFIX, user.as_str()).await?;
        two_factor::end_log_ins(&mut transaction, &user).await?;
        sessions::delete_all(&mut transaction, &user, None).await?;
        self.end_programs(&mut transaction, &user).await?;
        passkeys::delete_all(&mut transaction, &user).await?;
        Limits::forget(&mut transaction, &person.email).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, client = client.address, "reset the password");
        self.notices.tell(&person, Notice::PasswordReset { at: now });
        Ok(())
    }
}

fn identifier(token: &str) -> String {
    [PREFIX, &digest(token)].concat()
}
