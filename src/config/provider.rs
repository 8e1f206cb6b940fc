//! The model providers: which ones answer, and where they are.

use super::{ConfigError, Settable, given, parse_http_url};
use crate::model::openai::{Settings, Timeouts};
use secrecy::{ExposeSecret, SecretString};

const OPENAI_BASE_URL: &str = "https://api.openai.com/v1";
const OPENAI_MODEL: &str = "gpt-4.1-mini";
/// Gemini's OpenAI-compatible endpoint (ai.google.dev/gemini-api/docs/openai).
const GEMINI_BASE_URL: &str = "https://generativelanguage.googleapis.com/v1beta/openai";
const GEMINI_MODEL: &str = "gemini-2.5-flash";

/// A model provider.
#[derive(Clone, Debug)]
pub enum Provider {
    /// The built-in assistant.
    Offline,
    /// A server with OpenAI's API.
    OpenAi(Settings),
}

/// The providers in the order they are tried; never empty.
pub(super) fn parse(settable: &Settable) -> Result<Vec<Provider>, ConfigError> {
    let Some(list) = given(&settable.ai_model_provider) else {
        let keyed = [(&settable.openai_api_key, "openai"), (&settable.gemini_api_key, "gemini")];
        let mut providers = Vec::new();
        for (_, name) in keyed.into_iter().filter(|(key, _)| given(key).is_some()) {
            providers.push(provider(settable, name)?);
        }
        return Ok(if providers.is_empty() { vec![Provider::Offline] } else { providers });
    };
    list.split(',').map(|name| provider(settable, name.trim())).collect()
}

fn provider(settable: &Settable, name: &str) -> Result<Provider, ConfigError> {
    let (base_url, model, key) = match name {
        "offline" => return Ok(Provider::Offline),
        "openai" => (
            base_url(&settable.openai_base_url, "OPENAI_BASE_URL", OPENAI_BASE_URL)?,
            given(&settable.openai_model).unwrap_or(OPENAI_MODEL),
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
        ),
        "gemini" => (
            base_url(&settable.gemini_base_url, "GEMINI_BASE_URL", GEMINI_BASE_URL)?,
            given(&settable.gemini_model).unwrap_or(GEMINI_MODEL),
            given(&settable.gemini_api_key)
                .ok_or(ConfigError::Missing { name: "GEMINI_API_KEY", needed_by: "the provider gemini" })?,
        ),
        other => {
            return Err(ConfigError::Invalid {
                name: "AI_MODEL_PROVIDER",
                value: other.to_owned(),
                allowed: "offline, openai, gemini, or several of them separated by commas",
            });
        }
    };
    Ok(Provider::OpenAi(Settings {
        provider: name.to_owned(),
        base_url,
        api_key: SecretString::from(key),
        model: model.to_owned(),
        timeouts: Timeouts::default(),
    }))
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
