//! Personal access tokens: the simple way for a program to act for a person. A token opens the doors for programs and
//! nothing else: with one, nobody sees the settings, makes another token or changes the account.

use super::digest::digest;
use super::{ActiveSession, Auth, AuthError, Client, Grant, Via, random_id};
use crate::auth::store::personal_tokens as store;
use crate::auth::{Permission, PersonalToken, TOKEN_DAYS, TOKEN_NAME_MAX, Token};
use crate::db::Transaction;
use crate::feed::store as feeds;
use crate::id::UserId;
use crate::oauth::store::{codes, connections};
use crate::webhooks::store as webhooks;
use secrecy::SecretString;
use time::Duration;

/// How each token begins. Programs that look for leaked secrets know it by this.
pub const PERSONAL_TOKEN_PREFIX: &str = "docket_pat_";
/// The random characters after the prefix: 238 bits.
const RANDOM_LENGTH: usize = 40;
/// Most tokens of one person.
const MOST: usize = 50;
/// How often the last use of a token is stored.
const NOTE_USE_AFTER: Duration = Duration::minutes(10);

/// What a person wants of a new token.
#[derive(Clone, Debug)]
pub struct NewPersonalToken {
    /// What they call it.
    pub name: String,
    /// What a program may do with it.
    pub permission: Permission,
    /// After how many days it ends, one of [`TOKEN_DAYS`].
    pub days: u16,
}

impl Auth {
    /// Makes a token. It lives longer than the session, so the password is asked for, even right after a log-in: a
    /// browser that was left open for a minute must not give away a key for a year.
    ///
    /// # Errors
    /// If a value is not acceptable, the password is wrong, or the person has enough tokens.
    pub async fn make_personal_token(
        &self,
        session: &ActiveSession,
        new: NewPersonalToken,
        password: SecretString,
        client: &Client,
    ) -> Result<Token, AuthError> {
        let user = &session.user.id;
        let name = token_name(&new.name)?;
        if !TOKEN_DAYS.contains(&new.days) {
            return Err(AuthError::InvalidTokenLife);
        }
        let proof = self.prove(session, password, client).await?;
        let text = [PERSONAL_TOKEN_PREFIX, &self.random.alphanumeric(RANDOM_LENGTH)].concat();
        let now = self.clock.now();
        let token = PersonalToken {
            id: random_id(&self.random),
            name,
            permission: new.permission,
            expires_at: now.plus(Duration::days(new.days.into())),
            created_at: now.clone(),
            last_used_at: None,
        };
        let mut transaction = self.db.write().await?;
        if !proof.holds(&mut transaction).await? {
            return Err(AuthError::WrongPassword);
        }
        session.hold(&mut transaction, &now).await?;
        if store::of_user(&mut transaction, user, &now).await?.len() >= MOST {
            return Err(AuthError::TooManyTokens { max: MOST });
        }
        store::insert(&mut transaction, user, &digest(&text), &token).await?;
        transaction.commit().await?;
        let (id, permission, address) = (&token.id, token.permission, &client.address);
        tracing::info!(target: "docket::security", person = %user, token = id, ?permission, client = address,
            "made a personal access token");
        Ok(Token { token: text })
    }

    /// The tokens of a person that work, the newest first.
    pub async fn personal_tokens(&self, user: &UserId) -> Result<Vec<PersonalToken>, AuthError> {
        Ok(store::of_user(&mut self.db.autocommit().await?, user, &self.clock.now()).await?)
    }

    /// Revokes a token of a person.
    ///
    /// # Errors
    /// [`AuthError::TokenNotFound`] if they have none with this id.
    pub async fn revoke_personal_token(
        &self,
        user: &UserId,
        id: &str,
        client: &Client,
    ) -> Result<(), AuthError> {
        // PostgreSQL refuses texts with NUL, which would look like a fault of the database.
        if id.contains('\0') {
            return Err(AuthError::TokenNotFound);
        }
        let mut transaction = self.db.write().await?;
        if !store::delete(&mut transaction, user, id).await? {
            return Err(AuthError::TokenNotFound);
        }
        transaction.commit().await?;
        let address = &client.address;
        tracing::info!(target: "docket::security", person = %user, token = id, client = address,
            "revoked a personal access token");
        Ok(())
    }

    /// Ends everything with which programs act for a person. People may reset a password because of a thief, who
    /// may have left a token behind.
    pub(crate) async fn end_programs(
        &self,
        transaction: &mut Transaction,
        user: &UserId,
    ) -> Result<(), AuthError> {
        store::delete_all(transaction, user).await?;
        codes::delete_all(transaction, user).await?;
        connections::delete_all(transaction, user).await?;
        feeds::delete(transaction, user).await?;
        webhooks::pause_all(transaction, user).await?;
        Ok(())
    }

    /// The right that a token gives. `None` if it is none of ours, revoked or expired.
    pub async fn grant_of_personal_token(&self, text: &str) -> Result<Option<Grant>, AuthError> {
        if !text.starts_with(PERSONAL_TOKEN_PREFIX) {
            return Ok(None);
        }
        let now = self.clock.now();
        let found = store::by_digest(&mut self.db.autocommit().await?, &digest(text), &now).await?;
        let Some((token, user)) = found else { return Ok(None) };
        if token.last_used_at.is_none_or(|last| last.plus(NOTE_USE_AFTER) <= now) {
            let mut transaction = self.db.write().await?;
            store::touch(&mut transaction, &token.id, &now).await?;
            transaction.commit().await?;
        }
        Ok(Some(Grant { user, permission: token.permission, via: Via::PersonalToken(token.id) }))
    }
}

/// A token's name as it is stored: trimmed.
fn token_name(text: &str) -> Result<String, AuthError> {
    let text = text.trim();
    let length = text.chars().count();
    if !(1..=TOKEN_NAME_MAX).contains(&length) || text.chars().any(char::is_control) {
        return Err(AuthError::InvalidTokenName);
    }
    Ok(text.to_owned())
}
