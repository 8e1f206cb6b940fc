//! Redirect addresses: where a person is sent back to after the consent page, with a code. A wrong one would give the code
//! to somebody else, so addresses are compared as whole texts (RFC 9700 section 2.1).

use url::{Host, Url};

/// Most characters of an address.
const LENGTH_MAX: usize = 1000;
/// Addresses of private schemes, by exact list. Any program can claim such a scheme, and the specification of MCP allows
/// https and the own computer alone. Cursor registers this one, and the registration fails as a whole without it.
const PRIVATE: [&str; 1] = ["cursor://anysphere.cursor-mcp/oauth/callback"];

/// Where an address leads, as people are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A web site, by its host.
    Site(String),
    /// A program on the person's own computer. Nobody can tell which one.
    ThisComputer,
}

/// Whether an app may register an address: https anywhere, http to the computer on which the browser runs (RFC 8252
/// section 7.3), or one of [`PRIVATE`].
pub(super) fn is_acceptable(address: &str) -> bool {
    destination(address).is_some()
}

/// Where an acceptable address leads.
pub(super) fn destination(address: &str) -> Option<Destination> {
    if PRIVATE.contains(&address) {
        return Some(Destination::ThisComputer);
    }
    let url = parse(address)?;
    match (url.scheme(), url.host()?) {
        ("https", host) => Some(Destination::Site(host.to_string())),
        ("http", host) if is_loopback(&host) => Some(Destination::ThisComputer),
        _ => None,
    }
}

/// Whether an app that registered `registered` may use `asked`. An app on the person's computer takes any free port
/// (RFC 8252 section 7.3); everything else must be the same text.
pub(super) fn matches(registered: &str, asked: &str) -> bool {
    if registered == asked {
        return true;
    }
    let (Some(registered), Some(asked)) = (parse(registered), parse(asked)) else { return false };
    let is_local = |url: &Url| url.scheme() == "http" && url.host().is_some_and(|host| is_loopback(&host));
    is_local(&registered)
        && is_local(&asked)
        && registered.host() == asked.host()
        && registered.path() == asked.path()
        && registered.query() == asked.query()
}

/// Reads an address that means the same to every program: it is already in the normal form, and has neither a user nor a
/// fragment.
fn parse(address: &str) -> Option<Url> {
    if address.len() > LENGTH_MAX || !address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let url = Url::parse(address).ok()?;
    // The parser writes "/" for an empty path. VS Code registers its address without it.
    let is_normal = url.as_str() == address || url.path() == "/" && url.as_str() == [address, "/"].concat();
    let is_plain = url.username().is_empty() && url.password().is_none() && !address.contains('#');
    (is_normal && is_plain).then_some(url)
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        // Only the address that programs listen on, not all of 127.0.0.0/8.
        Host::Ipv4(address) => address.octets() == [127, 0, 0, 1],
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// An address with parameters added to its query.
pub(super) fn with_parameters(address: &str, parameters: &[(&str, &str)]) -> String {
    let Ok(mut url) = Url::parse(address) else { return address.to_owned() };
    url.query_pairs_mut().extend_pairs(parameters);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_apps_may_register() {
        for address in [
            "https://claude.ai/api/mcp/auth_callback",
            "https://claude.com/api/mcp/auth_callback",
            "https://chatgpt.com/connector_platform_oauth_redirect",
            "https://www.cursor.com/agents/mcp/oauth/callback",
            "cursor://anysphere.cursor-mcp/oauth/callback",
            "http://localhost:8787/callback",
            "http://127.0.0.1:33418",
            "http://127.0.0.1:33418/",
            "http://[::1]:9/cb",
            "https://vscode.dev/redirect",
            "https://insiders.vscode.dev/redirect?a=b",
        ] {
            assert!(is_acceptable(address), "{address}");
        }
    }

    #[test]
    fn nothing_else_may() {
        for address in [
            "",
            "/callback",
            "//evil.example",
            "http://evil.example/",
            "http://127.0.0.2/",
            "http://127.0.0.1.evil.example/",
            "http://localhost.evil.example/",
            "http://localhost@evil.example/",
            "http://2130706433/",
            "http://0.0.0.0/",
            "https://user@app.example/",
            "https://user:pass@app.example/",
            "https://app.example/#fragment",
            "https://app.example/#",
            "https://app.example/a/../b",
            "https://app.example\\@evil.example/",
            "https://app.example/ space",
            "https://APP.example/",
            "https://app.example:443/",
            "https://",
            "https:/app.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "cursor://evil/oauth/callback",
            "cursor://anysphere.cursor-mcp/oauth/callback?x",
            "com.example.app:/callback",
            "https://app.example/\u{202e}",
            "https://app.example/\nx",
            "urn:ietf:wg:oauth:2.0:oob",
        ] {
            assert!(!is_acceptable(address), "{address}");
        }
        assert!(!is_acceptable(&format!("https://app.example/{}", "a".repeat(LENGTH_MAX))));
    }

    #[test]
    fn only_ports_of_this_computer_are_free() {
        let (site, local) = ("https://app.example/cb?a=b", "http://127.0.0.1:1/cb?a=b");
        assert!(matches(site, site) && matches(local, local));
        assert!(matches(local, "http://127.0.0.1:65535/cb?a=b") && matches(local, "http://127.0.0.1/cb?a=b"));
        for near in [
            "https://app.example/cb",
            "https://app.example/cb?a=b&c",
            "https://app.example/cb/?a=b",
            "https://app.example/cb/x?a=b",
            "https://app.example:8443/cb?a=b",
            "https://app.example.evil.example/cb?a=b",
            "https://evil.app.example/cb?a=b",
            "http://app.example/cb?a=b",
            "https://app.example/CB?a=b",
            "https://app.example/%63b?a=b",
        ] {
            assert!(!matches(site, near), "{near}");
        }
        for near in [
            "http://localhost:1/cb?a=b",
            "http://[::1]:1/cb?a=b",
            "https://127.0.0.1:1/cb?a=b",
            "http://127.0.0.1:1/other?a=b",
            "http://127.0.0.1:1/cb",
            "http://127.0.0.1:1/cb?a=b#",
            "http://x@127.0.0.1:1/cb?a=b",
            "http://evil.example:1/cb?a=b",
        ] {
            assert!(!matches(local, near), "{near}");
        }
    }

    #[test]
    fn an_answer_keeps_what_the_address_had() {
        assert_eq!(
            with_parameters("https://a.example/cb?x=1", &[("code", "a&b")]),
            "https://a.example/cb?x=1&code=a%26b"
        );
        assert_eq!(with_parameters(PRIVATE[0], &[("code", "c")]), [PRIVATE[0], "?code=c"].concat());
    }
}
