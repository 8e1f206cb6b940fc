//! One attempt: a request, and what its answer means.

use super::Webhooks;
use crate::outbound::{NotPublic, OutboundError, retry_after};
use crate::timestamp::Timestamp;
use crate::webhooks::store::Webhook;
use reqwest::header::{CONTENT_TYPE, HeaderName};
use reqwest::{Response, StatusCode};
use std::error::Error;
use std::time::Duration;
use url::Url;

/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// An address that takes longer is slow, whatever comes of it.
pub(super) const SLOW: Duration = Duration::from_secs(2);
/// Most bytes that are read of an answer, so that its connection can be used again. Nobody looks at them.
const ANSWER_MAX: usize = 4096;
/// How long that may take.
const ANSWER_PATIENCE: Duration = Duration::from_secs(1);
/// Most characters of a failure.
const FAILURE_MAX: usize = 200;

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// How an attempt went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The address has taken it.
    Taken {
        /// The status.
        status: u16,
    },
    /// It has not.
    Failed {
        /// The status, if there was an answer.
        status: Option<u16>,
        /// Why there was none.
        failure: Option<String>,
        /// How long it wants to be left alone.
        after: Option<Duration>,
    },
    /// It never will.
    Gone {
        /// The status.
        status: u16,
    },
    /// The secret cannot be read.
    Unreadable,
}

impl Webhooks {
    /// Sends a text to an address. `name` is the same in every attempt.
    pub(super) async fn post(&self, webhook: &Webhook, name: &str, body: String) -> Outcome {
        let now = self.clock.now();
        let Some(signatures) = self.signatures(webhook, name, &body, &now) else {
            return Outcome::Unreadable;
        };
        let not_public = || failed(NotPublic.to_string());
        let Ok(url) = Url::parse(&webhook.url) else { return not_public() };
        let client = match self.outbound.client(&url) {
            Ok(client) => client,
            Err(OutboundError::NotPublic(_)) => return not_public(),
            Err(OutboundError::Client(error)) => return failed(why(&error)),
        };
        let request = client
            .post(url)
            .timeout(PATIENCE)
            .header(CONTENT_TYPE, "application/json")
            .header(ID, name)
            .header(TIMESTAMP, now.unix_seconds())
            .header(SIGNATURE, signatures)
            .body(body);
        match request.send().await {
            Ok(answer) => judge(answer, &now).await,
            Err(error) if NotPublic::caused(&error) => not_public(),
            Err(error) => failed(why(&error)),
        }
    }
}

async fn judge(answer: Response, now: &Timestamp) -> Outcome {
    let status = answer.status();
    let after = retry_after(answer.headers(), now);
    let _ = tokio::time::timeout(ANSWER_PATIENCE, read(answer)).await;
    let number = status.as_u16();
    match status {
        StatusCode::GONE => Outcome::Gone { status: number },
        _ if status.is_success() => Outcome::Taken { status: number },
        _ => Outcome::Failed { status: Some(number), failure: None, after },
    }
}

/// Reads an answer, but not more than some of it.
async fn read(mut answer: Response) {
    let mut length = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        length += chunk.len();
        if length > ANSWER_MAX {
            return;
        }
    }
}

fn failed(failure: String) -> Outcome {
    Outcome::Failed { status: None, failure: Some(failure), after: None }
}

/// Why there was no answer, for the person. It may name the address.
fn why(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("there was no answer within {} s", PATIENCE.as_secs());
    }
    let mut innermost: Option<&dyn Error> = error.source();
    while let Some(inner) = innermost.and_then(Error::source) {
        innermost = Some(inner);
    }
    let cause = innermost.map_or_else(|| "no answer".to_owned(), ToString::to_string);
    let what = if error.is_connect() { "no connection: " } else { "the connection broke: " };
    [what, &cause].concat().chars().filter(|c| !c.is_control()).take(FAILURE_MAX).collect()
}
