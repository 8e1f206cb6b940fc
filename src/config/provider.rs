//! The model providers: which ones answer, and where they are.

use super::value::{given, parse_http_url, parse_positive};
use super::{ConfigError, Settings, secret_file};
use crate::model::openai::{self, Timeouts};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

const OPENAI_BASE_URL: &str = "https://api.openai.com/v1";
const OPENAI_MODEL: &str = "gpt-4.1-mini";
/// Gemini's OpenAI-compatible endpoint (ai.google.dev/gemini-api/docs/openai).
const GEMINI_BASE_URL: &str = "https://generativelanguage.googleapis.com/v1beta/openai";
const GEMINI_MODEL: &str = "gemini-2.5-flash";
/// The most bytes of a model's name.
const MODEL_MAX: usize = 180;

/// A model of a provider.
#[derive(Clone, Debug)]
pub enum Provider {
    /// The built-in assistant.
    Offline,
    /// A server with OpenAI's API.
    OpenAi(openai::Settings),
}

/// The models in the order they are tried; never empty. A provider's models follow each other.
pub(super) fn parse(settings: &Settings) -> Result<Vec<Provider>, ConfigError> {
    let keys = Keys::read(settings)?;
    let timeouts = timeouts(settings)?;
    let names: Vec<_> = match given(&settings.ai_model_provider) {
        Some(list) => list.split(',').map(str::trim).collect(),
        None => {
            let keyed = [(&keys.openai, "openai"), (&keys.gemini, "gemini")];
            keyed.into_iter().filter_map(|(key, name)| key.as_ref().map(|_| name)).collect()
        }
    };
    let mut providers = Vec::new();
    for name in names {
        providers.extend(provider(settings, &keys, name, timeouts)?);
    }
    Ok(if providers.is_empty() { vec![Provider::Offline] } else { providers })
}

/// The keys of the providers that have one.
struct Keys {
    openai: Option<SecretString>,
    gemini: Option<SecretString>,
}

impl Keys {
    fn read(settings: &Settings) -> Result<Self, ConfigError> {
        let openai =
            secret_file::read("OPENAI_API_KEY", &settings.openai_api_key, &settings.openai_api_key_file)?;
        let gemini =
            secret_file::read("GEMINI_API_KEY", &settings.gemini_api_key, &settings.gemini_api_key_file)?;
        Ok(Self { openai, gemini })
    }
}

/// The models of one provider.
fn provider(
    settings: &Settings,
    keys: &Keys,
    name: &str,
    timeouts: Timeouts,
) -> Result<Vec<Provider>, ConfigError> {
    let (base_url, models, key, context) = match name {
        "offline" => return Ok(vec![Provider::Offline]),
        "openai" => (
            base_url(&settings.openai_base_url, "OPENAI_BASE_URL", OPENAI_BASE_URL)?,
            models(&settings.openai_model, "OPENAI_MODEL", OPENAI_MODEL)?,
            match (&keys.openai, given(&settings.openai_base_url)) {
                (Some(key), _) => key.clone(),
                // Ollama, vLLM and llama.cpp often need no key.
                (None, Some(_)) => SecretString::from("none"),
                (None, None) => {
                    return Err(ConfigError::Missing {
                        name: "OPENAI_API_KEY",
                        needed_by: "the provider openai (without OPENAI_BASE_URL)",
                    });
                }
            },
            parse_positive(&settings.openai_context_tokens, "OPENAI_CONTEXT_TOKENS")?,
        ),
        "gemini" => (
            base_url(&settings.gemini_base_url, "GEMINI_BASE_URL", GEMINI_BASE_URL)?,
            models(&settings.gemini_model, "GEMINI_MODEL", GEMINI_MODEL)?,
            keys.gemini
                .clone()
                .ok_or(ConfigError::Missing { name: "GEMINI_API_KEY", needed_by: "the provider gemini" })?,
            parse_positive(&settings.gemini_context_tokens, "GEMINI_CONTEXT_TOKENS")?,
        ),
        other => {
            return Err(ConfigError::Invalid {
                name: "AI_MODEL_PROVIDER",
                value: other.to_owned(),
                allowed: "offline, openai, gemini, or several of them separated by commas",
            });
        }
    };
    let model = |model: &str| openai::Settings {
        provider: name.to_owned(),
        base_url: base_url.clone(),
        api_key: key.clone(),
        model: model.to_owned(),
        context: context.and_then(|context| usize::try_from(context).ok()),
        timeouts,
    };
    Ok(models.into_iter().map(|name| Provider::OpenAi(model(name))).collect())
}

/// The models that a value names, separated by commas.
fn models<'a>(
    value: &'a Option<String>,
    name: &'static str,
    default: &'static str,
) -> Result<Vec<&'a str>, ConfigError> {
    let list = given(value).unwrap_or(default);
    let models: Vec<_> = list.split(',').map(str::trim).collect();
    // The id that holds the name is stored with a conversation and with each reply.
    if models.iter().any(|model| !(1..=MODEL_MAX).contains(&model.len())) {
        return Err(ConfigError::Invalid {
            name,
            value: list.to_owned(),
            allowed: "names of at most 180 bytes, separated by commas",
        });
    }
    Ok(models)
}

fn timeouts(settings: &Settings) -> Result<Timeouts, ConfigError> {
    let seconds = |value, name, default| -> Result<Duration, ConfigError> {
        Ok(parse_positive(value, name)?.map_or(default, |seconds| Duration::from_secs(seconds.into())))
    };
    let default = Timeouts::default();
    Ok(Timeouts {
        connect: seconds(&settings.model_connect_timeout, "MODEL_CONNECT_TIMEOUT", default.connect)?,
        first_token: seconds(
            &settings.model_first_token_timeout,
            "MODEL_FIRST_TOKEN_TIMEOUT",
            default.first_token,
        )?,
        between_tokens: seconds(
            &settings.model_between_tokens_timeout,
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
