//! The address of the client that sends a request.

use super::cross_origin::ForeignPage;
use crate::auth::server::Client;
use crate::auth::server::middleware::device;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// Most characters to keep of a browser's name.
const AGENT_MAX: usize = 500;

/// Adds the request's [`Client`] to its extensions. Returns its address.
pub(super) fn identify(proxies: &[IpNet], request: &mut Request) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = peer.map(|peer| address(peer, request.headers(), proxies));
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let client = Client {
        address: address.map(|address| address.to_string()).unwrap_or_default(),
        agent: agent.chars().take(AGENT_MAX).collect(),
        device: device(request.headers()),
    };
    request.extensions_mut().insert(client);
    address
}

/// Logs that a request came from another site's page.
pub(super) fn log_foreign_page(client: Option<IpAddr>, uri: &Uri, response: &Response) {
    if response.extensions().get::<ForeignPage>().is_some() {
        let client = client.map(|address| address.to_string()).unwrap_or_default();
        tracing::warn!(target: "docket::security", client, path = uri.path(),
            "a request of another site's page was refused");
    }
}

/// The peer's address, or the one that trusted proxies name: the last in `X-Forwarded-For` that is not one of theirs.
/// Anybody can write into that header, so only the entries that trusted proxies added at its end count. A trusted proxy
/// that passes the header on as it came would let anybody choose an address; `docs/deploy.md` shows settings that do
/// not. `Forwarded` (RFC 7239) is not read: of two headers, a proxy would have to be trusted to remove the other.
fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let trusted = |address: IpAddr| proxies.iter().any(|network| network.contains(&address));
    let peer = peer.to_canonical();
    if !trusted(peer) {
        return peer;
    }
    let mut farthest = peer;
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<_> = forwarded.flat_map(|value| value.split(',')).collect();
    for hop in hops.into_iter().rev() {
        let Some(hop) = parse(hop.trim()) else { break };
        farthest = hop;
        if !trusted(farthest) {
            break;
        }
    }
    farthest
}

/// An address as proxies write it: with or without a port, and with or without brackets.
fn parse(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let address = bare.parse().or_else(|_| hop.parse().map(|address: SocketAddr| address.ip()));
    address.ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let networks = ["127.0.0.1/32", "10.0.0.0/8"].map(|text| text.parse::<IpNet>());
        let proxies: Vec<_> = networks.into_iter().flatten().collect();
        let address = |peer: &str, forwarded: &str| {
            let mut headers = HeaderMap::new();
            headers.extend(
                forwarded.parse().ok().map(|value| (HeaderName::from_static("x-forwarded-for"), value)),
            );
            peer.parse().map(|peer| super::address(peer, &headers, &proxies).to_string()).unwrap_or_default()
        };
        assert_eq!(address("203.0.113.9", "198.51.100.1"), "203.0.113.9", "a stranger says anything");
        assert_eq!(address("127.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(address("127.0.0.1", "6.6.6.6, 198.51.100.1"), "198.51.100.1", "the rest is a stranger's");
        assert_eq!(address("127.0.0.1", "198.51.100.1, 10.0.0.7"), "198.51.100.1", "two proxies in a row");
        assert_eq!(address("::ffff:127.0.0.1", "2001:db8::1"), "2001:db8::1");
        assert_eq!(address("127.0.0.1", "203.0.113.7:61598"), "203.0.113.7", "the port does not count");
        assert_eq!(address("127.0.0.1", "6.6.6.6, [2001:db8::1]:443"), "2001:db8::1");
        assert_eq!(address("127.0.0.1", "[2001:db8::1]"), "2001:db8::1");
        assert_eq!(address("127.0.0.1", "[::ffff:203.0.113.7]:80, 10.0.0.7:80"), "203.0.113.7");
        assert_eq!(address("127.0.0.1", "6.6.6.6, [203.0.113.7"), "127.0.0.1");
        assert_eq!(address("127.0.0.1", "nonsense"), "127.0.0.1");
        assert_eq!(address("127.0.0.1", "6.6.6.6, nonsense"), "127.0.0.1");
    }
}
