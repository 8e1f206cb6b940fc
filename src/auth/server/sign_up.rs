//! Making accounts.

use super::limit::Limit;
use super::line::Asker;
use super::{ActiveSession, Auth, AuthError, Client, email, guessable, image, password, random_id};
use crate::auth::store::users;
use crate::auth::{NAME_MAX, User};
use crate::db::Transaction;
use crate::id::UserId;
use crate::timestamp::Timestamp;
use secrecy::SecretString;

/// What a person gives to get an account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// How they want to be called. May be empty.
    pub name: String,
    /// Their e-mail address as they wrote it.
    pub email: String,
    /// Their password.
    pub password: SecretString,
    /// The address of a picture of them.
    pub image: Option<String>,
}

impl Auth {
    /// Makes an account with a password and logs in. With `remembered` the session outlives the browser.
    ///
    /// # Errors
    /// If a field is not acceptable, the e-mail is taken, or too many accounts were made from this address.
    pub async fn sign_up(
        &self,
        account: NewAccount,
        client: Client,
        remembered: bool,
    ) -> Result<ActiveSession, AuthError> {
        self.sign_up_with(account, client, remembered, None).await
    }

    /// The same for a person who may have been invited.
    ///
    /// # Errors
    /// Those of [`Auth::sign_up`]. Also if this server makes no accounts for strangers, or the invitation does not
    /// work.
    pub async fn sign_up_with(
        &self,
        account: NewAccount,
        client: Client,
        remembered: bool,
        invitation: Option<&str>,
    ) -> Result<ActiveSession, AuthError> {
        if let Err(error) = self.admit_sign_up(invitation).await {
            tracing::warn!(target: "docket::security", client = client.address, %error, "a sign-up was refused");
            return Err(error);
        }
        let prepared = self.prepare(&account)?;
        let limits = [(Limit::SIGN_UP, client.address.as_str()), (Limit::SIGN_UP_DAY, &client.address)];
        self.limits.count(&limits).await?;
        let (now, asker) = (self.clock.now(), Asker::of(&client, &prepared.email));
        let (mut transaction, user) = self.insert(prepared, account.password, asker, &now).await?;
        self.use_invitation(&mut transaction, invitation, &user.email).await?;
        let session = self.begin(&mut transaction, user, client, remembered, &now).await?;
        transaction.commit().await?;
        let (person, client) = (&session.user.id, &session.client.address);
        tracing::info!(target: "docket::security", %person, client, "signed up");
        Ok(session)
    }

    /// Makes an account for another person.
    ///
    /// # Errors
    /// If a field is not acceptable or the e-mail is taken.
    pub async fn create_account(&self, account: NewAccount) -> Result<User, AuthError> {
        let prepared = self.prepare(&account)?;
        let asker = Asker::operator();
        let (transaction, user) = self.insert(prepared, account.password, asker, &self.clock.now()).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user.id, "an operator made an account");
        Ok(user)
    }

    /// Checks everything that can be checked before the costly work.
    fn prepare(&self, account: &NewAccount) -> Result<User, AuthError> {
        let email = email::parse(&account.email)?;
        password::check_length(&account.password)?;
        let now = self.clock.now();
        let user = User {
            id: UserId::new(random_id(&self.random)),
            name: name(&account.name)?,
            email,
            email_verified: false,
            image: account.image.as_deref().map(image::check).transpose()?.map(str::to_owned),
            two_factor_enabled: false,
            created_at: now.clone(),
            updated_at: now,
        };
        guessable::check(&account.password, &user)?;
        Ok(user)
    }

    /// Finds out that an e-mail is taken only after hashing, so that it takes as long as a free one.
    async fn insert(
        &self,
        user: User,
        password: SecretString,
        asker: Asker,
        now: &Timestamp,
    ) -> Result<(Transaction, User), AuthError> {
        let hash = self.passwords.permit(asker).await?.hash(password).await?;
        let mut transaction = self.db.write().await?;
        if users::email_exists(&mut transaction, &user.email).await? {
            return Err(AuthError::EmailTaken);
        }
        // If two requests come at once, the unique key decides.
        users::insert_user(&mut transaction, &user).await.map_err(|error| match error {
            sqlx::Error::Database(error) if error.is_unique_violation() => AuthError::EmailTaken,
            other => other.into(),
        })?;
        users::insert_credential(&mut transaction, &random_id(&self.random), &user.id, &hash, now).await?;
        Ok((transaction, user))
    }
}

/// A name as it is stored: trimmed.
pub(crate) fn name(text: &str) -> Result<String, AuthError> {
    let text = text.trim();
    if text.chars().count() > NAME_MAX || text.chars().any(char::is_control) {
        return Err(AuthError::InvalidName);
    }
    Ok(text.to_owned())
}
