//! Requests that a program may repeat when it does not know whether the first one arrived. The program gives the request
//! a key. The transaction that does the work also stores the key with the result, so that there is never one without the
//! other. A repeated request gets the stored result.

mod store;

use crate::clock::Clock;
use crate::db::{Db, Scope};
use crate::error::Reason;
use crate::jobs::Job;
use crate::revision::digest;
use crate::timestamp::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use time::Duration;

/// How long a key is known.
const LIFE: Duration = Duration::hours(24);
/// Most keys of one person. More would fill the database.
const KEYS_MAX: i64 = 10_000;
/// How often old keys are removed.
const PRUNE_PERIOD: std::time::Duration = std::time::Duration::from_secs(60 * 60);
/// Seconds after which the first request has probably ended.
const SOON: u64 = 1;
/// Bytes of a digest.
const BYTES: usize = 32;

/// A request that may be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeatable {
    /// A digest of the key. It has 64 hexadecimal digits, whatever the key looks like.
    key: String,
    /// A digest of what the request asks for.
    fingerprint: String,
}

impl Repeatable {
    /// A request with this key and content.
    pub fn new(key: &str, content: &impl Serialize) -> Self {
        Self { key: digest(&key, BYTES), fingerprint: digest(content, BYTES) }
    }

    /// The key as 64 hexadecimal digits.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// Why a request with a key is refused.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The key was used for another request.
    #[error("the key was used for another request")]
    Reused,
    /// The first request with this key has not ended yet.
    #[error("the first request has not ended")]
    InProgress,
    /// The person has used too many keys within a day.
    #[error("too many keys")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl KeyError {
    /// What the program is told. `None` for faults of the server.
    pub fn reason(&self) -> Option<Reason> {
        Some(match self {
            Self::Reused => Reason::KeyReused,
            Self::InProgress => Reason::RequestInProgress { seconds: SOON },
            Self::TooMany => Reason::TooManyRequests { seconds: PRUNE_PERIOD.as_secs() },
            Self::Database(_) => return None,
        })
    }
}

/// The result of the first request with this key, if there was one. Otherwise no other request with the key begins until
/// the scope's transaction ends.
pub(crate) async fn recall<T: DeserializeOwned>(
    scope: &mut Scope,
    request: &Repeatable,
    now: &Timestamp,
) -> Result<Option<T>, KeyError> {
    if !store::hold(scope, &request.key).await? {
        return Err(KeyError::InProgress);
    }
    match store::find(scope, &request.key, &now.plus(-LIFE)).await? {
        Some(stored) if stored.fingerprint == request.fingerprint => {
            let result = serde_json::from_value(stored.result.0);
            Ok(Some(result.map_err(|error| sqlx::Error::Decode(error.into()))?))
        }
        Some(_) => Err(KeyError::Reused),
        None if store::count(scope, KEYS_MAX).await? >= KEYS_MAX => Err(KeyError::TooMany),
        None => Ok(None),
    }
}

/// Stores the result of the first request with this key.
pub(crate) async fn remember(
    scope: &mut Scope,
    request: &Repeatable,
    result: &impl Serialize,
    now: &Timestamp,
) -> Result<(), KeyError> {
    let result: Value = serde_json::to_value(result).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(store::insert(scope, &request.key, &request.fingerprint, &result, now).await?)
}

/// The periodic work: removing old keys.
pub fn job(db: &Db, clock: &Clock) -> Job {
    let (db, clock) = (db.clone(), clock.clone());
    Job::on_one_replica("prune_request_keys", PRUNE_PERIOD, move || {
        let (db, clock) = (db.clone(), clock.clone());
        async move {
            let mut transaction = db.write().await?;
            store::delete_older(&mut transaction, &clock.now().plus(-LIFE)).await?;
            transaction.commit().await
        }
    })
}
