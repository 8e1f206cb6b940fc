//! What people do with their own account: change the name or password, and delete it.

use super::credentials::name;
use super::limit::Limit;
use super::{Account, ActiveSession, Auth, AuthError, password};
use crate::auth::User;
use crate::auth::store::{sessions, users};
use crate::id::UserId;
use secrecy::SecretString;

impl Auth {
    /// Changes a person's name, picture or both. `None` leaves the value as it is.
    ///
    /// # Errors
    /// If the name is not acceptable.
    pub async fn update_profile(
        &self,
        user: &UserId,
        new_name: Option<&str>,
        image: Option<Option<&str>>,
    ) -> Result<User, AuthError> {
        let new_name = new_name.map(name).transpose()?;
        let mut transaction = self.db.write().await?;
        let changed =
            users::update_profile(&mut transaction, user, new_name.as_deref(), image, &self.clock.now())
                .await?;
        transaction.commit().await?;
        changed.ok_or(AuthError::UserNotFound)
    }

    /// Checks that this is the person's password. Wrong passwords are limited as at log-in.
    ///
    /// # Errors
    /// [`AuthError::WrongPassword`], [`AuthError::NoCredential`] or [`AuthError::Limited`].
    pub async fn verify_password(&self, user: &UserId, password: SecretString) -> Result<(), AuthError> {
        let limits = [(Limit::PASSWORD, user.as_str())];
        self.limits.check(&limits).await?;
        let hash = users::credential_of(&mut self.db.read().await?, user).await?;
        let hash = hash.ok_or(AuthError::NoCredential)?;
        let right = match password::check_length(&password) {
            Err(_) => false,
            Ok(()) => {
                let permit = self.passwords.permit().await?;
                self.limits.check(&limits).await?;
                permit.verify(password, Some(hash)).await?
            }
        };
        if !right {
            self.limits.count(&limits).await?;
            return Err(AuthError::WrongPassword);
        }
        Ok(())
    }

    /// Changes a person's password. With `end_sessions` every session ends, so that a stolen cookie is worth nothing.
    /// The session that asked is replaced by a new one, which is returned.
    ///
    /// # Errors
    /// If the new password is not acceptable or the current one is wrong.
    pub async fn change_password(
        &self,
        session: &ActiveSession,
        current: SecretString,
        new: SecretString,
        end_sessions: bool,
    ) -> Result<Option<ActiveSession>, AuthError> {
        password::check_length(&new)?;
        let user = &session.user.id;
        self.verify_password(user, current).await?;
        let hash = self.passwords.permit().await?.hash(new).await?;
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        users::update_credential(&mut transaction, user, &hash, &now).await?;
        let mut replaced = None;
        if end_sessions {
            sessions::delete_all(&mut transaction, user, None).await?;
            let new = ActiveSession::new(
                session.user.clone(),
                session.client.clone(),
                session.remembered,
                &now,
                &self.random,
            );
            sessions::insert(&mut transaction, &new).await?;
            replaced = Some(new);
        }
        transaction.commit().await?;
        tracing::info!(%user, "changed the password");
        Ok(replaced)
    }

    /// Deletes the account of the session's person, and everything that belongs to it. The password proves who they
    /// are. Without it, the session must be fresh.
    ///
    /// # Errors
    /// If the password is wrong, or there is none and the session is not fresh.
    pub async fn delete_account(
        &self,
        session: &ActiveSession,
        password: Option<SecretString>,
    ) -> Result<(), AuthError> {
        match password {
            Some(password) => self.verify_password(&session.user.id, password).await?,
            None if self.is_fresh(session) => {}
            None => return Err(AuthError::NotFresh),
        }
        self.delete_user(&session.user.id).await
    }

    /// Deletes an account and everything that belongs to it: sessions, tasks, conversations, messages.
    ///
    /// # Errors
    /// [`AuthError::UserNotFound`] if there is none.
    pub async fn delete_user(&self, user: &UserId) -> Result<(), AuthError> {
        let mut transaction = self.db.write().await?;
        if !users::delete(&mut transaction, user).await? {
            return Err(AuthError::UserNotFound);
        }
        transaction.commit().await?;
        tracing::info!(%user, "deleted the account");
        Ok(())
    }

    /// The ways in which a person can log in.
    pub async fn accounts(&self, user: &UserId) -> Result<Vec<Account>, AuthError> {
        Ok(users::accounts(&mut self.db.read().await?, user).await?)
    }
}
