//! The network of a client's address. A client changes its address inside of its network as it likes.

use std::net::{IpAddr, Ipv6Addr};

/// The address itself, or the first half of an IPv6 address: each client has 2^64 of those. Any other text is returned
/// unchanged.
pub(crate) fn network(text: &str) -> String {
    match text.parse() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        _ => text.to_owned(),
    }
}

/// The network that a provider gives to one customer (RFC 6177: up to a /48), who has 65,536 of the others in it.
/// `None` for an IPv4 address or another text.
pub(crate) fn site(text: &str) -> Option<String> {
    let address: Ipv6Addr = text.parse().ok()?;
    if address.to_ipv4_mapped().is_some() {
        return None;
    }
    let [a, b, c, ..] = address.segments();
    Some(format!("{a:x}:{b:x}:{c:x}::/48"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_is_one_client() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("ann@example.com"), "ann@example.com");
    }

    #[test]
    fn a_customer_has_many_networks() {
        assert_eq!(site("2001:db8:1:2::1"), site("2001:db8:1:3::1"));
        assert_ne!(site("2001:db8:1::1"), site("2001:db8:2::1"));
        assert_eq!(site("192.0.2.7"), None);
        assert_eq!(site("::ffff:192.0.2.7"), None);
        assert_eq!(site("ann@example.com"), None);
    }
}
