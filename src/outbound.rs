//! Requests to addresses that strangers name: where an app describes itself, or the push service of a browser. Such a
//! request must not reach machines that only this server can reach. It goes to public addresses alone, checked where the
//! connection is made, by https, without redirects and without a proxy, which would look up the name itself.

mod address;
mod retry;

pub(crate) use address::is_public;
pub(crate) use retry::retry_after;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use std::error::Error;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::{Host, Url};

/// How long a request may take, with its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The port of https.
const HTTPS: u16 = 443;

/// Why there is no request to an address.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// It must not be reached.
    #[error(transparent)]
    NotPublic(#[from] NotPublic),
    /// No encrypted connection can be made from this machine. It may have no certificates.
    #[error("cannot connect to anything: {0}")]
    Client(#[from] reqwest::Error),
}

/// The address is not public.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the name has no public address")]
pub struct NotPublic;

impl NotPublic {
    /// Whether this is why a request failed.
    pub fn caused(error: &reqwest::Error) -> bool {
        let mut cause = error.source();
        while let Some(inner) = cause {
            if inner.is::<Self>() {
                return true;
            }
            cause = inner.source();
        }
        false
    }
}

/// Makes such requests. Cheap to clone; clones share their connections.
#[derive(Clone, Debug, Default)]
pub struct Outbound {
    trusted: Arc<[String]>,
    clients: Arc<Clients>,
}

/// The clients, each made when it is first used.
#[derive(Debug, Default)]
struct Clients {
    public: OnceLock<Client>,
    trusted: OnceLock<Client>,
    trusted_in_clear: OnceLock<Client>,
}

impl Outbound {
    /// Requests to public addresses, and to these origins, which the operator trusts.
    pub fn new(trusted: &[Url]) -> Self {
        let trusted = trusted.iter().map(|url| url.origin().ascii_serialization()).collect();
        Self { trusted, clients: Arc::default() }
    }

    /// Whether requests may go to an address, as far as that can be told without looking up its name.
    pub fn accepts(&self, url: &Url) -> bool {
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        is_plain && (self.trusts(url) || may_be_public(url))
    }

    /// The client for an address that is acceptable.
    ///
    /// # Errors
    /// If the address is not acceptable, or this machine cannot encrypt connections.
    pub fn client(&self, url: &Url) -> Result<&Client, OutboundError> {
        if !self.accepts(url) {
            return Err(NotPublic.into());
        }
        let clients = &*self.clients;
        match (self.trusts(url), url.scheme()) {
            (true, "http") => made(&clients.trusted_in_clear, |client| client.tls_certs_only([])),
            (true, _) => made(&clients.trusted, |client| client),
            (false, _) => made(&clients.public, |client| {
                client.https_only(true).dns_resolver(Arc::new(PublicAddresses))
            }),
        }
    }

    fn trusts(&self, url: &Url) -> bool {
        let origin = url.origin();
        origin.is_tuple() && self.trusted.contains(&origin.ascii_serialization())
    }
}

/// Whether an address may be public. One in numbers passes by the resolver, so it is checked here.
fn may_be_public(url: &Url) -> bool {
    let is_public = match url.host() {
        Some(Host::Domain(name)) => !name.is_empty(),
        Some(Host::Ipv4(address)) => is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_public(IpAddr::V6(address)),
        None => false,
    };
    is_public && url.scheme() == "https" && url.port_or_known_default() == Some(HTTPS)
}

/// The client in `place`, made if it is not there yet.
fn made(
    place: &OnceLock<Client>,
    build: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<&Client, OutboundError> {
    if let Some(client) = place.get() {
        return Ok(client);
    }
    // All of Docket uses this provider. An error means that another part has installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(concat!("docket/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .no_proxy()
        .timeout(PATIENCE);
    let client = build(builder).build()?;
    Ok(place.get_or_init(|| client))
}

/// Finds the public addresses of a name, and no others. The connection goes to one of them, so a name cannot change
/// between the check and the use.
pub(crate) struct PublicAddresses;

impl Resolve for PublicAddresses {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn only_https_at_its_own_port_and_no_address_in_private_numbers() {
        let outbound = Outbound::default();
        for address in [
            "https://push.example/a?b=c",
            "https://push.example:443/",
            "https://8.8.8.8/a",
            "https://[2606:4700::1]/",
        ] {
            assert!(outbound.accepts(&url(address)), "{address}");
        }
        for address in [
            "http://push.example/a",
            "https://push.example:8443/a",
            "https://user@push.example/a",
            "https://:word@push.example/a",
            "https://push.example/a#b",
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://10.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a00:1]/",
            "ftp://push.example/a",
            "file:///etc/passwd",
            "data:text/plain,x",
        ] {
            assert!(!outbound.accepts(&url(address)), "{address}");
            assert!(matches!(outbound.client(&url(address)), Err(OutboundError::NotPublic(_))), "{address}");
        }
    }

    #[test]
    fn an_origin_that_the_operator_trusts_is_accepted_and_no_other_of_its_host() {
        let outbound = Outbound::new(&[url("http://10.0.0.7:4000")]);
        assert!(outbound.accepts(&url("http://10.0.0.7:4000/topic?up=1")));
        for address in
            ["http://10.0.0.7/", "http://10.0.0.7:4001/", "https://10.0.0.7:4000/", "http://10.0.0.8:4000/"]
        {
            assert!(!outbound.accepts(&url(address)), "{address}");
        }
    }

    /// The server that `localhost` leads to listens, so only the check keeps the request from it.
    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_reached() {
        let found = PublicAddresses.resolve("localhost".parse().unwrap()).await;
        assert!(found.is_err_and(|error| error.is::<NotPublic>()));
        let address = url("https://localhost/");
        let failed = Outbound::default().client(&address).unwrap().post(address).send().await.unwrap_err();
        assert!(NotPublic::caused(&failed), "{failed:?}");
    }
}
