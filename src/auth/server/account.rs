//! What people do with their own account: change the name or password, and delete it.

use super::limit::{Limit, Limits};
use super::line::Asker;
use super::proof::Proof;
use super::sign_up::name;
use super::{
    Account, ActiveSession, Auth, AuthError, Client, Notice, address, guessable, image, password, reset,
    two_factor,
};
use crate::auth::User;
use crate::auth::store::{sessions, users, verifications};
use crate::db::Transaction;
use crate::id::UserId;
use secrecy::SecretString;

impl Auth {
    /// Changes a person's name, picture or both. `None` leaves the value as it is.
    ///
    /// # Errors
    /// If the name or the picture's address is not acceptable.
    pub async fn update_profile(
        &self,
        user: &UserId,
        new_name: Option<&str>,
        new_image: Option<Option<&str>>,
    ) -> Result<User, AuthError> {
        let new_name = new_name.map(name).transpose()?;
        if let Some(Some(address)) = new_image {
            image::check(address)?;
        }
        let mut transaction = self.db.write().await?;
        let changed =
            users::update_profile(&mut transaction, user, new_name.as_deref(), new_image, &self.clock.now())
                .await?;
        transaction.commit().await?;
        changed.ok_or(AuthError::UserNotFound)
    }

    /// Checks that this is the person's password. Wrong passwords are limited as at log-in.
    ///
    /// # Errors
    /// [`AuthError::WrongPassword`], [`AuthError::NoCredential`] or [`AuthError::Limited`].
    pub async fn verify_password(
        &self,
        session: &ActiveSession,
        password: SecretString,
        client: &Client,
    ) -> Result<(), AuthError> {
        self.prove(session, password, client).await.map(drop)
    }

    /// The same, for something that the password allows.
    pub(super) async fn prove(
        &self,
        session: &ActiveSession,
        password: SecretString,
        client: &Client,
    ) -> Result<Proof, AuthError> {
        let user = &session.user.id;
        let limits = [(Limit::PASSWORD, session.id.as_str())];
        self.limits.check(&limits).await?;
        let hash = users::credential_of(&mut self.db.autocommit().await?, user).await?;
        let hash = hash.ok_or(AuthError::NoCredential)?;
        let proof = match password::check_length(&password) {
            Err(_) => None,
            Ok(()) => {
                let permit = self.passwords.permit(Asker::of(client, user.as_str())).await?;
                self.limits.check(&limits).await?;
                Proof::of(&permit, Some((user.clone(), hash)), &password).await?
            }
        };
        match proof {
            Some(proof) => Ok(proof),
            None => {
                self.limits.count(&limits).await?;
                tracing::warn!(target: "docket::security", person = %user, client = client.address,
                    "a password of somebody who is logged in was refused");
                Err(AuthError::WrongPassword)
            }
        }
    }

    /// Changes a person's password. With `end_sessions` every session ends, so that a stolen cookie is worth nothing.
    /// The session that asked is replaced by a new one, which is returned, unless a bearer token proved it.
    ///
    /// # Errors
    /// If the new password is not acceptable, the current one is wrong, or the session has ended.
    pub async fn change_password(
        &self,
        session: &ActiveSession,
        current: SecretString,
        new: SecretString,
        end_sessions: bool,
        client: &Client,
    ) -> Result<Option<ActiveSession>, AuthError> {
        password::check_length(&new)?;
        guessable::check(&new, &session.user)?;
        let user = &session.user.id;
        let proof = self.prove(session, current, client).await?;
        let hash = self.passwords.permit(Asker::of(client, user.as_str())).await?.hash(new).await?;
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        if !proof.holds(&mut transaction).await? {
            return Err(AuthError::WrongPassword);
        }
        session.hold(&mut transaction, &now).await?;
        users::update_credential(&mut transaction, user, &hash, &now).await?;
        Limits::forget(&mut transaction, &session.user.email).await?;
        two_factor::end_log_ins(&mut transaction, user).await?;
        let mut replaced = None;
        if end_sessions {
            sessions::delete_all(&mut transaction, user, None).await?;
        }
        if end_sessions && !session.by_token {
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
        tracing::info!(target: "docket::security", person = %user, client = client.address, end_sessions,
            "changed the password");
        self.notices.tell(&session.user, Notice::PasswordChanged { at: now });
        Ok(replaced)
    }

    /// Deletes the account of the session's person, and everything that belongs to it. The password proves who they
    /// are. A person without a password needs a fresh session.
    ///
    /// # Errors
    /// If the password is wrong or missing, or the session is not fresh.
    pub async fn delete_account(
        &self,
        session: &ActiveSession,
        password: Option<SecretString>,
        client: &Client,
    ) -> Result<(), AuthError> {
        let user = &session.user.id;
        let proof = match password {
            Some(password) => Some(self.prove(session, password, client).await?),
            None if self.is_fresh(session) => None,
            None => return Err(AuthError::NotFresh),
        };
        let mut transaction = self.db.write().await?;
        match proof {
            Some(proof) if proof.holds(&mut transaction).await? => {}
            Some(_) => return Err(AuthError::WrongPassword),
            None if users::lock_credential(&mut transaction, user).await?.is_none() => {}
            None => return Err(AuthError::NotFresh),
        }
        session.hold(&mut transaction, &self.clock.now()).await?;
        self.delete_in(transaction, &session.user).await?;
        tracing::info!(target: "docket::security", person = %user, client = client.address,
            "deleted their account");
        Ok(())
    }

    /// Deletes an account and everything that belongs to it: sessions, tasks, conversations, messages.
    ///
    /// # Errors
    /// [`AuthError::UserNotFound`] if there is none.
    pub async fn delete_user(&self, user: &UserId) -> Result<(), AuthError> {
        let mut transaction = self.db.write().await?;
        let found = users::by_id(&mut transaction, user).await?.ok_or(AuthError::UserNotFound)?;
        self.delete_in(transaction, &found).await?;
        tracing::info!(target: "docket::security", person = %user, "an operator deleted the account");
        Ok(())
    }

    /// Most of it goes by the foreign keys of its tables. Links and counts name the person in their own ways.
    async fn delete_in(&self, mut transaction: Transaction, user: &User) -> Result<(), AuthError> {
        if !users::delete(&mut transaction, &user.id).await? {
            return Err(AuthError::UserNotFound);
        }
        for links in [reset::PREFIX, address::PREFIX] {
            verifications::delete_of(&mut transaction, links, user.id.as_str()).await?;
        }
        two_factor::end_log_ins(&mut transaction, &user.id).await?;
        Limits::forget(&mut transaction, &user.email).await?;
        Ok(transaction.commit().await?)
    }

    /// The ways in which a person can log in.
    pub async fn accounts(&self, user: &UserId) -> Result<Vec<Account>, AuthError> {
        Ok(users::accounts(&mut self.db.autocommit().await?, user).await?)
    }
}
