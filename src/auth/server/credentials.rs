//! Logging in and out.

use super::limit::Limit;
use super::line::Asker;
use super::proof::Proof;
use super::second_step::{LogIn, LogInCookies};
use super::{ActiveSession, Auth, AuthError, Client, email, password, refuse_banned};
use crate::auth::User;
use crate::auth::store::{passkeys, places, sessions, users};
use crate::db::Transaction;
use crate::timestamp::Timestamp;
use secrecy::SecretString;
use tokio::time::Instant;

/// Most sessions of one person. The oldest end.
const SESSIONS_MAX: i64 = 50;

impl Auth {
    /// Logs in with the password alone.
    ///
    /// # Errors
    /// Those of [`Auth::begin_log_in`], or [`AuthError::SecondFactorNeeded`].
    pub async fn log_in(
        &self,
        email: &str,
        password: SecretString,
        client: Client,
        remembered: bool,
    ) -> Result<ActiveSession, AuthError> {
        match self.begin_log_in(email, password, client, remembered, &LogInCookies::default()).await? {
            LogIn::Done(logged_in) => Ok(logged_in.session),
            LogIn::SecondStep(_) => Err(AuthError::SecondFactorNeeded),
        }
    }

    /// Logs in, or begins to, if the person logs in with two factors and does not trust this browser. An unknown e-mail
    /// takes as long as a wrong password and gets the same answer.
    ///
    /// # Errors
    /// [`AuthError::InvalidCredentials`] and nothing more exact, or [`AuthError::Limited`] after too many of them.
    /// [`AuthError::Banned`] or [`AuthError::PasskeyNeeded`] if the password is right.
    pub async fn begin_log_in(
        &self,
        email: &str,
        password: SecretString,
        client: Client,
        remembered: bool,
        cookies: &LogInCookies,
    ) -> Result<LogIn, AuthError> {
        let email = email::parse(email)?;
        let proof = self.prove_log_in(&email, &password, &client).await?;
        self.enter(proof, client, remembered, cookies).await
    }

    /// Checks the password for a log-in.
    pub(super) async fn prove_log_in(
        &self,
        email: &str,
        password: &SecretString,
        client: &Client,
    ) -> Result<Proof, AuthError> {
        let by_address = (Limit::LOG_IN_ADDRESS, client.address.as_str());
        // Nobody can have a password of this length, so there is no reason to hash megabytes of it. It is no guess, so
        // it counts only against the address.
        if password::check_length(password).is_err() {
            self.limits.count(&[by_address]).await?;
            tracing::warn!(target: "docket::security", client = client.address, "a log-in was refused");
            return Err(AuthError::InvalidCredentials);
        }
        let wrong = self.limits_of_guess(email, client).await?;
        let wrong: Vec<(Limit, &str)> = wrong.iter().map(|(limit, of)| (*limit, of.as_str())).collect();
        let all = [&wrong[..], &[(Limit::LOG_INS, email)]].concat();
        // Checked before waiting in line, and again with the permit. So many requests that wait together get no more
        // tries than the limit.
        self.limits.check(&all).await?;
        let permit = self.passwords.permit(Asker::of(client, email)).await?;
        self.limits.check(&all).await?;
        let began = Instant::now();
        let found = users::credential_of_email(&mut self.db.autocommit().await?, email).await?;
        let person = found.as_ref().map(|(id, _)| id.clone());
        let Some(mut proof) = Proof::of(&permit, found, password).await? else {
            drop(permit);
            self.limits.count(&wrong).await?;
            self.pad_refusal(began).await?;
            let person = person.as_ref().map(tracing::field::display);
            tracing::warn!(target: "docket::security", person, client = client.address, "a log-in was refused");
            return Err(AuthError::InvalidCredentials);
        };
        if password::is_outdated(&proof.hash) {
            proof.better = Some(permit.hash(password.clone()).await?);
        }
        Ok(proof)
    }

    /// Logs in somebody who has given the right password, or asks for the second factor.
    pub(super) async fn enter(
        &self,
        proof: Proof,
        client: Client,
        remembered: bool,
        cookies: &LogInCookies,
    ) -> Result<LogIn, AuthError> {
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        // The person is read under the lock: the second factor may have been turned on a moment ago.
        let holds = proof.holds(&mut transaction).await?;
        let user = match users::by_id(&mut transaction, &proof.user).await? {
            Some(user) if holds => user,
            _ => {
                let (person, client) = (&proof.user, client.address);
                tracing::warn!(target: "docket::security", %person, client,
                    "a log-in was refused: the password has just been changed");
                return Err(AuthError::InvalidCredentials);
            }
        };
        refuse_banned(&mut transaction, &user.id, &now).await?;
        if let Some(better) = &proof.better {
            users::replace_hash(&mut transaction, &user.id, &proof.hash, better, &now).await?;
        }
        let mut trusted = None;
        if self.second_factor_required
            && !user.two_factor_enabled
            && passkeys::has_any(&mut transaction, &user.id).await?
        {
            tracing::info!(target: "docket::security", person = %user.id, client = client.address,
                "a right password needs a passkey");
            return Err(AuthError::PasskeyNeeded);
        }
        if user.two_factor_enabled {
            trusted = self.trust_again(&mut transaction, &user.id, cookies, &now).await?;
            if trusted.is_none() {
                let step = self.challenge(&mut transaction, &user.id, remembered, &now).await?;
                transaction.commit().await?;
                tracing::info!(target: "docket::security", person = %user.id, client = client.address,
                    "a right password waits for the second factor");
                return Ok(LogIn::SecondStep(step));
            }
        }
        let mut logged_in = self.end_log_in(transaction, user, client, remembered, cookies, now).await?;
        logged_in.cookies.extend(trusted);
        Ok(LogIn::Done(Box::new(logged_in)))
    }

    /// Makes a session for a person at this client, who is known there from now on.
    pub(super) async fn begin(
        &self,
        transaction: &mut Transaction,
        user: User,
        client: Client,
        remembered: bool,
        now: &Timestamp,
    ) -> Result<ActiveSession, AuthError> {
        places::note(transaction, &user.id, &self.place(&client), now).await?;
        let session = ActiveSession::new(user, client, remembered, now, &self.random);
        sessions::insert(transaction, &session).await?;
        sessions::delete_expired_of(transaction, &session.user.id, now).await?;
        sessions::delete_oldest(transaction, &session.user.id, &session.id, SESSIONS_MAX - 1).await?;
        Ok(session)
    }

    /// Ends a session. Its cookie and its tokens are worthless from here on.
    pub async fn log_out(&self, session: &ActiveSession) -> Result<(), AuthError> {
        let mut transaction = self.db.write().await?;
        sessions::delete(&mut transaction, &session.user.id, &session.id).await?;
        transaction.commit().await?;
        let (person, client) = (&session.user.id, &session.client.address);
        tracing::info!(target: "docket::security", %person, client, session = %session.id, "logged out");
        Ok(())
    }

    /// As long as anybody has an older, slower hash, each refusal takes as long as with one.
    async fn pad_refusal(&self, began: Instant) -> Result<(), AuthError> {
        if users::has_legacy_hash(&mut self.db.autocommit().await?).await? {
            self.passwords.pad(began).await?;
        }
        Ok(())
    }
}
