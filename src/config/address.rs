//! Where the server listens, and the URLs that lead there.

use super::value::{given, list, parse, parse_http_url};
use super::{ConfigError, Settings};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use url::Url;

impl Settings {
    /// The base of the links that a command prints: `BETTER_AUTH_URL`, or else the address where a server with these
    /// settings listens.
    ///
    /// # Errors
    /// If a value is wrong.
    pub fn base_url(&self) -> Result<Url, ConfigError> {
        match self.public_url()? {
            Some(url) => Ok(url),
            None => local_url(self.address()?),
        }
    }

    /// The address at which a program on this machine reaches a server with these settings.
    ///
    /// # Errors
    /// If a value is wrong, or the server would listen on any port that is free.
    pub fn local_address(&self) -> Result<SocketAddr, ConfigError> {
        let mut address = self.address()?;
        if address.port() == 0 {
            let allowed = "the port of the server, for a program that looks for it";
            return Err(ConfigError::Invalid { name: "PORT", value: "0".into(), allowed });
        }
        address.set_ip(match address.ip() {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        });
        Ok(address)
    }

    pub(super) fn address(&self) -> Result<SocketAddr, ConfigError> {
        let host = parse(&self.host, "HOST", "an IP address such as 127.0.0.1 or 0.0.0.0")?;
        let port = parse(&self.port, "PORT", "a number from 0 to 65535")?;
        Ok(SocketAddr::new(host.unwrap_or(Ipv4Addr::LOCALHOST.into()), port.unwrap_or(3000)))
    }

    pub(super) fn public_url(&self) -> Result<Option<Url>, ConfigError> {
        parse_http_url(&self.better_auth_url, "BETTER_AUTH_URL")
    }
}

/// The URL at which a browser on this machine finds a server that listens on `address`.
pub(super) fn local_url(mut address: SocketAddr) -> Result<Url, ConfigError> {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!("http://{address}").parse().map_err(|_| ConfigError::Missing {
        name: "BETTER_AUTH_URL",
        needed_by: "an address that no URL can hold",
    })
}

/// The networks of `TRUSTED_PROXIES`.
pub(super) fn parse_networks(value: &Option<String>) -> Result<Arc<[IpNet]>, ConfigError> {
    list(given(value).unwrap_or("127.0.0.0/8, ::1"))
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
