//! Asks a provider over HTTP, and asks again if that may help. Once an answer has begun, the request is not repeated.

use super::dialect::Learnt;
use super::failure::Refusal;
use super::request;
use super::settings::{InvalidSettings, Retries, Settings};
use super::signature::Signatures;
use super::written_call::Tools;
use crate::clock::Clock;
use crate::model::{ModelError, ModelMessage, Prompt};
use crate::random::Random;
use async_openai::config::{Config, OpenAIConfig};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Response, Url};
use secrecy::ExposeSecret;
use std::collections::HashSet;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// If a provider wants us to wait longer than this, we give up at once: another one may answer sooner.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How many bytes of an error's body are read.
const ERROR_BODY_MAX: usize = 16 * 1024;

/// A provider, and what we have learnt about it.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) settings: Settings,
    pub(super) signatures: Signatures,
    pub(super) clock: Clock,
    pub(super) random: Random,
    retries: Retries,
    http: reqwest::Client,
    url: Url,
    headers: HeaderMap,
    learnt: Learnt,
}

/// The beginning of a response. Its body is still to come.
#[derive(Debug)]
pub(super) struct ResponseHead {
    pub(super) response: Response,
    /// The call ids that the conversation already uses.
    pub(super) call_ids: HashSet<String>,
    /// The names of the tools that the model may call.
    pub(super) tools: HashSet<&'static str>,
    /// The tools whose calls are read in its text.
    pub(super) readable: Tools,
    /// Whether the model takes no tools, although the prompt has some.
    pub(super) without_tools: bool,
    /// When the first token is due.
    pub(super) deadline: Instant,
}

impl Provider {
    /// Checks the settings. Sends nothing.
    pub(super) fn new(
        settings: Settings,
        retries: Retries,
        clock: Clock,
        random: Random,
    ) -> Result<Self, InvalidSettings> {
        let base = Url::parse(&settings.base_url)
            .map_err(|problem| InvalidSettings::BaseUrl(problem.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") || base.query().is_some() || base.fragment().is_some() {
            return Err(InvalidSettings::BaseUrl("not a plain http or https address".into()));
        }
        let key = settings.api_key.expose_secret();
        if HeaderValue::from_str(key).is_err() {
            return Err(InvalidSettings::ApiKey);
        }
        // Without these, async-openai would take the organisation and the project from the environment.
        let config = OpenAIConfig::new()
            .with_api_base(base.as_str().trim_end_matches('/'))
            .with_api_key(key)
            .with_org_id("")
            .with_project_id("");
        let url = Url::parse(&config.url("/chat/completions"))
            .map_err(|problem| InvalidSettings::BaseUrl(problem.to_string()))?;
        let mut headers = config.headers();
        if key.is_empty() {
            headers.remove(AUTHORIZATION); // a local server; an empty token would be malformed
        } else if let Some(authorization) = headers.get_mut(AUTHORIZATION) {
            authorization.set_sensitive(true);
        }
        headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let http = http_client(&base, settings.timeouts.connect)?;
        Ok(Self {
            settings,
            signatures: Signatures::default(),
            clock,
            random,
            retries,
            http,
            url,
            headers,
            learnt: Learnt::default(),
        })
    }

    /// Asks for an answer and waits until it begins.
    pub(super) async fn ask(&self, prompt: Prompt) -> Result<ResponseHead, ModelError> {
        let calls = prompt.history.iter().filter_map(|message| match message {
            ModelMessage::Assistant { calls, .. } => Some(calls),
            _ => None,
        });
        let call_ids = calls.flatten().map(|call| call.id.clone()).collect();
        let tools = prompt.tools.iter().map(|tool| tool.name).collect();
        let readable = Tools::of(&prompt);
        let write = |dialect| {
            request::body(&self.settings.model, &prompt, dialect, &self.signatures)
                .map_err(|problem| ModelError::Rejected(format!("the request cannot be written: {problem}")))
        };
        let mut dialect = self.learnt.dialect(Instant::now());
        let mut body = write(dialect)?;
        let mut retries = 0;
        loop {
            let deadline = Instant::now() + self.settings.timeouts.first_token;
            let refusal = match self.attempt(body.clone(), deadline).await {
                Ok(response) => {
                    let without_tools = dialect.no_tools && !prompt.tools.is_empty();
                    let readable = if without_tools { Tools::default() } else { readable };
                    return Ok(ResponseHead { response, call_ids, tools, readable, without_tools, deadline });
                }
                Err(refusal) => refusal,
            };
            if let Some(learnt) = dialect.after(&refusal.told) {
                let other = write(learnt)?;
                // What makes no difference to this request is not what the server meant.
                if other != body {
                    (dialect, body) = (learnt, other);
                    self.learnt.keep(learnt, Instant::now());
                    continue;
                }
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

    /// Sends the request once and waits for the head of the response.
    async fn attempt(&self, body: Vec<u8>, deadline: Instant) -> Result<Response, Refusal> {
        let silence = |_| Refusal::of_silence(self.settings.timeouts.first_token);
        let key = self.settings.api_key.expose_secret();
        let request = self.http.post(self.url.clone()).headers(self.headers.clone()).body(body);
        let sent = timeout_at(deadline, request.send()).await.map_err(silence)?;
        let mut response = sent.map_err(|error| Refusal::of_connection(error, key))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let headers = std::mem::take(response.headers_mut());
        let mut text = Vec::new();
        // The text of an error helps, but reading it may fail.
        while let Ok(Ok(Some(bytes))) = timeout_at(deadline, response.chunk()).await {
            text.extend_from_slice(&bytes);
            if text.len() > ERROR_BODY_MAX {
                break;
            }
        }
        Err(Refusal::of_status(status, &headers, &text, key, self.clock.now_utc()))
    }

    /// How long to wait before the next attempt; `None` if there is no further attempt. The pause doubles each time. A
    /// random factor changes it by up to a quarter, so that requests that failed together do not return together.
    fn pause(&self, retries: u32, refusal: &Refusal) -> Option<Duration> {
        let policy = self.retries;
        if !refusal.transient
            || retries >= policy.limit
            || refusal.wait.is_some_and(|wait| wait > LONGEST_WAIT)
        {
            return None;
        }
        let delay = policy.first_delay.saturating_mul(2_u32.saturating_pow(retries)).min(LONGEST_WAIT);
        let delay = delay.mul_f64(self.random.between(0.75..=1.25));
        Some(delay.max(refusal.wait.unwrap_or_default()))
    }
}

/// The HTTP client. It does not follow redirects, because they would turn the POST into a GET.
fn http_client(base: &Url, connect: Duration) -> Result<reqwest::Client, InvalidSettings> {
    // All of Docket uses this provider. An error means that another part has installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut client = reqwest::Client::builder()
        .user_agent(concat!("docket/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(connect)
        .redirect(reqwest::redirect::Policy::none());
    if base.scheme() == "http" {
        // Plain HTTP needs no certificates, and the machine may have none.
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
