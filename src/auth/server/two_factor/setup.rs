//! Turning two-factor log-in on and off, and new recovery codes. The password proves who asks: a stolen session must not
//! change how its owner logs in. A bearer token changes nothing here, even with the password.

use super::{Checked, Factor, NewTwoFactor, SecondFactor, end_log_ins, recovery_codes};
use crate::auth::server::limit::Limit;
use crate::auth::server::notices::Notice;
use crate::auth::server::{ActiveSession, Auth, AuthError, Client};
use crate::auth::store::{two_factor as store, users};
use crate::auth::{TwoFactor, User};
use crate::db::Transaction;
use crate::id::UserId;
use crate::timestamp::Timestamp;
use secrecy::SecretString;

impl Auth {
    /// A person's two-factor log-in.
    pub async fn two_factor(&self, user: &UserId) -> Result<TwoFactor, AuthError> {
        let mut transaction = self.db.read().await?;
        let person = users::by_id(&mut transaction, user).await?;
        let enabled = person.is_some_and(|person| person.two_factor_enabled);
        // Even a factor that cannot be read can be turned off.
        let factor = match self.factor_of(&mut transaction, user).await {
            Err(AuthError::SecondFactorUnreadable) => None,
            factor => factor?,
        };
        let pending = !enabled && factor.as_ref().is_some_and(|factor| !factor.stored.verified);
        let codes_left = factor.map_or(0, |factor| factor.recovery_codes.len());
        Ok(TwoFactor { enabled, pending, codes_left, made: None })
    }

    /// Whether a person can log in with an app's code.
    pub(crate) async fn has_app(
        &self,
        transaction: &mut Transaction,
        user: &UserId,
    ) -> Result<bool, AuthError> {
        Ok(store::of(transaction, user).await?.is_some_and(|stored| stored.verified))
    }

    /// Makes a secret and recovery codes. Two-factor log-in is on once [`Auth::check_second_factor`] has seen a code.
    ///
    /// # Errors
    /// [`AuthError::TwoFactorOn`] if it is on already. Also if the password is wrong or the session has ended.
    pub async fn set_up_two_factor(
        &self,
        session: &ActiveSession,
        password: SecretString,
        client: &Client,
    ) -> Result<NewTwoFactor, AuthError> {
        let (mut transaction, user, _) = self.prove_for_two_factor(session, password, client).await?;
        if user.two_factor_enabled && self.has_app(&mut transaction, &user.id).await? {
            return Err(AuthError::TwoFactorOn);
        }
        let (factor, codes) = Factor::new(self);
        self.store_factor(&mut transaction, &user.id, &factor).await?;
        transaction.commit().await?;
        Ok(NewTwoFactor::new(user.email, factor.secret, codes))
    }

    /// The secret that a person's app knows, to give it to another app.
    ///
    /// # Errors
    /// [`AuthError::TwoFactorOff`] if there is none. Also if the password is wrong or the session has ended.
    pub async fn two_factor_again(
        &self,
        session: &ActiveSession,
        password: SecretString,
        client: &Client,
    ) -> Result<NewTwoFactor, AuthError> {
        let (mut transaction, user, _) = self.prove_for_two_factor(session, password, client).await?;
        let factor = self.factor_of(&mut transaction, &user.id).await?.ok_or(AuthError::TwoFactorOff)?;
        Ok(NewTwoFactor::new(user.email, factor.secret, Vec::new()))
    }

    /// Makes new recovery codes. The old ones stop working.
    ///
    /// # Errors
    /// [`AuthError::TwoFactorOff`] if there is no second factor. Also if the password is wrong or the session has
    /// ended.
    pub async fn new_recovery_codes(
        &self,
        session: &ActiveSession,
        password: SecretString,
        client: &Client,
    ) -> Result<Vec<String>, AuthError> {
        let (mut transaction, user, now) = self.prove_for_two_factor(session, password, client).await?;
        if !user.two_factor_enabled {
            return Err(AuthError::TwoFactorOff);
        }
        let mut factor = self.factor_of(&mut transaction, &user.id).await?.ok_or(AuthError::TwoFactorOff)?;
        let codes = recovery_codes::make(&self.random);
        factor.recovery_codes = recovery_codes::kept(&codes);
        self.store_factor(&mut transaction, &user.id, &factor).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user.id, client = client.address,
            "made new recovery codes");
        self.notices.tell(&user, Notice::NewRecoveryCodes { at: now });
        Ok(codes)
    }

    /// Turns two-factor log-in off and forgets its secrets and the trusted devices.
    ///
    /// # Errors
    /// If the password is wrong or the session has ended.
    pub async fn turn_two_factor_off(
        &self,
        session: &ActiveSession,
        password: SecretString,
        client: &Client,
    ) -> Result<User, AuthError> {
        let (mut transaction, user, now) = self.prove_for_two_factor(session, password, client).await?;
        let was_on = remove(&mut transaction, &user.id, &now).await?;
        transaction.commit().await?;
        if was_on {
            tracing::warn!(target: "docket::security", person = %user.id, client = client.address,
                "turned two-factor log-in off");
            self.notices.tell(&user, Notice::TwoFactorOff { at: now });
        }
        Ok(User { two_factor_enabled: false, ..user })
    }

    /// Turns a person's two-factor log-in off for an operator: they have lost the app and the codes. Returns whether
    /// it was on, or about to be.
    ///
    /// # Errors
    /// [`AuthError::UserNotFound`] if there is no such person.
    pub async fn reset_two_factor(&self, user: &UserId) -> Result<bool, AuthError> {
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        users::lock_credential(&mut transaction, user).await?;
        let person = users::by_id(&mut transaction, user).await?.ok_or(AuthError::UserNotFound)?;
        let had = remove(&mut transaction, user, &now).await?;
        transaction.commit().await?;
        if had {
            tracing::info!(target: "docket::security", person = %user, "an operator reset two-factor log-in");
            self.notices.tell(&person, Notice::TwoFactorOff { at: now });
        }
        Ok(had)
    }

    /// Checks a code of somebody who is logged in. The first right code of an app turns two-factor log-in on. Returns
    /// the person.
    ///
    /// # Errors
    /// If the code is wrong, there is no second factor, or the session has ended.
    pub async fn check_second_factor(
        &self,
        session: &ActiveSession,
        given: &SecondFactor,
        client: &Client,
    ) -> Result<User, AuthError> {
        refuse_token(session)?;
        let limits = [(Limit::CODES, session.id.as_str())];
        self.limits.check(&limits).await?;
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        let id = &session.user.id;
        users::lock_credential(&mut transaction, id).await?;
        session.hold(&mut transaction, &now).await?;
        let user = users::by_id(&mut transaction, id).await?.ok_or(AuthError::SessionEnded)?;
        let mut factor = self.factor_of(&mut transaction, id).await?.ok_or(AuthError::TwoFactorOff)?;
        let confirms = matches!(given, SecondFactor::Code(_));
        if !factor.stored.verified && !confirms {
            return Err(AuthError::TwoFactorOff);
        }
        if factor.check(given, &now) == Checked::Wrong {
            self.limits.count_in(&mut transaction, &limits).await?;
            transaction.commit().await?;
            tracing::warn!(target: "docket::security", person = %id, client = client.address,
                "a code of somebody who is logged in was refused");
            return Err(given.refused());
        }
        let turned_on = confirms && store::set_enabled(&mut transaction, id, true, &now).await?;
        factor.stored.verified = true;
        self.store_factor(&mut transaction, id, &factor).await?;
        if turned_on {
            // A log-in that began before waits for no second step.
            end_log_ins(&mut transaction, id).await?;
        }
        transaction.commit().await?;
        if turned_on {
            tracing::info!(target: "docket::security", person = %id, client = client.address,
                "turned two-factor log-in on");
            self.notices.tell(&user, Notice::TwoFactorOn { at: now });
        } else if !confirms {
            let left = factor.recovery_codes.len();
            self.notices.tell(&user, Notice::RecoveryCodeUsed { client: client.clone(), left, at: now });
        }
        Ok(User { two_factor_enabled: user.two_factor_enabled || confirms, ..user })
    }

    /// Checks the password of somebody who is logged in, and has passed both factors within a day. The transaction holds
    /// the password and the session.
    async fn prove_for_two_factor(
        &self,
        session: &ActiveSession,
        password: SecretString,
        client: &Client,
    ) -> Result<(Transaction, User, Timestamp), AuthError> {
        refuse_token(session)?;
        if !self.is_fresh(session) {
            return Err(AuthError::NotFresh);
        }
        let proof = self.prove(session, password, client).await?;
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        if !proof.holds(&mut transaction).await? {
            return Err(AuthError::WrongPassword);
        }
        session.hold(&mut transaction, &now).await?;
        let user = users::by_id(&mut transaction, &proof.user).await?.ok_or(AuthError::SessionEnded)?;
        Ok((transaction, user, now))
    }
}

fn refuse_token(session: &ActiveSession) -> Result<(), AuthError> {
    if session.by_token { Err(AuthError::CookieNeeded) } else { Ok(()) }
}

/// Removes a second factor and everything that it allows. Returns whether there was one.
async fn remove(transaction: &mut Transaction, user: &UserId, now: &Timestamp) -> Result<bool, AuthError> {
    let had = store::delete(transaction, user).await?;
    let was_on = store::set_enabled(transaction, user, false, now).await?;
    end_log_ins(transaction, user).await?;
    Ok(had || was_on)
}
