//! The configuration, from flags, environment variables and a `.env` file; the first that sets a value wins. A wrong
//! value stops the start with one line that names the variable, the value and what is allowed. Secrets are never
//! printed.

mod address;
mod data_dir;
mod env_file;
mod error;
mod mail;
mod nats;
mod outbound_origins;
mod own_network;
mod privacy;
mod provider;
mod quotas;
mod second_factor;
mod secret;
mod secret_file;
mod settings;
mod sign_up;
mod trusted_origins;
mod value;

pub use env_file::load_env_file;
pub use error::ConfigError;
pub use provider::Provider;
pub use quotas::Quotas;
pub use settings::Settings;

use crate::auth::SignUp;
use crate::db::NatsSettings;
use crate::origins::{Origins, TrustedOrigin};
use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use url::Url;
use value::{parse, parse_positive};

/// Seconds. Service managers wait longer than this before they kill: systemd 90, Kubernetes 30.
const SHUTDOWN_GRACE: u32 = 20;

/// Most connections at the same time. An idle one takes some 10 KB.
const MAX_CONNECTIONS: u32 = 4096;

/// What the server runs with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database's URL.
    pub database_url: SecretString,
    /// The NATS servers that carry what replicas tell each other, if PostgreSQL does not.
    pub nats: Option<NatsSettings>,
    /// Signs cookies and tokens.
    pub secret: SecretString,
    /// Secrets before that one. What they signed is still accepted.
    pub old_secrets: Vec<SecretString>,
    /// Who may make an account without an operator.
    pub sign_up: SignUp,
    /// Whether people can do nothing but set up a second factor until they have one.
    pub second_factor_required: bool,
    /// The address people use. If it is `None`, they use the one the server listens on.
    pub public_url: Option<Url>,
    /// Other origins whose pages may change state here.
    pub trusted_origins: Vec<TrustedOrigin>,
    /// The models, in the order they are tried; never empty.
    pub providers: Vec<Provider>,
    /// How much each person may ask of them.
    pub quotas: Quotas,
    /// Where the server listens.
    pub address: SocketAddr,
    /// Where it answers `/metrics`, if anywhere.
    pub metrics_address: Option<SocketAddr>,
    /// Proxies whose `X-Forwarded-For` says where a request comes from.
    pub trusted_proxies: Arc<[IpNet]>,
    /// Most connections at the same time.
    pub max_connections: usize,
    /// How mail is sent, if it is.
    pub mail: Option<crate::mail::Settings>,
    /// Push services that may be reached besides those of the internet.
    pub push_services: Vec<Url>,
    /// Origins that webhooks may reach besides those of the internet.
    pub webhook_addresses: Vec<Url>,
    /// How long running replies have to end at a shutdown.
    pub shutdown_grace: Duration,
}

impl Config {
    /// Parses the settings. Makes the data directory and the secret where they are needed.
    ///
    /// # Errors
    /// If a value is wrong or missing, or the data directory cannot be used.
    pub fn resolve(settings: &Settings) -> Result<Self, ConfigError> {
        let address = settings.address()?;
        let public_url = settings.public_url()?;
        let metrics_address =
            parse(&settings.metrics_addr, "METRICS_ADDR", "an address such as 127.0.0.1:9100")?;
        let trusted_origins = trusted_origins::parse(&settings.trusted_origins)?;
        let trusted_proxies = address::parse_networks(&settings.trusted_proxies)?;
        let providers = provider::parse(settings)?;
        let quotas = quotas::parse(settings, &providers)?;
        let sign_up = sign_up::parse(&settings.sign_up)?;
        let second_factor_required = second_factor::parse(&settings.second_factor)?;
        let old_secrets = secret::old(settings)?;
        let max_connections = parse_positive(&settings.max_connections, "MAX_CONNECTIONS")?;
        let mail = mail::parse(settings)?;
        let push_services = outbound_origins::parse("PUSH_SERVICES", &settings.push_services)?;
        let webhook_addresses = outbound_origins::parse("WEBHOOK_ADDRESSES", &settings.webhook_addresses)?;
        let nats = nats::parse(settings)?;
        let shutdown_grace: Option<u32> =
            parse(&settings.shutdown_grace, "SHUTDOWN_GRACE", "a number of seconds such as 20")?;
        let given_secret = secret_file::read(
            "BETTER_AUTH_SECRET",
            &settings.better_auth_secret,
            &settings.better_auth_secret_file,
        )?;
        if let Some(secret) = &given_secret {
            secret::check(secret.expose_secret())?;
        }
        // What writes to the disk comes last, so that a wrong value leaves nothing behind.
        let database_url = settings.database_url()?;
        let secret = match given_secret {
            Some(secret) => secret,
            None => secret::load_or_create(&settings.data_dir())?,
        };
        Ok(Self {
            database_url,
            nats,
            secret,
            old_secrets,
            sign_up,
            second_factor_required,
            public_url,
            trusted_origins,
            providers,
            quotas,
            address,
            metrics_address,
            trusted_proxies,
            max_connections: max_connections.unwrap_or(MAX_CONNECTIONS) as usize,
            mail,
            push_services,
            webhook_addresses,
            shutdown_grace: Duration::from_secs(shutdown_grace.unwrap_or(SHUTDOWN_GRACE).into()),
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
        self.public_url.clone().map_or_else(|| address::local_url(listening), Ok)
    }

    /// Whether people reach this server by https.
    pub fn https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}

#[cfg(test)]
mod tests;
