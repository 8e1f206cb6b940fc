//! Bans. A banned person has an account and no way in: no log-in, no session, no token.

use super::{Auth, AuthError, two_factor};
use crate::auth::ban::Ban;
use crate::auth::store::{bans, sessions};
use crate::db::Transaction;
use crate::id::UserId;
use crate::timestamp::Timestamp;
use time::Duration;

impl Auth {
    /// Bans a person for some days, or without an end. Ends all their sessions and everything with which programs act
    /// for them.
    ///
    /// # Errors
    /// [`AuthError::UserNotFound`] if there is no such person.
    pub async fn ban(
        &self,
        user: &UserId,
        reason: Option<&str>,
        days: Option<u16>,
    ) -> Result<Ban, AuthError> {
        let now = self.clock.now();
        let ban = Ban {
            reason: reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned),
            expires_at: days.map(|days| now.plus(Duration::days(days.into()))),
        };
        let mut transaction = self.db.write().await?;
        if !bans::set(&mut transaction, user, &ban, &now).await? {
            return Err(AuthError::UserNotFound);
        }
        two_factor::end_log_ins(&mut transaction, user).await?;
        sessions::delete_all(&mut transaction, user, None).await?;
        self.end_programs(&mut transaction, user).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, "a person was banned");
        Ok(ban)
    }

    /// Ends the ban of a person. Returns whether there was one.
    pub async fn unban(&self, user: &UserId) -> Result<bool, AuthError> {
        let mut transaction = self.db.write().await?;
        let lifted = bans::lift(&mut transaction, user, &self.clock.now()).await?;
        transaction.commit().await?;
        if lifted {
            tracing::info!(target: "docket::security", person = %user, "a ban was lifted");
        }
        Ok(lifted)
    }

    /// The ban of a person, if they are banned now.
    pub async fn ban_of(&self, user: &UserId) -> Result<Option<Ban>, AuthError> {
        Ok(bans::of(&mut self.db.autocommit().await?, user, &self.clock.now()).await?)
    }
}

/// Refuses a banned person.
pub(crate) async fn refuse_banned(
    transaction: &mut Transaction,
    user: &UserId,
    now: &Timestamp,
) -> Result<(), AuthError> {
    match bans::of(transaction, user, now).await? {
        None => Ok(()),
        Some(ban) => {
            tracing::warn!(target: "docket::security", person = %user, "a banned person was refused");
            Err(AuthError::Banned(ban))
        }
    }
}
