//! Sessions: which person a cookie or a bearer token stands for, and the sessions of a person.

use super::limit::Limit;
use super::{
    ActiveSession, Auth, AuthError, Device, LONGEST_LIFE, SESSION_LIFE, Token, UNREMEMBERED_LIFE, Via,
};
use super::{cookie, token, two_factor};
use crate::auth::store::sessions;
use crate::id::{SessionId, UserId};
use time::Duration;

/// How old a renewal must be before a request renews the session again (Better Auth's default).
const RENEW_AFTER: Duration = Duration::days(1);
/// How often the last use of a session is stored.
const NOTE_USE_AFTER: Duration = Duration::minutes(10);

/// Who a request comes from.
#[derive(Debug)]
pub(crate) enum Identity {
    /// A person with this session.
    Session(Box<ActiveSession>),
    /// A person whose session has ended. The cookie is one of ours.
    Ended,
    /// Nobody we know.
    Nobody,
}

impl Auth {
    /// The person for whom a session cookie stands. Asks the database every time, so that a session ended elsewhere is
    /// ended here too. Removes an expired session.
    pub(crate) async fn identity_of_cookie(&self, value: &str) -> Result<Identity, AuthError> {
        let Some(token) = self.secrets.find(|secret| cookie::verify(value, secret)) else {
            return Ok(Identity::Nobody);
        };
        let now = self.clock.now();
        let Some(session) = sessions::by_token(&self.db, token, &now).await? else {
            return Ok(Identity::Ended);
        };
        if session.expires_at <= now {
            self.log_out(&session).await?;
            return Ok(Identity::Ended);
        }
        let remembered = is_remembered(&session);
        Ok(Identity::Session(Box::new(ActiveSession { remembered, ..session })))
    }

    /// The live session that a session cookie's value proves.
    pub async fn session_of_cookie(&self, value: &str) -> Result<Option<ActiveSession>, AuthError> {
        Ok(match self.identity_of_cookie(value).await? {
            Identity::Session(session) => Some(*session),
            Identity::Ended | Identity::Nobody => None,
        })
    }

    /// The live session that a bearer token proves. A token dies with its session.
    pub async fn session_of_bearer(&self, bearer: &str) -> Result<Option<ActiveSession>, AuthError> {
        let now = self.clock.now();
        let Some(claims) = self.secrets.find(|secret| token::verify(bearer, secret, &now)) else {
            return Ok(None);
        };
        let session = sessions::by_id(&self.db, &claims.sid, &now).await?;
        Ok(session.filter(|session| session.user.id == claims.sub).map(|session| ActiveSession {
            remembered: is_remembered(&session),
            by_token: true,
            ..session
        }))
    }

    /// Whether a session is still alive. It may have been ended elsewhere.
    pub async fn still_lives(&self, session: &SessionId) -> Result<bool, AuthError> {
        self.still_grants(&Via::Session(session.clone())).await
    }

    /// Prolongs a remembered session in use, at most once a day. Returns the session if it was prolonged; its cookie
    /// must then be sent again. Also stores the time of use, every ten minutes.
    pub async fn renew(&self, session: &ActiveSession) -> Result<Option<ActiveSession>, AuthError> {
        let now = self.clock.now();
        let latest = session.created_at.plus(LONGEST_LIFE).min(now.plus(SESSION_LIFE));
        // A token has its own end, and its program gets no cookie.
        let due = session.remembered
            && !session.by_token
            && session.expires_at <= now.plus(SESSION_LIFE - RENEW_AFTER)
            && session.expires_at < latest;
        if !due && session.updated_at.plus(NOTE_USE_AFTER) > now {
            return Ok(None);
        }
        let expires_at = if due { latest } else { session.expires_at.clone() };
        let renewed = ActiveSession { expires_at, updated_at: now.clone(), ..session.clone() };
        let mut transaction = self.db.write().await?;
        sessions::touch(&mut transaction, &renewed.id, &renewed.expires_at, &now).await?;
        transaction.commit().await?;
        Ok(due.then_some(renewed))
    }

    /// A bearer token for a session's person: HS256, valid for 7 days, worthless once the session has ended.
    ///
    /// # Errors
    /// If a token asks for another one, too many were made for this person, or signing fails.
    pub async fn issue_token(&self, session: &ActiveSession) -> Result<Token, AuthError> {
        if session.by_token {
            return Err(AuthError::CookieNeeded);
        }
        self.limits.count(&[(Limit::TOKEN, session.user.id.as_str())]).await?;
        let token = self.token(session)?;
        tracing::info!(target: "docket::security", person = %session.user.id, session = %session.id,
            "made a bearer token");
        Ok(token)
    }

    /// The same without counting.
    ///
    /// # Errors
    /// If signing fails.
    pub fn token(&self, session: &ActiveSession) -> Result<Token, AuthError> {
        let token = token::sign(session, self.secrets.newest(), &self.clock.now())?;
        Ok(Token { token })
    }

    /// The live sessions of a person, the newest first.
    pub async fn sessions(&self, user: &UserId) -> Result<Vec<ActiveSession>, AuthError> {
        Ok(sessions::of_user(&mut self.db.autocommit().await?, user, &self.clock.now()).await?)
    }

    /// The sessions of a person as devices, with the one that asks marked.
    pub async fn devices(&self, from: &ActiveSession) -> Result<Vec<Device>, AuthError> {
        let sessions = self.sessions(&from.user.id).await?;
        Ok(sessions.into_iter().map(|session| device(session, &from.id)).collect())
    }

    /// Ends one session of the person who asks. To end another than the one that asks takes a fresh session: a thief
    /// of an old one could log the person out everywhere.
    ///
    /// # Errors
    /// [`AuthError::NotFresh`], or [`AuthError::SessionNotFound`] if they have none with this id.
    pub async fn end_own_session(&self, from: &ActiveSession, id: &SessionId) -> Result<(), AuthError> {
        if from.id != *id {
            self.require_fresh(from)?;
        }
        self.end_session(&from.user.id, id).await
    }

    /// Ends one session of a person.
    ///
    /// # Errors
    /// [`AuthError::SessionNotFound`] if they have none with this id.
    pub async fn end_session(&self, user: &UserId, id: &SessionId) -> Result<(), AuthError> {
        let mut transaction = self.db.write().await?;
        if !sessions::delete(&mut transaction, user, id).await? {
            return Err(AuthError::SessionNotFound);
        }
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, session = %id, "a session was ended");
        Ok(())
    }

    /// Ends the session with this token, if it is of the person who asks.
    ///
    /// # Errors
    /// [`AuthError::NotFresh`], as in [`Self::end_own_session`].
    pub async fn end_session_with_token(&self, from: &ActiveSession, token: &str) -> Result<(), AuthError> {
        if from.by_token || from.token() != token {
            self.require_fresh(from)?;
        }
        let mut transaction = self.db.write().await?;
        sessions::delete_by_token(&mut transaction, &from.user.id, token).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %from.user.id, "a session was ended");
        Ok(())
    }

    /// Ends every session of the person who asks, or every other one. Returns how many it ended.
    ///
    /// # Errors
    /// [`AuthError::NotFresh`], as in [`Self::end_own_session`].
    pub async fn end_own_sessions(&self, from: &ActiveSession, keep_this: bool) -> Result<u64, AuthError> {
        self.require_fresh(from)?;
        self.end_sessions(&from.user.id, keep_this.then_some(&from.id)).await
    }

    /// Ends every session of a person except `kept`, and the trust in devices: one of them may be stolen. Returns how
    /// many sessions it ended.
    pub async fn end_sessions(&self, user: &UserId, kept: Option<&SessionId>) -> Result<u64, AuthError> {
        let mut transaction = self.db.write().await?;
        two_factor::end_log_ins(&mut transaction, user).await?;
        let ended = sessions::delete_all(&mut transaction, user, kept).await?;
        transaction.commit().await?;
        tracing::info!(target: "docket::security", person = %user, ended, "sessions were ended");
        Ok(ended)
    }

    /// Counts a notification that a person sends to their own browsers to try them.
    ///
    /// # Errors
    /// If they have sent too many lately.
    pub async fn count_push_trial(&self, user: &UserId) -> Result<(), AuthError> {
        self.limits.count(&[(Limit::PUSH_TRIALS, user.as_str())]).await
    }

    fn require_fresh(&self, session: &ActiveSession) -> Result<(), AuthError> {
        if self.is_fresh(session) { Ok(()) } else { Err(AuthError::NotFresh) }
    }
}

/// Whether a session outlives its browser. Only such a one ever lives longer than the other kind does. The browser's
/// own cookie about this is not asked: a thief of the session could leave it out.
fn is_remembered(session: &ActiveSession) -> bool {
    session.expires_at > session.created_at.plus(UNREMEMBERED_LIFE)
}

fn device(session: ActiveSession, current: &SessionId) -> Device {
    Device {
        current: session.id == *current,
        id: session.id,
        created_at: session.created_at,
        last_used_at: session.updated_at,
        expires_at: session.expires_at,
        address: session.client.address,
        agent: session.client.agent,
    }
}
