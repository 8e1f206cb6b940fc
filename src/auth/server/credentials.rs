//! Signing up, logging in, logging out.

use super::limit::Limit;
use super::{ActiveSession, Auth, AuthError, Client, email, password, random_id, refuse_banned};
use crate::auth::store::{sessions, users};
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
        let prepared = self.prepare(&account)?;
        self.limits.count(&[(Limit::SIGN_UP, &client.address)]).await?;
        let now = self.clock.now();
        let (mut transaction, user) = self.insert(prepared, account.password, &now).await?;
        let session = ActiveSession::new(user, client, remembered, &now, &self.random);
        sessions::insert(&mut transaction, &session).await?;
        transaction.commit().await?;
        tracing::info!(user = %session.user.id, "signed up");
        Ok(session)
    }

    /// Makes an account for another person.
    ///
    /// # Errors
    /// If a field is not acceptable or the e-mail is taken.
    pub async fn create_account(&self, account: NewAccount) -> Result<User, AuthError> {
        let prepared = self.prepare(&account)?;
        let (transaction, user) = self.insert(prepared, account.password, &self.clock.now()).await?;
        transaction.commit().await?;
        Ok(user)
    }

    /// Logs in. An unknown e-mail takes as long as a wrong password and gets the same answer.
    ///
    /// # Errors
    /// [`AuthError::InvalidCredentials`] and nothing more exact, or [`AuthError::Limited`] after too many of them.
    /// [`AuthError::Banned`] if the password is right.
    pub async fn log_in(
        &self,
        email: &str,
        password: SecretString,
        client: Client,
        remembered: bool,
    ) -> Result<ActiveSession, AuthError> {
        let email = email::parse(email)?;
        let both = [email.as_str(), &client.address].join(" ");
        let limits = [
            (Limit::LOG_IN_ACCOUNT_FROM_ADDRESS, both.as_str()),
            (Limit::LOG_IN_ACCOUNT, &email),
            (Limit::LOG_IN_ADDRESS, &client.address),
        ];
        // Nobody can have a password of this length, so there is no reason to hash megabytes of it.
        if password::check_length(&password).is_err() {
            self.limits.count(&limits).await?;
            return Err(AuthError::InvalidCredentials);
        }
        // Checked before waiting in line, and again with the permit. So many requests that wait together get no more
        // tries than the limit.
        self.limits.check(&limits).await?;
        let permit = self.passwords.permit().await?;
        self.limits.check(&limits).await?;
        let found = users::credential_of_email(&mut self.db.read().await?, &email).await?;
        let (id, hash) = found.unzip();
        let right = permit.verify(password.clone(), hash.clone()).await?;
        let (Some(id), Some(hash), true) = (id, hash, right) else {
            self.limits.count(&limits).await?;
            return Err(AuthError::InvalidCredentials);
        };
        let better = if password::is_outdated(&hash) { Some(permit.hash(password).await?) } else { None };
        drop(permit);

        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        let user = users::by_id(&mut transaction, &id).await?.ok_or(AuthError::InvalidCredentials)?;
        refuse_banned(&mut transaction, &id, &now).await?;
        if let Some(better) = better {
            users::replace_hash(&mut transaction, &id, &hash, &better, &now).await?;
        }
        let session = ActiveSession::new(user, client, remembered, &now, &self.random);
        sessions::insert(&mut transaction, &session).await?;
        sessions::delete_expired_of(&mut transaction, &id, &now).await?;
        transaction.commit().await?;
        tracing::info!(user = %session.user.id, "logged in");
        Ok(session)
    }

    /// Ends a session. Its cookie and its tokens are worthless from here on.
    pub async fn log_out(&self, session: &ActiveSession) -> Result<(), AuthError> {
        let mut transaction = self.db.write().await?;
        sessions::delete(&mut transaction, &session.user.id, &session.id).await?;
        Ok(transaction.commit().await?)
    }

    /// Checks everything that can be checked before the costly work.
    fn prepare(&self, account: &NewAccount) -> Result<User, AuthError> {
        let email = email::parse(&account.email)?;
        password::check_length(&account.password)?;
        let now = self.clock.now();
        Ok(User {
            id: UserId::new(random_id(&self.random)),
            name: name(&account.name)?,
            email,
            email_verified: false,
            image: account.image.clone(),
            created_at: now.clone(),
            updated_at: now,
        })
    }

    /// Finds out that an e-mail is taken only after hashing, so that it takes as long as a free one.
    async fn insert(
        &self,
        user: User,
        password: SecretString,
        now: &Timestamp,
    ) -> Result<(Transaction, User), AuthError> {
        let hash = self.passwords.permit().await?.hash(password).await?;
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
