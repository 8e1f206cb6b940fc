//! How much each person may ask of the models.

use super::{ConfigError, Settable, parse_whole};
use crate::chat::server::Quotas;

/// Replies that may be running for a person at the same time, if nothing else is set.
const CONCURRENT_RUNS: u32 = 8;

pub(super) fn parse(settable: &Settable) -> Result<Quotas, ConfigError> {
    let runs = parse_whole(&settable.quota_concurrent_runs, "QUOTA_CONCURRENT_RUNS")?;
    Ok(Quotas {
        messages: parse_whole(&settable.quota_messages_per_day, "QUOTA_MESSAGES_PER_DAY")?,
        tokens: parse_whole(&settable.quota_tokens_per_day, "QUOTA_TOKENS_PER_DAY")?,
        runs: Some(runs.unwrap_or(CONCURRENT_RUNS)),
    })
}
