//! Which machines are on the operator's own network, and the connections to others that somebody on the way can read.

use super::{Config, Provider};
use secrecy::ExposeSecret;
use std::net::IpAddr;
use url::{Host, Url};

/// Whether an address is of the operator's own network.
pub(super) fn is_in(url: &Url) -> bool {
    // A URL parser leaves the host of a scheme that browsers do not know as text.
    let host = url.host_str().unwrap_or_default();
    let address = match Host::parse(host) {
        // Without a dot it is a name of this network: "localhost", "ollama".
        Ok(Host::Domain(name)) => {
            let ends = [".local", ".localhost", ".internal", ".lan", ".home.arpa"];
            return !name.contains('.') || ends.iter().any(|end| name.ends_with(end));
        }
        Ok(Host::Ipv4(address)) => IpAddr::V4(address),
        Ok(Host::Ipv6(address)) => address.to_canonical(),
        // A PostgreSQL URL without a host means a socket of this machine.
        Err(_) => return host.is_empty(),
    };
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

impl Config {
    /// The connections out of the operator's network that are not safe from others on the way: a sentence each.
    pub fn open_connections(&self) -> Vec<String> {
        let database = Url::parse(self.database_url.expose_secret()).ok();
        let database = database.filter(|url| url.scheme().starts_with("postgres") && !is_in(url));
        let database = database.filter(|url| {
            let given = |name| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value);
            let is_socket = given("host").is_some_and(|host| host.starts_with('/'));
            let mode = given("sslmode").or_else(|| given("ssl-mode"));
            !is_socket && mode.is_none_or(|mode| mode != "verify-full")
        });
        let database = database.map(|url| {
            let host = url.host_str().unwrap_or_default();
            format!(
                "the connection to PostgreSQL at {host} may be in clear, or to somebody else: add \
                 sslmode=verify-full to DATABASE_URL"
            )
        });
        let models = self.providers.iter().filter_map(|provider| {
            let Provider::OpenAi(settings) = provider else { return None };
            let url =
                Url::parse(&settings.base_url).ok().filter(|url| url.scheme() == "http" && !is_in(url))?;
            let host = url.host_str().unwrap_or_default();
            Some(format!("messages to the model at {host}, and the key, are sent in clear: use https"))
        });
        let nats = self.nats.iter().flat_map(|nats| &nats.servers);
        let nats = nats.filter(|url| url.scheme() == "nats" && !is_in(url)).map(|url| {
            let host = url.host_str().unwrap_or_default();
            format!("the connection to NATS at {host}, with people's replies, may be in clear: use tls://")
        });
        database.into_iter().chain(models).chain(nats).collect()
    }
}
