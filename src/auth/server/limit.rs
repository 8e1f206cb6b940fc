//! Limits on guesses and on mass requests. They are counted in the database, so that all replicas share them. A window
//! opens with the first count and ends after a fixed time.
//!
//! Anybody can make this server count, so a count costs little: a request that is refused writes nothing, and no key
//! holds an e-mail address, which may be somebody's who has no account here.

use super::AuthError;
use super::digest::digest;
use super::network::{network, site};
use crate::auth::store::limits;
use crate::clock::Clock;
use crate::db::{Db, Transaction};
use crate::timestamp::Timestamp;
use time::Duration;

/// How many times more a customer's IPv6 networks may do than one of them.
const SITE_FACTOR: i64 = 10;
/// The hexadecimal digits of a digest that stand for an e-mail address (128 bits).
const EMAIL_DIGITS: usize = 32;

/// How often something may be counted in a window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// Distinguishes it from other limits on the same key.
    name: &'static str,
    /// The highest count.
    most: i64,
    /// How long a window lasts.
    window: Duration,
}

impl Limit {
    pub(crate) const fn new(name: &'static str, most: i64, window: Duration) -> Self {
        Self { name, most, window }
    }

    /// Wrong passwords for one account from one address.
    pub(crate) const LOG_IN_ACCOUNT_FROM_ADDRESS: Self =
        Self::new("log-in-account-address", 10, Duration::minutes(15));
    /// Wrong passwords for one account from all places where its person has not been lately. It refuses nobody at a
    /// known place, so strangers cannot lock a person out there. NIST SP 800-63B (3.2.2) wants at most 100, and names
    /// known addresses as a way to spare the person.
    pub(crate) const LOG_IN_ACCOUNT: Self = Self::new("log-in-account", 100, Duration::hours(1));
    /// Wrong passwords for one account from a browser in which its person has logged in before.
    pub(crate) const LOG_IN_DEVICE: Self = Self::new("log-in-device", 10, Duration::minutes(15));
    /// Wrong passwords for one account from all such browsers.
    pub(crate) const LOG_IN_DEVICES: Self = Self::new("log-in-devices", 100, Duration::hours(1));
    /// Wrong passwords for any account from one address.
    pub(crate) const LOG_IN_ADDRESS: Self = Self::new("log-in-address", 100, Duration::minutes(15));
    /// Passkeys from one address that were refused.
    pub(crate) const PASSKEY_ADDRESS: Self = Self::new("passkey-address", 100, Duration::minutes(15));
    /// Log-ins to one account. Each makes a session.
    pub(crate) const LOG_INS: Self = Self::new("log-ins", 300, Duration::minutes(15));
    /// Right passwords for one person that wait for a second step. Devices that the person trusts are not counted.
    pub(crate) const SECOND_STEPS: Self = Self::new("second-steps", 100, Duration::minutes(15));
    /// Codes for one such log-in.
    pub(crate) const CHALLENGE: Self = Self::new("challenge", 5, Duration::minutes(10));
    /// Wrong codes of a person who is logged in, for each session.
    pub(crate) const CODES: Self = Self::new("codes", 10, Duration::minutes(15));
    /// Attempts from one address to make an account, successful or not.
    pub(crate) const SIGN_UP: Self = Self::new("sign-up-address", 300, Duration::minutes(10));
    /// The same for a whole day, so that the accounts which strangers make fill no disk.
    pub(crate) const SIGN_UP_DAY: Self = Self::new("sign-up-address-day", 1000, Duration::days(1));
    /// Wrong passwords of a person who is logged in, for each session: with a stolen one, a thief cannot keep the
    /// person from changing the password.
    pub(crate) const PASSWORD: Self = Self::new("password", 10, Duration::minutes(15));
    /// Bearer tokens made for one person.
    pub(crate) const TOKEN: Self = Self::new("token", 120, Duration::minutes(1));
    /// Notifications that a person sends to their own browsers to try them.
    pub(crate) const PUSH_TRIALS: Self = Self::new("push-trials", 10, Duration::minutes(10));
    /// Requests for links that reset the password of one account.
    pub(crate) const RESET_ACCOUNT: Self = Self::new("reset-account", 3, Duration::minutes(15));
    /// Requests for such links from one address, and uses of links, working or not.
    pub(crate) const RESET_ADDRESS: Self = Self::new("reset-address", 30, Duration::minutes(15));

    /// The limits that count by an account's e-mail address.
    const OF_ACCOUNT: [Self; 5] = [
        Self::LOG_IN_ACCOUNT_FROM_ADDRESS,
        Self::LOG_IN_ACCOUNT,
        Self::LOG_IN_DEVICES,
        Self::LOG_INS,
        Self::RESET_ACCOUNT,
    ];

    /// The keys under which this limit counts `of`, each with its highest count. Words in `of` are separated by spaces.
    fn keys(self, of: &str) -> impl Iterator<Item = (String, i64)> {
        let words: Vec<_> =
            of.split(' ').map(|word| if word.contains('@') { email(word) } else { network(word) }).collect();
        let own = ([self.name, " ", &words.join(" ")].concat(), self.most);
        let whole = site(of).map(|site| ([self.name, " ", &site].concat(), self.most * SITE_FACTOR));
        std::iter::once(own).chain(whole)
    }
}

/// Counts against limits. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    db: Db,
    clock: Clock,
}

impl Limits {
    pub(crate) fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    /// Refuses if one of the limits is used up. Does not count.
    pub(crate) async fn check(&self, limits: &[(Limit, &str)]) -> Result<(), AuthError> {
        let now = self.clock.now();
        let mut transaction = self.db.read().await?;
        for (limit, of) in limits {
            for (key, most) in limit.keys(of) {
                if let Some((count, resets_at)) = limits::count(&mut transaction, &key, &now).await?
                    && count >= most
                {
                    return Err(refused(&resets_at, &now));
                }
            }
        }
        Ok(())
    }

    /// Counts once against each limit. Refuses if one of them is used up, and then counts against none.
    pub(crate) async fn count(&self, limits: &[(Limit, &str)]) -> Result<(), AuthError> {
        self.check(limits).await?;
        let mut transaction = self.db.write().await?;
        self.count_in(&mut transaction, limits).await?;
        Ok(transaction.commit().await?)
    }

    /// The same in a transaction, which must end without a commit if this refuses.
    pub(crate) async fn count_in(
        &self,
        transaction: &mut Transaction,
        limits: &[(Limit, &str)],
    ) -> Result<(), AuthError> {
        let now = self.clock.now();
        for (limit, of) in limits {
            for (key, most) in limit.keys(of) {
                let end = now.plus(limit.window);
                let (count, resets_at) = limits::increment(transaction, &key, &end, &now).await?;
                if count > most {
                    return Err(refused(&resets_at, &now));
                }
                if count == most {
                    tracing::warn!(target: "docket::security", limit = key, until = %resets_at, "a limit is reached");
                }
            }
        }
        Ok(())
    }

    /// Forgets what was counted against an account: its password has changed, or it is gone.
    pub(crate) async fn forget(transaction: &mut Transaction, address: &str) -> Result<(), AuthError> {
        for limit in Limit::OF_ACCOUNT {
            limits::delete(transaction, &[limit.name, " ", &email(address)].concat()).await?;
        }
        Ok(())
    }
}

/// What stands for an e-mail address in a key.
fn email(address: &str) -> String {
    digest(address).chars().take(EMAIL_DIGITS).collect()
}

fn refused(resets_at: &Timestamp, now: &Timestamp) -> AuthError {
    // Rounded up: an earlier try would be refused again.
    let milliseconds = resets_at.unix_milliseconds() - now.unix_milliseconds();
    AuthError::Limited { retry_after: u64::try_from(milliseconds).unwrap_or(0).div_ceil(1000).max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(limit: Limit, of: &str) -> Vec<(String, i64)> {
        limit.keys(of).collect()
    }

    #[test]
    fn a_customer_with_many_networks_has_a_limit_too() {
        let (address, neighbour) = ("2001:db8:1:2::1", "2001:db8:1:3::1");
        let (one, other) = (keys(Limit::SIGN_UP, address), keys(Limit::SIGN_UP, neighbour));
        assert_eq!((one.len(), one[0].1, one[1].1), (2, 300, 3000));
        assert!(one[0] != other[0] && one[1] == other[1]);
        assert_eq!(keys(Limit::SIGN_UP, "192.0.2.7"), [("sign-up-address 192.0.2.7".to_owned(), 300)]);
    }

    #[test]
    fn no_key_holds_an_email_address() {
        for of in ["ann@example.com", "ann@example.com 192.0.2.7"] {
            let keys = keys(Limit::LOG_IN_ACCOUNT_FROM_ADDRESS, of);
            assert!(keys.iter().all(|(key, _)| !key.contains("ann") && !key.contains('@')), "{keys:?}");
        }
    }
}
