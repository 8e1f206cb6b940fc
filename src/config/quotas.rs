//! How much each person may ask of the models.

use super::value::parse_positive;
use super::{ConfigError, Settings};

/// Replies that may run for a person at the same time, unless the settings say otherwise.
const CONCURRENT_RUNS: u32 = 8;
/// Requests that a person's programs may send in a minute, unless the settings say otherwise.
const REQUESTS_PER_MINUTE: u32 = 1200;
/// Streams that a person's pages may hold open, unless the settings say otherwise. Their programs may hold as many.
const OPEN_STREAMS: u32 = 50;

/// How much each person may ask of the models. `None` sets no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quotas {
    /// Messages that are answered in a day (UTC), answering again included.
    pub messages: Option<u32>,
    /// Tokens that the models read and write in a day (UTC).
    pub tokens: Option<u32>,
    /// Replies that are being written, or wait for their turn, at the same time.
    pub runs: Option<u32>,
    /// Requests of the person's programs to one replica in a minute. One token may send half of them.
    pub requests: Option<u32>,
    /// Streams of the person's pages that are open at one replica. Their programs may hold as many.
    pub streams: Option<u32>,
}

pub(super) fn parse(settings: &Settings) -> Result<Quotas, ConfigError> {
    let runs = parse_positive(&settings.quota_concurrent_runs, "QUOTA_CONCURRENT_RUNS")?;
    let requests = parse_positive(&settings.quota_requests_per_minute, "QUOTA_REQUESTS_PER_MINUTE")?;
    let streams = parse_positive(&settings.quota_open_streams, "QUOTA_OPEN_STREAMS")?;
    Ok(Quotas {
        messages: parse_positive(&settings.quota_messages_per_day, "QUOTA_MESSAGES_PER_DAY")?,
        tokens: parse_positive(&settings.quota_tokens_per_day, "QUOTA_TOKENS_PER_DAY")?,
        runs: Some(runs.unwrap_or(CONCURRENT_RUNS)),
        requests: Some(requests.unwrap_or(REQUESTS_PER_MINUTE)),
        streams: Some(streams.unwrap_or(OPEN_STREAMS)),
    })
}
