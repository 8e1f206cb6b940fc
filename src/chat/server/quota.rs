//! How much a person may ask of the models in a day, and how much they have asked.
//!
//! One statement counts each request, limited or not, in the transaction that stores it. For a new message that is part of
//! [`turns::begin`](crate::chat::store::turns::begin). It is the first write of the transaction. It locks the person's row
//! of the day, so that simultaneous requests are counted one after the other. Every transaction that locks that row and a
//! message locks the row first.

use super::ChatError;
use crate::chat::store::usage as store;
use crate::config::Quotas;
use crate::db::Scope;
use crate::error::Reason;
use crate::timestamp::Timestamp;

/// Seconds in a day.
const DAY: u64 = 86_400;
/// Seconds after which one of the running replies has probably ended.
const SOON: u64 = 5;

/// A limit that a person has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaExceeded {
    /// Messages of the day.
    Messages {
        /// The limit.
        limit: u32,
        /// Seconds until the next day.
        retry_after: u64,
    },
    /// Tokens of the day.
    Tokens {
        /// The limit.
        limit: u32,
        /// Seconds until the next day.
        retry_after: u64,
    },
    /// Replies at the same time.
    Runs {
        /// The limit.
        limit: u32,
    },
}

impl QuotaExceeded {
    /// What the person is told.
    pub(crate) fn reason(self) -> Reason {
        match self {
            Self::Messages { limit, retry_after } => {
                Reason::MessageQuotaReached { limit, seconds: retry_after }
            }
            Self::Tokens { limit, retry_after } => Reason::TokenQuotaReached { limit, seconds: retry_after },
            Self::Runs { limit } => Reason::ReplyQuotaReached { limit, seconds: SOON },
        }
    }
}

/// Counts a request of the scope's person. Call it before the transaction writes anything else.
pub(crate) async fn charge(scope: &mut Scope, quotas: Quotas, now: &Timestamp) -> Result<(), ChatError> {
    if store::charge(scope, now.day(), quotas).await? {
        return Ok(());
    }
    let runs = QuotaExceeded::Runs { limit: quotas.runs.unwrap_or_default() };
    Err(ChatError::QuotaReached(reached(scope, quotas, now).await?.unwrap_or(runs)))
}

/// The limit that the scope's person has reached.
pub(crate) async fn reached(
    scope: &mut Scope,
    quotas: Quotas,
    now: &Timestamp,
) -> sqlx::Result<Option<QuotaExceeded>> {
    let (messages, tokens) = store::used(scope, now.day()).await?.unwrap_or_default();
    let retry_after = DAY - now.unix_seconds().unsigned_abs() % DAY;
    let reached = |limit: Option<u32>, used: i64| limit.filter(|limit| used >= i64::from(*limit));
    if let Some(limit) = reached(quotas.messages, messages) {
        return Ok(Some(QuotaExceeded::Messages { limit, retry_after }));
    }
    if let Some(limit) = reached(quotas.tokens, tokens) {
        return Ok(Some(QuotaExceeded::Tokens { limit, retry_after }));
    }
    let running = store::running(scope).await?;
    Ok(reached(quotas.runs, running).map(|limit| QuotaExceeded::Runs { limit }))
}
