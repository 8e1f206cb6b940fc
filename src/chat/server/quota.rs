//! How much a person may ask of the models in a day, and how much they have asked.
//!
//! One statement counts each request, limited or not, in the transaction that stores it. It is the first write of the
//! transaction. It locks the person's row of the day, so that simultaneous requests are counted one after the other.
//! Every transaction that locks that row and a message locks the row first.

use super::ChatError;
use crate::chat::store::usage as store;
use crate::config::Quotas;
use crate::db::Scope;
use crate::error::{AppError, ErrorCode};
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
    pub(crate) fn public(self) -> AppError {
        let (detail, retry_after) = match self {
            Self::Messages { limit: 1, retry_after } => (
                format!("You can send one message a day. You can go on {}.", after(retry_after)),
                retry_after,
            ),
            Self::Messages { limit, retry_after } => (
                format!("You can send {limit} messages a day. You can go on {}.", after(retry_after)),
                retry_after,
            ),
            Self::Tokens { limit, retry_after } => (
                format!(
                    "You have used up your {limit} tokens of today, which is what AI models count words in. You can \
                     go on {}.",
                    after(retry_after)
                ),
                retry_after,
            ),
            Self::Runs { limit: 1 } => (
                "A reply is being written for you elsewhere. Wait until it has ended, or stop it.".into(),
                SOON,
            ),
            Self::Runs { limit } => (
                format!(
                    "{limit} replies are being written for you already. Wait until one has ended, or stop one."
                ),
                SOON,
            ),
        };
        AppError { retry_after: Some(retry_after), ..AppError::new(ErrorCode::RateLimited, detail) }
    }
}

/// Counts a request of the scope's person. Call it before the transaction writes anything else.
pub(crate) async fn charge(scope: &mut Scope, quotas: Quotas, now: &Timestamp) -> Result<(), ChatError> {
    if store::charge(scope, now.day(), quotas).await? {
        return Ok(());
    }
    let used = store::used(scope, now.day()).await?.unwrap_or_default();
    let retry_after = DAY - now.unix_seconds().unsigned_abs() % DAY;
    let reached = |limit: Option<u32>, used: i64| limit.filter(|limit| used >= i64::from(*limit));
    Err(ChatError::QuotaReached(match (reached(quotas.messages, used.0), reached(quotas.tokens, used.1)) {
        (Some(limit), _) => QuotaExceeded::Messages { limit, retry_after },
        (None, Some(limit)) => QuotaExceeded::Tokens { limit, retry_after },
        (None, None) => QuotaExceeded::Runs { limit: quotas.runs.unwrap_or_default() },
    }))
}

/// Tells a person when it is, in words.
fn after(seconds: u64) -> String {
    let (number, unit) = match seconds {
        0..3600 => (seconds.div_ceil(60), "minute"),
        _ => (seconds.div_ceil(3600), "hour"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("after midnight (UTC), in {number} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_which_limit_it_is_and_when_they_can_go_on() {
        let told = |reached: QuotaExceeded| {
            let error = reached.public();
            (error.detail, error.retry_after)
        };
        assert_eq!(
            told(QuotaExceeded::Messages { limit: 50, retry_after: 7201 }),
            (
                "You can send 50 messages a day. You can go on after midnight (UTC), in 3 hours.".into(),
                Some(7201)
            )
        );
        let (tokens, _) = told(QuotaExceeded::Tokens { limit: 1000, retry_after: 60 });
        assert!(tokens.contains("1000 tokens") && tokens.ends_with("in 1 minute."), "{tokens}");
        let (runs, seconds) = told(QuotaExceeded::Runs { limit: 8 });
        assert!(runs.starts_with("8 replies") && seconds == Some(SOON), "{runs}");
    }
}
