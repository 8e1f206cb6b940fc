//! How much each person may ask of the models.

use super::value::{parse_limit, parse_positive};
use super::{ConfigError, Provider, Settings, own_network};
use url::Url;

/// Messages and tokens of a person in a day, if a provider may ask money for them and the settings say nothing. The
/// tokens are those of some 200 messages with tools, and cost less than a dollar with the models that Docket asks
/// first.
const PAID_MESSAGES: u32 = 200;
const PAID_TOKENS: u32 = 1_000_000;
/// Messages of a person in a day if no provider asks money. Nobody writes so many by hand, and they fill no disk.
const FREE_MESSAGES: u32 = 2000;
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

pub(super) fn parse(settings: &Settings, providers: &[Provider]) -> Result<Quotas, ConfigError> {
    let paid = providers.iter().any(is_paid);
    let messages = parse_limit(&settings.quota_messages_per_day, "QUOTA_MESSAGES_PER_DAY")?;
    let tokens = parse_limit(&settings.quota_tokens_per_day, "QUOTA_TOKENS_PER_DAY")?;
    let runs = parse_positive(&settings.quota_concurrent_runs, "QUOTA_CONCURRENT_RUNS")?;
    let requests = parse_positive(&settings.quota_requests_per_minute, "QUOTA_REQUESTS_PER_MINUTE")?;
    let streams = parse_positive(&settings.quota_open_streams, "QUOTA_OPEN_STREAMS")?;
    Ok(Quotas {
        messages: messages.unwrap_or(Some(if paid { PAID_MESSAGES } else { FREE_MESSAGES })),
        tokens: tokens.unwrap_or(paid.then_some(PAID_TOKENS)),
        runs: Some(runs.unwrap_or(CONCURRENT_RUNS)),
        requests: Some(requests.unwrap_or(REQUESTS_PER_MINUTE)),
        streams: Some(streams.unwrap_or(OPEN_STREAMS)),
    })
}

/// Whether a provider may ask money for its answers. The operator's own machines do not.
fn is_paid(provider: &Provider) -> bool {
    match provider {
        Provider::Offline => false,
        Provider::OpenAi(settings) => {
            !Url::parse(&settings.base_url).is_ok_and(|url| own_network::is_in(&url))
        }
    }
}
