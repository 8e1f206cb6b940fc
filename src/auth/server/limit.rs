//! Limits on guesses and on mass requests. They are counted in the database, so that all replicas share them. A window
//! opens with the first count and ends after a fixed time.

use super::AuthError;
use crate::auth::store::limits;
use crate::clock::Clock;
use crate::db::Db;
use crate::timestamp::Timestamp;
use std::net::IpAddr;
use time::Duration;

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
    /// Wrong passwords for one account from anywhere. This limit is higher, because a stranger can use it to lock a
    /// person out.
    pub(crate) const LOG_IN_ACCOUNT: Self = Self::new("log-in-account", 50, Duration::minutes(15));
    /// Wrong passwords for any account from one address.
    pub(crate) const LOG_IN_ADDRESS: Self = Self::new("log-in-address", 100, Duration::minutes(15));
    /// Attempts from one address to make an account, successful or not.
    pub(crate) const SIGN_UP: Self = Self::new("sign-up-address", 300, Duration::minutes(10));
    /// Wrong passwords of a person who is logged in.
    pub(crate) const PASSWORD: Self = Self::new("password", 10, Duration::minutes(15));
    /// Bearer tokens made for one person.
    pub(crate) const TOKEN: Self = Self::new("token", 120, Duration::minutes(1));
    /// Requests for links that reset the password of one account.
    pub(crate) const RESET_ACCOUNT: Self = Self::new("reset-account", 3, Duration::minutes(15));
    /// Requests for such links from one address, and uses of links, working or not.
    pub(crate) const RESET_ADDRESS: Self = Self::new("reset-address", 30, Duration::minutes(15));
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
            if let Some((count, resets_at)) = limits::count(&mut transaction, &key(*limit, of), &now).await?
                && count >= limit.most
            {
                return Err(refused(&resets_at, &now));
            }
        }
        Ok(())
    }

    /// Counts once against each limit. Refuses if one of them was used up already.
    pub(crate) async fn count(&self, limits: &[(Limit, &str)]) -> Result<(), AuthError> {
        let now = self.clock.now();
        let mut transaction = self.db.write().await?;
        let mut ends = None;
        for (limit, of) in limits {
            let key = key(*limit, of);
            let (count, resets_at) =
                limits::increment(&mut transaction, &key, &now.plus(limit.window), &now).await?;
            if count > limit.most {
                ends = ends.max(Some(resets_at));
            }
        }
        transaction.commit().await?;
        ends.map_or(Ok(()), |resets_at| Err(refused(&resets_at, &now)))
    }
}

fn refused(resets_at: &Timestamp, now: &Timestamp) -> AuthError {
    // Rounded up: an earlier try would be refused again.
    let milliseconds = resets_at.unix_milliseconds() - now.unix_milliseconds();
    AuthError::Limited { retry_after: u64::try_from(milliseconds).unwrap_or(0).div_ceil(1000).max(1) }
}

fn key(limit: Limit, of: &str) -> String {
    let of: Vec<_> = of.split(' ').map(network).collect();
    [limit.name, " ", &of.join(" ")].concat()
}

/// The network of a client's address. A client with IPv6 has 2^64 addresses, which share the first half. Any other text
/// is returned unchanged.
fn network(text: &str) -> String {
    match text.parse() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_is_one_client() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("ann@example.com"), "ann@example.com");
    }
}
