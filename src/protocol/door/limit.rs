//! How many requests a person's programs may send. Each replica counts its own, in memory: the limit is there to keep a
//! program that runs wild from slowing down the others, and a database write per request would cost more than most
//! requests.

use crate::auth::server::{Grant, Via};
use crate::id::UserId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long requests are counted together.
const WINDOW: Duration = Duration::from_secs(60);
/// Most refused credentials from one address in a window.
const REFUSED_MOST: u32 = 30;
/// From how many counts on the old ones are removed.
const MANY: usize = 10_000;

/// Counts the requests of people and tokens. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Requests {
    /// Most requests of a person in a window. `None` sets no limit.
    most: Option<u32>,
    counts: Arc<Mutex<HashMap<Key, Count>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Person(UserId),
    Token(Via),
    /// Refused credentials from an address.
    Refused(String),
}

#[derive(Clone, Copy, Debug)]
struct Count {
    requests: u32,
    began: Instant,
}

impl Requests {
    /// At most `most` requests of a person in a minute, and of one token half as many.
    pub(crate) fn new(most: Option<u32>) -> Self {
        Self { most, counts: Arc::default() }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// Seconds after which trying again makes sense, if there were too many.
    pub(crate) fn count(&self, grant: &Grant) -> Result<(), u64> {
        let Some(most) = self.most else { return Ok(()) };
        self.count_all([
            (Key::Token(grant.via.clone()), most.div_ceil(2)),
            (Key::Person(grant.user.id.clone()), most),
        ])
    }

    /// Counts credentials from this address that were refused. Right ones are never held up by it, so it slows down nobody
    /// behind the same address: it keeps a program that has an old password from filling the log.
    ///
    /// # Errors
    /// Seconds after which trying again makes sense, if there were too many.
    pub(crate) fn count_refused(&self, address: &str) -> Result<(), u64> {
        self.count_all([(Key::Refused(address.to_owned()), REFUSED_MOST)])
    }

    fn count_all(&self, limits: impl IntoIterator<Item = (Key, u32)>) -> Result<(), u64> {
        let now = Instant::now();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() > MANY {
            counts.retain(|_, count| now.duration_since(count.began) < WINDOW);
        }
        for (key, most) in limits {
            let count = counts.entry(key).or_insert(Count { requests: 0, began: now });
            if now.duration_since(count.began) >= WINDOW {
                *count = Count { requests: 0, began: now };
            }
            if count.requests >= most {
                let left = WINDOW.saturating_sub(now.duration_since(count.began));
                return Err(left.as_secs() + 1);
            }
            count.requests += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{Permission, User};
    use crate::clock::Clock;

    fn grant(person: &str, token: &str) -> Grant {
        let now = Clock::system().now();
        let user = User {
            id: UserId::new(person),
            name: String::new(),
            email: String::new(),
            email_verified: false,
            image: None,
            two_factor_enabled: false,
            created_at: now.clone(),
            updated_at: now,
        };
        Grant { user, permission: Permission::Read, via: Via::PersonalToken(token.into()) }
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_gets_half_of_what_its_person_gets() {
        let requests = Requests::new(Some(4));
        let [one, two, three] = ["one", "two", "three"].map(|token| grant("ann", token));
        assert!(requests.count(&one).is_ok() && requests.count(&one).is_ok());
        assert!(requests.count(&one).is_err());
        assert!(requests.count(&two).is_ok() && requests.count(&two).is_ok());
        tokio::time::advance(Duration::from_secs(20)).await;
        assert_eq!(requests.count(&three), Err(41));
        assert!(requests.count(&grant("bob", "of bob")).is_ok());
        tokio::time::advance(Duration::from_secs(41)).await;
        assert!(requests.count(&one).is_ok());
    }
}
