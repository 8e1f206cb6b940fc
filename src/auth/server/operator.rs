//! What operators do with other people's accounts, from the command line.

use super::limit::Limits;
use super::line::Asker;
use super::{ActiveSession, Auth, AuthError, Notice, guessable, password, random_id, two_factor};
use crate::auth::User;
use crate::auth::store::{limits, passkeys, personal_tokens, places, sessions, users, verifications};
use crate::id::UserId;
use secrecy::SecretString;
use time::Duration;

/// How many people to read at once for a list.
const PAGE: i64 = 500;
/// How long a place is known after a person was last there.
const PLACE_LIFE: Duration = Duration::days(90);
/// Most sessions in a list.
const SESSIONS: i64 = 10_000;

impl Auth {
    /// All people, in the order of their e-mail addresses.
    pub async fn users(&self) -> Result<Vec<User>, AuthError> {
        let (mut users, mut after): (Vec<User>, String) = (Vec::new(), String::new());
        loop {
            let page = users::page(&mut self.db.autocommit().await?, &after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(users) };
            after.clone_from(&last.email);
            users.extend(page);
        }
    }

    /// The person with this e-mail address or this id.
    ///
    /// # Errors
    /// [`AuthError::UserNotFound`] if there is none.
    pub async fn user(&self, email_or_id: &str) -> Result<User, AuthError> {
        let mut transaction = self.db.read().await?;
        let found = if email_or_id.contains('@') {
            users::by_email(&mut transaction, &email_or_id.trim().to_lowercase()).await?
        } else {
            users::by_id(&mut transaction, &UserId::new(email_or_id)).await?
        };
        found.ok_or(AuthError::UserNotFound)
    }

    /// Sets a person's password, and ends all their sessions, tokens, passkeys and connections to apps. Makes the
    /// credential account if they have none yet.
    ///
    /// # Errors
    /// If the password is not acceptable or there is no such person.
    pub async fn set_password(&self, user: &UserId, new: SecretString) -> Result<(), AuthError> {
        password::check_length(&new)?;
        let person = self.user(user.as_str()).await?;
        guessable::check(&new, &person)?;
        let hash = self.passwords.permit(Asker::operator()).await?.hash(new).await?;
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        if users::by_id(&mut transaction, user).await?.is_none() {
            return Err(AuthError::UserNotFound);
        }
        if !users::update_credential(&mut transaction, user, &hash, &now).await? {
            users::insert_credential(&mut transaction, &random_id(&self.random), user, &hash, &now).await?;
        }
        two_factor::end_log_ins(&mut transaction, user).await?;
        sessions::delete_all(&mut transaction, user, None).await?;
        self.end_programs(&mut transaction, user).await?;
        passkeys::delete_all(&mut transaction, user).await?;
        Limits::forget(&mut transaction, &person.email).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, "an operator set the password");
        self.notices.tell(&person, Notice::PasswordReset { at: now });
        Ok(())
    }

    /// All live sessions. Those that end first come first. At most 10,000.
    pub async fn all_sessions(&self) -> Result<Vec<ActiveSession>, AuthError> {
        Ok(sessions::all(&mut self.db.autocommit().await?, &self.clock.now(), SESSIONS).await?)
    }

    /// Removes expired sessions, links and counts, and what the database still holds of deleted text. Returns how many
    /// sessions it removed.
    pub async fn prune(&self) -> Result<u64, AuthError> {
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        let pruned = sessions::delete_expired(&mut transaction, &now).await?;
        verifications::delete_expired(&mut transaction, &now).await?;
        personal_tokens::delete_expired(&mut transaction, &now).await?;
        limits::delete_ended(&mut transaction, &now).await?;
        places::delete_before(&mut transaction, &now.plus(-PLACE_LIFE)).await?;
        transaction.commit().await?;
        self.db.empty_log().await?;
        Ok(pruned)
    }
}
