//! The second step of a log-in. With the right password of somebody who logs in with two factors no session begins. The
//! browser gets a signed cookie that names a challenge, and a code answers the challenge. Names, lives and limits are
//! those of Better Auth's plugin.

use super::limit::Limit;
use super::notices::Notice;
use super::two_factor::{Checked, SecondFactor};
use super::{
    ActiveSession, Auth, AuthError, Client, SessionCookie, cookie, middleware, random_id, refuse_banned,
};
use crate::auth::User;
use crate::auth::store::{places, sessions, users, verifications};
use crate::db::Transaction;
use crate::id::UserId;
use crate::timestamp::Timestamp;
use axum::http::HeaderMap;
use time::Duration;

/// How long a challenge waits.
const LIFE: Duration = Duration::minutes(10);
/// Distinguishes challenges from other rows of `verification`, and their cookie from others that this server signs.
const PREFIX: &str = "2fa-";
/// What follows the prefix if the session must not outlive the browser. It is in the signed name, because the
/// browser's own word about it could be left out.
const UNREMEMBERED: &str = "unremembered-";

/// The cookies that a browser sends with a log-in, as far as this server has signed them.
#[derive(Clone, Debug, Default)]
pub struct LogInCookies {
    pub(super) challenge: Option<String>,
    /// The digest and the name of a trusted device.
    pub(super) trust: Option<String>,
    /// The token of the session that the browser had before.
    pub(super) session: Option<String>,
}

/// What a right password leads to.
#[derive(Debug)]
pub enum LogIn {
    /// A session.
    Done(Box<LoggedIn>),
    /// A challenge.
    SecondStep(SecondStep),
}

/// A log-in that has come to its end.
#[derive(Debug)]
pub struct LoggedIn {
    /// The new session.
    pub session: ActiveSession,
    /// What the browser gets.
    pub cookies: Vec<SessionCookie>,
}

/// A log-in that waits for its second step.
#[derive(Debug)]
pub struct SecondStep {
    /// The cookie that names the challenge.
    pub cookie: SessionCookie,
    /// Whether the code of an app answers it.
    pub by_app: bool,
}

impl Auth {
    /// The cookies in a request's headers that matter to a log-in.
    pub fn log_in_cookies(&self, headers: &HeaderMap) -> LogInCookies {
        // A site at a neighbouring name can plant others. They name other people's challenges and devices, and so help
        // nobody.
        let signed = |name: &str, prefix: &str| {
            middleware::find(headers, name).find_map(|value| {
                let text = self.secrets.find(|secret| cookie::verify(value, secret))?;
                text.contains(prefix).then(|| text.to_owned())
            })
        };
        LogInCookies {
            challenge: signed(cookie::second_step_name(self.https), PREFIX)
                .filter(|challenge| challenge.starts_with(PREFIX)),
            trust: signed(cookie::trust_name(self.https), "!"),
            session: signed(cookie::HOST_NAME, "").or_else(|| signed(cookie::name(self.https), "")),
        }
    }

    /// Makes a challenge for somebody who has given the right password.
    pub(super) async fn challenge(
        &self,
        transaction: &mut Transaction,
        user: &UserId,
        remembered: bool,
        now: &Timestamp,
    ) -> Result<SecondStep, AuthError> {
        self.limits.count_in(transaction, &[(Limit::SECOND_STEPS, user.as_str())]).await?;
        let kind = if remembered { "" } else { UNREMEMBERED };
        let challenge = [PREFIX, kind, &random_id(&self.random)].concat();
        let (id, end) = (random_id(&self.random), now.plus(LIFE));
        verifications::insert(transaction, &id, &challenge, user.as_str(), &end, now).await?;
        let by_app = self.has_app(transaction, user).await?;
        let cookie = cookie::second_step(&challenge, self.secrets.newest(), self.https, LIFE);
        Ok(SecondStep { cookie, by_app })
    }

    /// Answers a challenge and logs in. With `trust` the browser needs no second step for 30 days.
    ///
    /// # Errors
    /// [`AuthError::SecondStepOver`] if there is no challenge, or the password has changed since.
    /// [`AuthError::TooManyCodes`] after five wrong ones, [`AuthError::SecondFactorLocked`] after ten in a row. Also if
    /// the code is wrong or the person is banned.
    pub async fn finish_log_in(
        &self,
        cookies: &LogInCookies,
        given: &SecondFactor,
        trust: bool,
        client: Client,
    ) -> Result<LoggedIn, AuthError> {
        let challenge = cookies.challenge.as_deref().ok_or(AuthError::SecondStepOver)?;
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        let user = self.challenged(&mut transaction, challenge, &now).await?;
        refuse_banned(&mut transaction, &user.id, &now).await?;
        let factor = self.factor_of(&mut transaction, &user.id).await?;
        let mut factor = factor.filter(|factor| factor.stored.verified).ok_or(AuthError::TwoFactorOff)?;
        factor.refuse_locked(&now).inspect_err(|_| note_refusal(&user, &client))?;
        match self.limits.count_in(&mut transaction, &[(Limit::CHALLENGE, challenge)]).await {
            Err(AuthError::Limited { .. }) => {
                drop(transaction);
                note_refusal(&user, &client);
                let mut transaction = self.db.write().await?;
                verifications::take(&mut transaction, challenge, &now).await?;
                transaction.commit().await?;
                return Err(AuthError::TooManyCodes);
            }
            counted => counted?,
        }
        if factor.check(given, &now) == Checked::Wrong {
            let locked = factor.count_failure(&now);
            self.store_factor(&mut transaction, &user.id, &factor).await?;
            transaction.commit().await?;
            note_refusal(&user, &client);
            if locked {
                tracing::warn!(target: "docket::security", person = %user.id, client = client.address,
                    "wrong codes have locked the second factor");
                self.notices.tell(&user, Notice::SecondFactorLocked { client, at: now });
            }
            return Err(given.refused());
        }
        factor.forget_failures();
        self.store_factor(&mut transaction, &user.id, &factor).await?;
        if verifications::take(&mut transaction, challenge, &now).await?.is_none() {
            return Err(AuthError::SecondStepOver);
        }
        let remembered = !challenge.starts_with(&[PREFIX, UNREMEMBERED].concat());
        let trusted = if trust { Some(self.trust(&mut transaction, &user.id, &now).await?) } else { None };
        let mut logged_in =
            self.end_log_in(transaction, user, client.clone(), remembered, cookies, now.clone()).await?;
        logged_in.cookies.extend(trusted);
        logged_in.cookies.push(cookie::second_step("", "", self.https, Duration::ZERO));
        if let SecondFactor::RecoveryCode(_) = given {
            let (user, left) = (&logged_in.session.user, factor.recovery_codes.len());
            tracing::warn!(target: "docket::security", person = %user.id, client = client.address, left,
                "a recovery code was used");
            self.notices.tell(user, Notice::RecoveryCodeUsed { client, left, at: now });
        }
        Ok(logged_in)
    }

    /// The last part of every log-in: the banned are refused, the browser's session before ends, the new one begins, and
    /// what its person should know is told.
    pub(super) async fn end_log_in(
        &self,
        mut transaction: Transaction,
        user: User,
        client: Client,
        remembered: bool,
        cookies: &LogInCookies,
        now: Timestamp,
    ) -> Result<LoggedIn, AuthError> {
        refuse_banned(&mut transaction, &user.id, &now).await?;
        self.limits.count_in(&mut transaction, &[(Limit::LOG_INS, &user.email)]).await?;
        let is_known = places::is_known_device(&mut transaction, &user.id, &self.place(&client)).await?;
        if let Some(token) = &cookies.session {
            sessions::delete_replaced(&mut transaction, token).await?;
        }
        let session = self.begin(&mut transaction, user, client, remembered, &now).await?;
        transaction.commit().await?;
        let (person, client) = (&session.user.id, &session.client.address);
        tracing::info!(target: "docket::security", %person, client, session = %session.id, "logged in");
        if !is_known {
            self.notices.tell(&session.user, Notice::NewDevice { client: session.client.clone(), at: now });
        }
        let cookies = self.first_cookies(&session);
        Ok(LoggedIn { session, cookies })
    }

    /// The person whom a challenge is for. Until the transaction ends, nobody changes their password, and no other
    /// request answers the challenge.
    async fn challenged(
        &self,
        transaction: &mut Transaction,
        challenge: &str,
        now: &Timestamp,
    ) -> Result<User, AuthError> {
        let over = || AuthError::SecondStepOver;
        let user = verifications::value(transaction, challenge, now).await?.map(UserId::new);
        let user = user.ok_or_else(over)?;
        users::lock_credential(transaction, &user).await?.ok_or_else(over)?;
        // Another request may have held the lock until now. A changed password ends the challenge.
        verifications::value(transaction, challenge, now).await?.ok_or_else(over)?;
        users::by_id(transaction, &user).await?.ok_or_else(over)
    }
}

fn note_refusal(user: &User, client: &Client) {
    tracing::warn!(target: "docket::security", person = %user.id, client = client.address,
        "a code at the log-in was refused");
}
