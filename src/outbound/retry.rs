//! `Retry-After`: how long a server wants to be left alone.

use crate::timestamp::Timestamp;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// The longest pause that a server may ask for.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a server wants to be left alone, if its answer says so.
pub(crate) fn retry_after(headers: &HeaderMap, now: &Timestamp) -> Option<Duration> {
    pause(headers.get(RETRY_AFTER)?.to_str().ok()?, now)
}

/// Seconds, or a time.
fn pause(value: &str, now: &Timestamp) -> Option<Duration> {
    let value = value.trim();
    let seconds = match value.parse() {
        Ok(seconds) => seconds,
        Err(_) => {
            let until = OffsetDateTime::parse(value, &Rfc2822).ok()?;
            u64::try_from(until.unix_timestamp() - now.unix_seconds()).unwrap_or_default()
        }
    };
    Some(Duration::from_secs(seconds).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_told_in_seconds_or_as_a_time() {
        let now = Timestamp::of_unix_milliseconds(1_445_412_420_000).unwrap_or_else(Timestamp::latest);
        for (value, seconds) in [
            ("0", Some(0)),
            ("120", Some(120)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(60)),
            ("Wed, 21 Oct 2015 07:00:00 GMT", Some(0)),
            ("999999999", Some(24 * 60 * 60)),
            ("soon", None),
            ("-1", None),
        ] {
            assert_eq!(pause(value, &now), seconds.map(Duration::from_secs), "{value}");
        }
    }
}
