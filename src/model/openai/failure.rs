//! Turns error answers, errors inside a stream and lost connections into a [`ModelError`]. Its text is one short line
//! and never holds the API key.
//!
//! Error bodies: OpenAI `{"error": {message, type, code}}`
//! (<https://platform.openai.com/docs/guides/error-codes>), Gemini the same in an array with `status` and
//! `details` (<https://ai.google.dev/gemini-api/docs/troubleshooting>), Ollama `{"error": "text"}`, older vLLM
//! `{"object": "error", "message": ...}`.

use crate::model::ModelError;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;
use std::error::Error as _;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

/// Error texts are cut to this many characters.
const TEXT_MAX: usize = 300;

/// Why a request brought no answer.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) error: ModelError,
    /// Whether asking again may help.
    pub(super) transient: bool,
    /// How long the provider wants us to wait.
    pub(super) wait: Option<Duration>,
    /// The whole text of an answer that says what is wrong with the request; see [`super::dialect`]. Servers that
    /// render a chat template report its errors with 500, too.
    pub(super) told: String,
}

impl Refusal {
    /// The provider answered with an error at the time `now`.
    pub(super) fn of_status(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        key: &str,
        now: OffsetDateTime,
    ) -> Self {
        let report = Report::read(body).unwrap_or_else(|| Report::plain(body));
        let wait = retry_after(headers, now).or(report.wait);
        let text = clean(&format!("{status}: {}", report.message), key);
        let (error, transient) = match status.as_u16() {
            401 | 403 => (ModelError::Unauthorized(text), false),
            429 => {
                // The error does not carry the text, which may name an exhausted quota. Waiting does not help then.
                tracing::warn!(answer = text, "the provider is rate limiting");
                (ModelError::RateLimited { retry_after: wait }, !report.kind.contains("insufficient_quota"))
            }
            // Gemini answers a wrong key with 400.
            400 if report.message.starts_with("API key not valid") => (ModelError::Unauthorized(text), false),
            300..500 => (ModelError::Rejected(text), false),
            _ => (ModelError::Failed(text), true),
        };
        let told = match &error {
            ModelError::Rejected(_) | ModelError::Failed(_) => report.message,
            _ => String::new(),
        };
        Self { error, transient, wait, told }
    }

    /// The connection failed: refused, reset or no address. A connect time-out has taken long already, so it is final.
    pub(super) fn of_connection(error: reqwest::Error, key: &str) -> Self {
        let transient = !error.is_timeout() && !error.is_builder();
        Self { error: connection(error, key), transient, wait: None, told: String::new() }
    }

    /// The provider was silent for this long.
    pub(super) fn of_silence(limit: Duration) -> Self {
        Self { error: ModelError::TimedOut(limit), transient: false, wait: None, told: String::new() }
    }
}

/// A broken connection with all its causes. The URL is left out because it may hold secrets.
pub(super) fn connection(error: reqwest::Error, key: &str) -> ModelError {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    ModelError::Connection(clean(&text, key))
}

/// A provider's report of an error.
#[derive(Debug, Default)]
pub(super) struct Report {
    message: String,
    /// Its `code`, `type` and `status`, lower case.
    kind: String,
    wait: Option<Duration>,
}

impl Report {
    /// Reads an error object.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let body = body.get(0).unwrap_or(&body);
        let told = [body, body.pointer("/choices/0").unwrap_or(&Value::Null)];
        let fields = told.iter().flat_map(|told| ["error", "errors"].map(|name| told.get(name)));
        let error = match fields.flatten().find(|error| !error.is_null()) {
            Some(error) => error,
            None if body.get("choices").is_none() => body,
            None => return None,
        };
        // Without a message, only something that is called an error is one.
        let named =
            ["object", "type"].iter().any(|name| body.get(name).and_then(Value::as_str) == Some("error"));
        let is_error = named || !std::ptr::eq(error, body);
        let text = |name: &str| match error.get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let unexplained = || is_error.then(|| "an error without a message".to_owned());
        let message = message(error, 4).or_else(unexplained)?;
        let kind: Vec<_> = ["code", "type", "status"].into_iter().filter_map(text).collect();
        // Gemini: google.rpc.RetryInfo, "17s".
        let details = error.get("details").and_then(Value::as_array).into_iter().flatten();
        let delay = details.filter_map(|detail| detail.get("retryDelay")?.as_str()?.strip_suffix('s')).next();
        Some(Self { message, kind: kind.join(" ").to_lowercase(), wait: delay.and_then(seconds) })
    }

    /// A body that is not an error object, such as a proxy's page.
    fn plain(body: &[u8]) -> Self {
        Self { message: String::from_utf8_lossy(body).into_owned(), ..Self::default() }
    }

    /// The error of a report inside a stream, where no status tells its kind.
    pub(super) fn into_error(self, key: &str) -> ModelError {
        let limited = ["429", "rate_limit", "resource_exhausted", "too_many_requests"];
        let text = clean(&self.message, key);
        if limited.iter().any(|word| self.kind.contains(word)) {
            tracing::warn!(answer = text, "the provider is rate limiting");
            return ModelError::RateLimited { retry_after: self.wait };
        }
        ModelError::Failed(text)
    }
}

/// The first text in an error that is meant to be read. Objects and lists are searched `depth` levels deep.
fn message(error: &Value, depth: usize) -> Option<String> {
    match error {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Array(errors) => message(errors.first()?, depth.checked_sub(1)?),
        Value::Object(fields) => {
            let depth = depth.checked_sub(1)?;
            let names = ["message", "detail", "msg", "error", "error_msg", "error_message"];
            names.iter().filter_map(|name| fields.get(*name)).find_map(|field| message(field, depth))
        }
        _ => None,
    }
}

/// How long the provider wants us to wait: `retry-after-ms` (OpenAI, Azure) or `Retry-After`
/// (<https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>), in seconds or as a date.
fn retry_after(headers: &HeaderMap, now: OffsetDateTime) -> Option<Duration> {
    let header = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let milliseconds = header("retry-after-ms").and_then(seconds).map(|number| number / 1000);
    milliseconds.or_else(|| {
        let text = header(RETRY_AFTER.as_str())?;
        seconds(text).or_else(|| {
            let date = OffsetDateTime::parse(text, &Rfc2822).ok()?;
            Some((date - now).try_into().unwrap_or(Duration::ZERO))
        })
    })
}

/// A number of seconds, perhaps with a fraction.
fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse().ok()?).ok()
}

/// A foreign text as one short line without the API key. OpenAI repeats a wrong key with stars in the middle, but
/// shows its first and last characters, so words with stars are replaced too.
fn clean(text: &str, key: &str) -> String {
    let text = if key.is_empty() { text.to_owned() } else { text.replace(key, "[key]") };
    let words =
        text.split(|char: char| char.is_whitespace() || char.is_control()).filter(|word| !word.is_empty());
    let words: Vec<_> = words.map(|word| if word.contains("***") { "[key]" } else { word }).collect();
    let line = words.join(" ");
    match line.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};
    use time::macros::datetime;

    #[test]
    fn retry_after_in_all_its_forms() {
        let wait = |name: &'static str, value: &'static str| {
            let headers =
                HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))]);
            retry_after(&headers, datetime!(2015-10-21 07:28:00 UTC))
        };
        assert_eq!(wait("retry-after", "7"), Some(Duration::from_secs(7)));
        assert_eq!(wait("retry-after", " 0.5 "), Some(Duration::from_millis(500)));
        assert_eq!(wait("retry-after-ms", "250"), Some(Duration::from_millis(250)));
        assert_eq!(wait("retry-after", "Wed, 21 Oct 2015 07:28:30 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(wait("retry-after", "Wed, 21 Oct 2015 07:27:00 GMT"), Some(Duration::ZERO));
        for nonsense in ["", "soon", "-1", "NaN", "inf"] {
            assert_eq!(wait("retry-after", nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn texts_are_short_and_hold_no_key() {
        let text = clean("key s3cret\nand sk-ab***yz. \u{1F600}", "s3cret");
        assert_eq!(text, "key [key] and [key] \u{1F600}");
        assert_eq!(clean(&"ü".repeat(400), "").chars().count(), TEXT_MAX + 1);
    }

    #[test]
    fn every_providers_error_is_read() {
        let message = |body: &str| Report::read(body.as_bytes()).map(|report| report.message);
        assert_eq!(message(r#"{"error":{"message":"a","code":null}}"#).as_deref(), Some("a"));
        assert_eq!(message(r#"[{"error":{"message":"b","status":"INTERNAL"}}]"#).as_deref(), Some("b"));
        assert_eq!(message(r#"{"error":"c"}"#).as_deref(), Some("c"));
        assert_eq!(message(r#"{"object":"error","message":"d"}"#).as_deref(), Some("d"));
        assert_eq!(message(r#"{"detail":"e"}"#).as_deref(), Some("e"));
        assert_eq!(message(r#"{"detail":[{"loc":["body"],"msg":"f"}]}"#).as_deref(), Some("f"));
        assert_eq!(message(r#"{"errors":[{"message":"g"}]}"#).as_deref(), Some("g"));
        assert_eq!(message(r#"{"error":{"message":{"detail":"h"}}}"#).as_deref(), Some("h"));
        for unexplained in
            [r#"{"error":{}}"#, r#"{"error":{"code":500}}"#, r#"{"type":"error"}"#, r#"{"object":"error"}"#]
        {
            assert_eq!(message(unexplained).as_deref(), Some("an error without a message"), "{unexplained}");
        }
        for none in
            [r#"{"type":"ping"}"#, "{}", "[]", "7", r#"{"choices":[{"delta":{}}]}"#, r#"{"error":null}"#]
        {
            assert_eq!(message(none), None, "{none}");
        }
        assert_eq!(message("<html>"), None);
        let body = br#"[{"error":{"code":429,"message":"m","details":[{"retryDelay":"17s"}]}}]"#;
        let error = Report::read(body).map(|report| report.into_error(""));
        assert_eq!(error, Some(ModelError::RateLimited { retry_after: Some(Duration::from_secs(17)) }));
    }
}
