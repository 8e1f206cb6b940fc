//! A provider over HTTP: asks it, and asks again if it makes sense. Only a request that brought no answer is
//! repeated; once an answer has begun, nothing is.

use super::answer::Answer;
use super::failure::Refusal;
use super::request::{self, Dialect};
use super::signature::Signatures;
use super::{InvalidSettings, Retries, Settings};
use crate::model::{Entry, ModelError, Prompt};
use async_openai::config::{Config, OpenAIConfig};
use rand::Rng;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Response, Url};
use secrecy::ExposeSecret;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// A provider that wants us to wait longer than this is given up at once: another may answer sooner.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// No more than this is read of an error's body.
const ERROR_BODY: usize = 16 * 1024;

/// A provider and what we know of it.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) settings: Settings,
    pub(super) signatures: Signatures,
    retries: Retries,
    http: reqwest::Client,
    url: Url,
    headers: HeaderMap,
    dialect: Mutex<Dialect>,
}

impl Provider {
    /// Checks the settings. Nothing is sent.
    pub(super) fn new(settings: Settings, retries: Retries) -> Result<Self, InvalidSettings> {
        let base = Url::parse(&settings.base_url)
            .map_err(|problem| InvalidSettings::BaseUrl(problem.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") || base.query().is_some() || base.fragment().is_some() {
            return Err(InvalidSettings::BaseUrl("not a plain http or https address".into()));
        }
        let key = settings.api_key.expose_secret();
        if HeaderValue::from_str(key).is_err() {
            return Err(InvalidSettings::ApiKey);
        }
        // The organisation and project are set because async-openai would take them from the environment.
        let config = OpenAIConfig::new()
            .with_api_base(base.as_str().trim_end_matches('/'))
            .with_api_key(key)
            .with_org_id("")
            .with_project_id("");
        let url = Url::parse(&config.url("/chat/completions"))
            .map_err(|problem| InvalidSettings::BaseUrl(problem.to_string()))?;
        let mut headers = config.headers();
        if key.is_empty() {
            headers.remove(AUTHORIZATION); // a local server: an empty token would be a malformed one
        } else if let Some(authorization) = headers.get_mut(AUTHORIZATION) {
            authorization.set_sensitive(true);
        }
        headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let http = http_client(&base, settings.timeouts.connect)?;
        Ok(Self {
            settings,
            signatures: Signatures::default(),
            retries,
            http,
            url,
            headers,
            dialect: Mutex::default(),
        })
    }

    /// Asks for an answer and waits until it begins.
    pub(super) async fn ask(self: Arc<Self>, prompt: Prompt) -> Result<Answer, ModelError> {
        let ids = prompt.history.iter().filter_map(|entry| match entry {
            Entry::Assistant { calls, .. } => Some(calls),
            _ => None,
        });
        let ids = ids.flatten().map(|call| call.id.clone()).collect();
        let mut dialect = *self.dialect.lock().unwrap_or_else(PoisonError::into_inner);
        let mut retries = 0;
        loop {
            let body = request::body(&self.settings.model, &prompt, dialect, &self.signatures).map_err(
                |problem| ModelError::Rejected(format!("the request cannot be written: {problem}")),
            )?;
            let deadline = Instant::now() + self.settings.timeouts.first_token;
            let refusal = match self.attempt(body, deadline).await {
                Ok(response) => return Ok(Answer::new(self, response, ids, deadline)),
                Err(refusal) => refusal,
            };
            if let Some(learnt) = dialect.after(&refusal.error) {
                dialect = learnt;
                *self.dialect.lock().unwrap_or_else(PoisonError::into_inner) = learnt;
                continue;
            }
            let Some(pause) = self.pause(retries, &refusal) else {
                return Err(refusal.error);
            };
            retries += 1;
            tracing::warn!(
                provider = %self.settings.provider,
                error = %refusal.error,
                ?pause,
                retries,
                "asking the model again"
            );
            tokio::time::sleep(pause).await;
        }
    }

    /// Sends the request once and waits for the answer's head.
    async fn attempt(&self, body: Vec<u8>, deadline: Instant) -> Result<Response, Refusal> {
        let silence = |_| Refusal::of_silence(self.settings.timeouts.first_token);
        let key = self.settings.api_key.expose_secret();
        let request = self.http.post(self.url.clone()).headers(self.headers.clone()).body(body);
        let sent = timeout_at(deadline, request.send()).await.map_err(silence)?;
        let mut response = sent.map_err(|error| Refusal::of_connection(error, key))?;
        let status = response.status();
        let kind =
            response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_document = ["application/json", "text/html"].iter().any(|other| kind.starts_with(other));
        if status.is_success() && !is_document {
            return Ok(response);
        }
        let headers = std::mem::take(response.headers_mut());
        let mut text = Vec::new();
        // An error's text is worth having, not worth failing for.
        while let Ok(Ok(Some(bytes))) = timeout_at(deadline, response.chunk()).await {
            text.extend_from_slice(&bytes);
            if text.len() > ERROR_BODY {
                break;
            }
        }
        if status.is_success() {
            return Err(Refusal::of_document(&text, key));
        }
        Err(Refusal::of_status(status, &headers, &text, key))
    }

    /// How long to wait before the next attempt; `None` if there is none. The delay doubles each time, and up to a
    /// quarter is added or taken, so that those who failed together do not return together.
    fn pause(&self, retries: u32, refusal: &Refusal) -> Option<Duration> {
        let policy = self.retries;
        if !refusal.transient
            || retries >= policy.limit
            || refusal.wait.is_some_and(|wait| wait > LONGEST_WAIT)
        {
            return None;
        }
        let delay = policy.first_delay.saturating_mul(2_u32.saturating_pow(retries)).min(LONGEST_WAIT);
        let delay = delay.mul_f64(rand::rng().random_range(0.75..=1.25));
        Some(delay.max(refusal.wait.unwrap_or_default()))
    }
}

/// The HTTP client. Redirects are not followed: they would turn the POST into a GET.
fn http_client(base: &Url, connect: Duration) -> Result<reqwest::Client, InvalidSettings> {
    // Whoever comes first sets the process's provider; all of Docket uses this one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut client = reqwest::Client::builder()
        .user_agent(concat!("docket/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(connect)
        .redirect(reqwest::redirect::Policy::none());
    if base.scheme() == "http" {
        // No certificates are needed, and a machine that has none must do.
        client = client.tls_certs_only([]);
    }
    if matches!(base.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")) {
        client = client.no_proxy();
    }
    client.build().map_err(|problem| {
        let cause = std::error::Error::source(&problem).map(ToString::to_string);
        InvalidSettings::Tls(cause.unwrap_or_else(|| problem.to_string()))
    })
}
