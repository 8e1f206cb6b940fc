//! The model providers: which ones answer, and where they are.

use super::{ConfigError, Settable, given, parse_http_url, parse_whole};
use crate::model::openai::{Settings, Timeouts};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

const OPENAI_BASE_URL: &str = "https://api.openai.com/v1";
const OPENAI_MODEL: &str = "gpt-4.1-mini";
/// Gemini's OpenAI-compatible endpoint (ai.google.dev/gemini-api/docs/openai).
const GEMINI_BASE_URL: &str = "https://generativelanguage.googleapis.com/v1beta/openai";
const GEMINI_MODEL: &str = "gemini-2.5-flash";
/// Most bytes of a model's name.
const MODEL_MAX: usize = 180;

/// A model of a provider.
#[derive(Clone, Debug)]
pub enum Provider {
    /// The built-in assistant.
    Offline,
    /// A server with OpenAI's API.
    OpenAi(Settings),
}

/// The models in the order they are tried; never empty. A provider's models follow each other.
pub(super) fn parse(settable: &Settable) -> Result<Vec<Provider>, ConfigError> {
    let timeouts = timeouts(settable)?;
    let models = |names: &mut dyn Iterator<Item = &str>| -> Result<Vec<Provider>, ConfigError> {
        let mut providers = Vec::new();
        for name in names {
            providers.extend(provider(settable, name, timeouts)?);
        }
        Ok(providers)
    };
    if let Some(list) = given(&settable.ai_model_provider) {
        return models(&mut list.split(',').map(str::trim));
    }
    let keyed = [(&settable.openai_api_key, "openai"), (&settable.gemini_api_key, "gemini")];
    let providers = models(&mut keyed.into_iter().filter_map(|(key, name)| given(key).map(|_| name)))?;
    Ok(if providers.is_empty() { vec![Provider::Offline] } else { providers })
}

/// The models of one provider.
fn provider(settable: &Settable, name: &str, timeouts: Timeouts) -> Result<Vec<Provider>, ConfigError> {
    let (base_url, models, key, context) = match name {
        "offline" => return Ok(vec![Provider::Offline]),
        "openai" => (
            base_url(&settable.openai_base_url, "OPENAI_BASE_URL", OPENAI_BASE_URL)?,
            models(&settable.openai_model, "OPENAI_MODEL", OPENAI_MODEL)?,
            match (given(&settable.openai_api_key), given(&settable.openai_base_url)) {
                (Some(key), _) => key,
                // A server of one's own (Ollama, vLLM, llama.cpp) often wants none.
                (None, Some(_)) => "none",
                (None, None) => {
                    return Err(ConfigError::Missing {
                        name: "OPENAI_API_KEY",
                        needed_by: "the provider openai (without OPENAI_BASE_URL)",
                    });
                }
            },
            parse_whole(&settable.openai_context_tokens, "OPENAI_CONTEXT_TOKENS")?,
        ),
        "gemini" => (
            base_url(&settable.gemini_base_url, "GEMINI_BASE_URL", GEMINI_BASE_URL)?,
            models(&settable.gemini_model, "GEMINI_MODEL", GEMINI_MODEL)?,
            given(&settable.gemini_api_key)
                .ok_or(ConfigError::Missing { name: "GEMINI_API_KEY", needed_by: "the provider gemini" })?,
            parse_whole(&settable.gemini_context_tokens, "GEMINI_CONTEXT_TOKENS")?,
        ),
        other => {
            return Err(ConfigError::Invalid {
                name: "AI_MODEL_PROVIDER",
                value: other.to_owned(),
                allowed: "offline, openai, gemini, or several of them separated by commas",
            });
        }
    };
    let settings = |model: &str| Settings {
        provider: name.to_owned(),
        base_url: base_url.clone(),
        api_key: SecretString::from(key),
        model: model.to_owned(),
        context: context.and_then(|context| usize::try_from(context).ok()),
        timeouts,
    };
    Ok(models.into_iter().map(|model| Provider::OpenAi(settings(model))).collect())
}

/// The models that a value names, separated by commas.
fn models<'a>(
    value: &'a Option<String>,
    name: &'static str,
    default: &'static str,
) -> Result<Vec<&'a str>, ConfigError> {
    let list = given(value).unwrap_or(default);
    let models: Vec<_> = list.split(',').map(str::trim).collect();
    // An id is stored with a conversation and with each reply.
    if models.iter().any(|model| !(1..=MODEL_MAX).contains(&model.len())) {
        return Err(ConfigError::Invalid {
            name,
            value: list.to_owned(),
            allowed: "names of at most 180 bytes, separated by commas",
        });
    }
    Ok(models)
}

fn timeouts(settable: &Settable) -> Result<Timeouts, ConfigError> {
    let seconds = |value, name, default| -> Result<Duration, ConfigError> {
        Ok(parse_whole(value, name)?.map_or(default, |seconds| Duration::from_secs(seconds.into())))
    };
    let default = Timeouts::default();
    Ok(Timeouts {
        connect: seconds(&settable.model_connect_timeout, "MODEL_CONNECT_TIMEOUT", default.connect)?,
        first_token: seconds(
            &settable.model_first_token_timeout,
            "MODEL_FIRST_TOKEN_TIMEOUT",
            default.first_token,
        )?,
        between_tokens: seconds(
            &settable.model_between_tokens_timeout,
            "MODEL_BETWEEN_TOKENS_TIMEOUT",
            default.between_tokens,
        )?,
    })
}

fn base_url(value: &Option<String>, name: &'static str, default: &str) -> Result<String, ConfigError> {
    let url = parse_http_url(value, name)?;
    Ok(url.map_or(default.to_owned(), |url| url.as_str().trim_end_matches('/').to_owned()))
}

impl PartialEq for Provider {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Offline, Self::Offline) => true,
            (Self::OpenAi(a), Self::OpenAi(b)) => {
                (&a.provider, &a.base_url, &a.model) == (&b.provider, &b.base_url, &b.model)
                    && a.api_key.expose_secret() == b.api_key.expose_secret()
            }
            _ => false,
        }
    }
}
