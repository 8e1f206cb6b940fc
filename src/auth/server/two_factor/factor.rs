//! A person's second factor, read and decrypted. Before one is read to be changed, the person's credential is locked, so
//! that two requests with one code come one after the other.

use super::{SecondFactor, recovery_codes, totp};
use crate::auth::server::{Auth, AuthError, random_id};
use crate::auth::store::two_factor::{self as store, Stored};
use crate::cipher;
use crate::db::Transaction;
use crate::id::UserId;
use crate::timestamp::Timestamp;
use time::Duration;

/// Wrong codes in a row after which no code is right for a while.
const MOST_FAILURES: i64 = 10;
/// How long that lasts the first time (Better Auth's defaults). Each further time it lasts twice as long, up to
/// [`LONGEST_LOCK`]: a guesser who knows the password soon has ten tries a day (NIST SP 800-63B, 3.2.2).
const LOCK: Duration = Duration::minutes(15);
const LONGEST_LOCK: Duration = Duration::days(1);
/// How many people to read at once for a new encryption.
const PAGE: i64 = 500;

/// A second factor with its secrets in clear.
pub(crate) struct Factor {
    pub(crate) secret: String,
    /// As they are kept.
    pub(crate) recovery_codes: Vec<String>,
    pub(crate) stored: Stored,
}

/// What became of a code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It is right, and works no more.
    Right,
    /// It is wrong.
    Wrong,
}

impl Factor {
    /// A new one, which no code has confirmed.
    /// Its recovery codes are beside it, because it keeps only their digests.
    pub(crate) fn new(auth: &Auth) -> (Self, Vec<String>) {
        let stored = Stored {
            secret: String::new(),
            recovery_codes: String::new(),
            verified: false,
            failures: 0,
            locked_until: None,
            last_used_step: None,
        };
        let codes = recovery_codes::make(&auth.random);
        let recovery_codes = recovery_codes::kept(&codes);
        (Self { secret: random_id(&auth.random), recovery_codes, stored }, codes)
    }

    /// Refuses while too many wrong codes lock it.
    pub(crate) fn refuse_locked(&mut self, now: &Timestamp) -> Result<(), AuthError> {
        match &self.stored.locked_until {
            Some(until) if until > now => {
                let milliseconds = until.unix_milliseconds() - now.unix_milliseconds();
                let retry_after = u64::try_from(milliseconds).unwrap_or(0).div_ceil(1000).max(1);
                Err(AuthError::SecondFactorLocked { retry_after })
            }
            Some(_) => {
                self.stored.locked_until = None;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Checks a code and uses it up.
    pub(crate) fn check(&mut self, given: &SecondFactor, now: &Timestamp) -> Checked {
        let right = match given {
            SecondFactor::Code(code) => {
                // Apps show a code as two groups.
                let code: String = code.split_whitespace().collect();
                let step =
                    totp::accepted_step(&self.secret, &code, now.unix_seconds(), self.stored.last_used_step);
                self.stored.last_used_step = step.or(self.stored.last_used_step);
                step.is_some()
            }
            SecondFactor::RecoveryCode(code) => recovery_codes::take(&mut self.recovery_codes, code),
        };
        if right { Checked::Right } else { Checked::Wrong }
    }

    /// Counts a wrong code. Returns whether that locks the factor.
    ///
    /// Who knows the password can lock its owner out of new log-ins in this way. That is accepted: without it, he could
    /// guess on, and the owner keeps the sessions and the devices that they trust, can choose another password, and is
    /// told by mail.
    pub(crate) fn count_failure(&mut self, now: &Timestamp) -> bool {
        self.stored.failures += 1;
        let locks = self.stored.failures % MOST_FAILURES == 0;
        if locks {
            let before = u32::try_from(self.stored.failures / MOST_FAILURES - 1).unwrap_or(u32::MAX);
            let longer = 2_i32.checked_pow(before).and_then(|times| LOCK.checked_mul(times));
            self.stored.locked_until = Some(now.plus(longer.unwrap_or(LONGEST_LOCK).min(LONGEST_LOCK)));
        }
        locks
    }

    /// Forgets wrong codes.
    pub(crate) fn forget_failures(&mut self) {
        (self.stored.locked_until, self.stored.failures) = (None, 0);
    }
}

impl Auth {
    /// The second factor of a person, if they have one.
    ///
    /// # Errors
    /// [`AuthError::SecondFactorUnreadable`] if it was encrypted with a secret that this server does not have.
    pub(crate) async fn factor_of(
        &self,
        transaction: &mut Transaction,
        user: &UserId,
    ) -> Result<Option<Factor>, AuthError> {
        let Some(stored) = store::of(transaction, user).await? else { return Ok(None) };
        let decrypt = |text: &str| self.secrets.find(|secret| cipher::decrypt(text, secret));
        let (Some(secret), Some(codes)) = (decrypt(&stored.secret), decrypt(&stored.recovery_codes)) else {
            tracing::error!(target: "docket::security", person = %user,
                "a second factor cannot be decrypted: set BETTER_AUTH_SECRETS_OLD, or run docket user reset-two-factor");
            return Err(AuthError::SecondFactorUnreadable);
        };
        Ok(Some(Factor { secret, recovery_codes: recovery_codes::read(&codes), stored }))
    }

    /// Stores a second factor. The newest secret encrypts it.
    pub(crate) async fn store_factor(
        &self,
        transaction: &mut Transaction,
        user: &UserId,
        factor: &Factor,
    ) -> Result<(), AuthError> {
        let stored = Stored {
            secret: self.encrypt(&factor.secret)?,
            recovery_codes: self.encrypt(&recovery_codes::write(&factor.recovery_codes))?,
            ..factor.stored.clone()
        };
        Ok(store::put(transaction, &random_id(&self.random), user, &stored).await?)
    }

    /// Encrypts with the newest secret what an older one has encrypted. So older secrets can be forgotten, even if
    /// somebody has not logged in since. Returns how many people's second factors it encrypted.
    pub async fn encrypt_with_newest_secret(&self) -> Result<usize, AuthError> {
        let (mut after, mut encrypted) = (UserId::new(""), 0);
        if self.secrets.all().count() < 2 {
            return Ok(encrypted);
        }
        loop {
            let page = store::page(&mut self.db.autocommit().await?, &after, PAGE).await?;
            let Some((last, ..)) = page.last() else { return Ok(encrypted) };
            after = last.clone();
            for (user, secret, codes) in &page {
                let newest = self.secrets.newest();
                if [secret, codes].iter().all(|text| cipher::decrypt(text, newest).is_some()) {
                    continue;
                }
                let decrypt = |text: &str| self.secrets.find(|secret| cipher::decrypt(text, secret));
                let (Some(plain), Some(plain_codes)) = (decrypt(secret), decrypt(codes)) else { continue };
                let new = (&*self.encrypt(&plain)?, &*self.encrypt(&plain_codes)?);
                let mut transaction = self.db.write().await?;
                store::replace(&mut transaction, user, (secret, codes), new).await?;
                transaction.commit().await?;
                encrypted += 1;
            }
        }
    }

    fn encrypt(&self, text: &str) -> Result<String, AuthError> {
        let encrypted = cipher::encrypt(text, self.secrets.newest(), self.random.bytes());
        encrypted.ok_or_else(|| AuthError::Hash("a text is too long to be encrypted".to_owned()))
    }
}
