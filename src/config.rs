//! Configuration: from flags, environment variables and a `.env` file, in this order. A wrong value stops the
//! start with one line that names the variable, what was read and what is allowed. Secrets are never printed.

mod mail;
mod origins;
mod provider;
mod quota;
mod secret;

pub use origins::Origins;
pub use provider::Provider;

use crate::chat::server::Quotas;
use clap::Args;
use ipnet::IpNet;
use secrecy::SecretString;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Seconds. Service managers wait longer than this before they kill: systemd 90, Kubernetes 30.
const SHUTDOWN_GRACE: u64 = 20;
/// The settings as they were given: flags, which fall back to the environment. [`Config::resolve`] makes sense
/// of them. Empty values count as not given.
#[derive(Args, Clone, Debug, Default)]
pub struct Settable {
    /// The database: sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: a file in the data directory]
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Signs cookies and tokens; at least 32 characters [default: made once and kept in the data directory]
    #[arg(long, env = "BETTER_AUTH_SECRET", hide_env_values = true, global = true)]
    pub better_auth_secret: Option<String>,
    /// The address people use, such as https://tasks.example.com [default: http://HOST:PORT]
    #[arg(long, env = "BETTER_AUTH_URL", global = true)]
    pub better_auth_url: Option<String>,
    /// Other addresses whose pages may use this server, separated by commas
    #[arg(long, env = "TRUSTED_ORIGINS", global = true)]
    pub trusted_origins: Option<String>,
    /// offline, openai, gemini, or several separated by commas, tried in order [default: what has a key, else offline]
    #[arg(long, env = "AI_MODEL_PROVIDER", global = true)]
    pub ai_model_provider: Option<String>,
    /// The key for OpenAI, or for any server with its API
    #[arg(long, env = "OPENAI_API_KEY", hide_env_values = true, global = true)]
    pub openai_api_key: Option<String>,
    /// The address of a server with OpenAI's API [default: https://api.openai.com/v1]
    #[arg(long, env = "OPENAI_BASE_URL", global = true)]
    pub openai_base_url: Option<String>,
    /// The models to ask there, separated by commas, the preferred one first [default: gpt-4.1-mini]
    #[arg(long, env = "OPENAI_MODEL", global = true)]
    pub openai_model: Option<String>,
    /// How many tokens their context windows have [default: by the model's name, 4096 for unknown ones]
    #[arg(long, env = "OPENAI_CONTEXT_TOKENS", global = true)]
    pub openai_context_tokens: Option<String>,
    /// The key for Gemini
    #[arg(long, env = "GEMINI_API_KEY", hide_env_values = true, global = true)]
    pub gemini_api_key: Option<String>,
    /// The address of Gemini's OpenAI-compatible API [default: Google's]
    #[arg(long, env = "GEMINI_BASE_URL", global = true)]
    pub gemini_base_url: Option<String>,
    /// The models to ask there, separated by commas, the preferred one first [default: gemini-2.5-flash]
    #[arg(long, env = "GEMINI_MODEL", global = true)]
    pub gemini_model: Option<String>,
    /// How many tokens their context windows have [default: by the model's name]
    #[arg(long, env = "GEMINI_CONTEXT_TOKENS", global = true)]
    pub gemini_context_tokens: Option<String>,
    /// Seconds to wait for a connection to a model [default: 10]
    #[arg(long, env = "MODEL_CONNECT_TIMEOUT", global = true)]
    pub model_connect_timeout: Option<String>,
    /// Seconds to wait for the beginning of an answer [default: 60]
    #[arg(long, env = "MODEL_FIRST_TOKEN_TIMEOUT", global = true)]
    pub model_first_token_timeout: Option<String>,
    /// Seconds to wait for more of an answer [default: 30]
    #[arg(long, env = "MODEL_BETWEEN_TOKENS_TIMEOUT", global = true)]
    pub model_between_tokens_timeout: Option<String>,
    /// Messages that a person may send in a day (UTC) [default: no limit]
    #[arg(long, env = "QUOTA_MESSAGES_PER_DAY", global = true)]
    pub quota_messages_per_day: Option<String>,
    /// Tokens that models may read and write for a person in a day (UTC) [default: no limit]
    #[arg(long, env = "QUOTA_TOKENS_PER_DAY", global = true)]
    pub quota_tokens_per_day: Option<String>,
    /// Replies that may be running for a person at the same time [default: 8]
    #[arg(long, env = "QUOTA_CONCURRENT_RUNS", global = true)]
    pub quota_concurrent_runs: Option<String>,
    /// The address to listen on [default: 127.0.0.1]
    #[arg(long, env = "HOST", global = true)]
    pub host: Option<String>,
    /// The port to listen on; 0 takes any that is free [default: 3000]
    #[arg(long, env = "PORT", global = true)]
    pub port: Option<String>,
    /// Where Docket keeps its files [default: data]
    #[arg(long, env = "DATA_DIR", global = true)]
    pub data_dir: Option<String>,
    /// Networks of proxies whose X-Forwarded-For is believed [default: this machine]
    #[arg(long, env = "TRUSTED_PROXIES", global = true)]
    pub trusted_proxies: Option<String>,
    /// The mail server: smtp://HOST or smtps://USER:PASSWORD@HOST:PORT [default: none; no mail is sent]
    #[arg(long, env = "SMTP_URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,
    /// What mail is from, such as Docket <docket@example.com>
    #[arg(long, env = "SMTP_FROM", global = true)]
    pub smtp_from: Option<String>,
    /// Seconds that running replies have to end at a shutdown before they are interrupted [default: 20]
    #[arg(long, env = "SHUTDOWN_GRACE", global = true)]
    pub shutdown_grace: Option<String>,
    /// A second address, such as 127.0.0.1:9100, that answers /metrics [default: none]
    #[arg(long, env = "METRICS_ADDR", global = true)]
    pub metrics_addr: Option<String>,
}

/// Why the settings make no sense. The text names the variable.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value that is not allowed.
    #[error("{name} is {value:?}, but must be {allowed}")]
    Invalid {
        /// The variable.
        name: &'static str,
        /// What was read.
        value: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A secret value that is not allowed; the value is not shown.
    #[error("{name} {problem}")]
    InvalidSecret {
        /// The variable.
        name: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A variable that is needed and not set.
    #[error("{name} is not set, but {needed_by} needs it")]
    Missing {
        /// The variable.
        name: &'static str,
        /// What needs it.
        needed_by: &'static str,
    },
    /// A file or folder in the data directory cannot be used.
    #[error(
        "cannot use the data directory: {path}: {source} (set DATA_DIR to a folder that Docket may write to)"
    )]
    DataDir {
        /// The file or folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// What the server runs with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database's URL.
    pub database_url: SecretString,
    /// Signs cookies and tokens.
    pub secret: SecretString,
    /// The address people use; `None` means whatever the server listens on.
    pub public_url: Option<Url>,
    /// Other origins whose pages may change state here.
    pub trusted_origins: Vec<String>,
    /// The models, in the order they are tried; never empty.
    pub providers: Vec<Provider>,
    /// How much each person may ask of them.
    pub quotas: Quotas,
    /// Where to listen.
    pub address: SocketAddr,
    /// Where to answer `/metrics`, if anywhere.
    pub metrics_address: Option<SocketAddr>,
    /// Proxies whose `X-Forwarded-For` says where a request comes from.
    pub trusted_proxies: Arc<[IpNet]>,
    /// How mail is sent, if it is.
    pub mail: Option<crate::mail::Settings>,
    /// How long running replies have to end at a shutdown.
    pub shutdown_grace: Duration,
}

impl Settable {
    /// The URL of the database alone, for commands that need nothing else. Makes the data directory if the
    /// database is to be in it.
    ///
    /// # Errors
    /// If the data directory is needed and cannot be made.
    pub fn database_url(&self) -> Result<SecretString, ConfigError> {
        if given(&self.database_url).is_none() {
            secret::make_folder(&self.data_dir())?;
        }
        Ok(self.existing_database_url())
    }

    /// The same for commands that need a database that is there already: nothing is made.
    pub fn existing_database_url(&self) -> SecretString {
        let in_data_dir = || format!("sqlite:{}", self.data_dir().join("docket.db").display());
        SecretString::from(given(&self.database_url).map_or_else(in_data_dir, str::to_owned))
    }

    /// The address people use, as far as a command can know it: the one that is set, or else where a server with
    /// these settings listens.
    ///
    /// # Errors
    /// If a value is wrong.
    pub fn base_url(&self) -> Result<Url, ConfigError> {
        match parse_http_url(&self.better_auth_url, "BETTER_AUTH_URL")? {
            Some(url) => Ok(url),
            None => url_of(self.address()?),
        }
    }

    fn address(&self) -> Result<SocketAddr, ConfigError> {
        let host = parse(&self.host, "HOST", "an IP address such as 127.0.0.1 or 0.0.0.0")?;
        let port = parse(&self.port, "PORT", "a number from 0 to 65535")?;
        Ok(SocketAddr::new(host.unwrap_or(IpAddr::from([127, 0, 0, 1])), port.unwrap_or(3000)))
    }

    fn data_dir(&self) -> PathBuf {
        PathBuf::from(given(&self.data_dir).unwrap_or("data"))
    }
}

impl Config {
    /// Makes sense of the settings; makes the data directory and the secret where they are needed.
    ///
    /// # Errors
    /// If a value is wrong or missing, or the data directory cannot be used.
    pub fn resolve(settable: &Settable) -> Result<Self, ConfigError> {
        let address = settable.address()?;
        let public_url = parse_http_url(&settable.better_auth_url, "BETTER_AUTH_URL")?;
        let metrics_address =
            parse(&settable.metrics_addr, "METRICS_ADDR", "an address such as 127.0.0.1:9100")?;
        let trusted_origins = parse_origins(&settable.trusted_origins)?;
        let trusted_proxies = parse_networks(&settable.trusted_proxies)?;
        let providers = provider::parse(settable)?;
        let quotas = quota::parse(settable)?;
        let mail = mail::parse(given(&settable.smtp_url), given(&settable.smtp_from))?;
        let shutdown_grace =
            parse::<u32>(&settable.shutdown_grace, "SHUTDOWN_GRACE", "a number of seconds such as 20")?;
        let given_secret = given(&settable.better_auth_secret);
        if let Some(text) = given_secret {
            secret::check(text)?;
        }
        // What touches the disk comes last: a typing error leaves nothing behind.
        let secret = match given_secret {
            Some(text) => SecretString::from(text),
            None => secret::keep(&settable.data_dir())?,
        };
        Ok(Self {
            database_url: settable.database_url()?,
            secret,
            public_url,
            trusted_origins,
            providers,
            quotas,
            address,
            metrics_address,
            trusted_proxies,
            mail,
            shutdown_grace: Duration::from_secs(shutdown_grace.map_or(SHUTDOWN_GRACE, u64::from)),
        })
    }

    /// The origins whose pages may change state here.
    pub fn origins(&self) -> Origins {
        Origins::new(self.public_url.as_ref(), &self.trusted_origins)
    }

    /// The address people use, for a server that listens on `listening`.
    ///
    /// # Errors
    /// If no URL can name the address that it listens on; `BETTER_AUTH_URL` must be set then.
    pub fn base_url(&self, listening: SocketAddr) -> Result<Url, ConfigError> {
        self.public_url.clone().map_or_else(|| url_of(listening), Ok)
    }

    /// Whether people reach this server by https.
    pub fn https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}

/// Where a browser on the same machine finds a server that listens on `address`.
fn url_of(mut address: SocketAddr) -> Result<Url, ConfigError> {
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::from([127, 0, 0, 1]));
    }
    format!("http://{address}").parse().map_err(|_| ConfigError::Missing {
        name: "BETTER_AUTH_URL",
        needed_by: "an address that no URL can hold",
    })
}

fn given(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|value| !value.is_empty())
}

fn parse<T: FromStr>(
    value: &Option<String>,
    name: &'static str,
    allowed: &'static str,
) -> Result<Option<T>, ConfigError> {
    given(value)
        .map(|text| text.parse().map_err(|_| ConfigError::Invalid { name, value: text.to_owned(), allowed }))
        .transpose()
}

/// A whole number that is not zero.
fn parse_whole(value: &Option<String>, name: &'static str) -> Result<Option<u32>, ConfigError> {
    let number: Option<NonZeroU32> = parse(value, name, "a whole number from 1 to 4294967295")?;
    Ok(number.map(NonZeroU32::get))
}

fn parse_http_url(value: &Option<String>, name: &'static str) -> Result<Option<Url>, ConfigError> {
    let allowed = "an address that starts with http:// or https://";
    let url: Option<Url> = parse(value, name, allowed)?;
    match url {
        Some(url) if !matches!(url.scheme(), "http" | "https") || url.host().is_none() => {
            Err(ConfigError::Invalid { name, value: url.to_string(), allowed })
        }
        url => Ok(url),
    }
}

fn parse_origins(value: &Option<String>) -> Result<Vec<String>, ConfigError> {
    let list = given(value).unwrap_or_default();
    list.split(',')
        .map(str::trim)
        .filter(|origin| !origin.is_empty())
        .map(|origin| {
            let url = parse_http_url(&Some(origin.to_owned()), "TRUSTED_ORIGINS")?;
            Ok(url.map(|url| url.origin().ascii_serialization()).unwrap_or_default())
        })
        .collect()
}

fn parse_networks(value: &Option<String>) -> Result<Arc<[IpNet]>, ConfigError> {
    let list = given(value).unwrap_or("127.0.0.0/8, ::1");
    list.split(',')
        .map(str::trim)
        .filter(|network| !network.is_empty())
        .map(|text| {
            let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
            network.map_err(|_| ConfigError::Invalid {
                name: "TRUSTED_PROXIES",
                value: text.to_owned(),
                allowed: "addresses or networks such as 10.0.0.0/8, separated by commas",
            })
        })
        .collect()
}

/// Reads `.env` from the working directory, if it is there. What is set already stays.
///
/// # Errors
/// If the file is there and cannot be read.
pub fn load_env_file() -> Result<(), ConfigError> {
    match dotenvy::from_path(Path::new(".env")) {
        Ok(()) => Ok(()),
        Err(dotenvy::Error::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(dotenvy::Error::LineParse(..)) => {
            Err(ConfigError::InvalidSecret { name: ".env", problem: "has a line that is not NAME=value" })
        }
        Err(_) => Err(ConfigError::InvalidSecret { name: ".env", problem: "cannot be read" }),
    }
}

#[cfg(test)]
mod tests;
