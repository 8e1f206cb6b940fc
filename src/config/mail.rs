//! `SMTP_URL` and `SMTP_FROM`: where mail is handed over, and in whose name.

use super::ConfigError;
use crate::mail::{Encryption, Settings};
use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

/// The ports of mail servers: between servers, for people's programs, and for these with TLS from the start
/// (RFC 5321, RFC 6409, RFC 8314).
const SMTP: u16 = 25;
const SUBMISSION: u16 = 587;
const SUBMISSIONS: u16 = 465;

/// What the two variables say; `None` if neither is set.
pub(super) fn parse(url: Option<&str>, from: Option<&str>) -> Result<Option<Settings>, ConfigError> {
    let (url, from) = match (url, from) {
        (None, None) => return Ok(None),
        (Some(_), None) => {
            return Err(ConfigError::Missing { name: "SMTP_FROM", needed_by: "SMTP_URL" });
        }
        (None, Some(_)) => {
            return Err(ConfigError::Missing { name: "SMTP_URL", needed_by: "SMTP_FROM" });
        }
        (Some(url), Some(from)) => (url, from),
    };
    let from = from.parse().map_err(|_| ConfigError::Invalid {
        name: "SMTP_FROM",
        value: from.to_owned(),
        allowed: "an address such as docket@example.com or Docket <docket@example.com>",
    })?;
    let refused = |problem| ConfigError::InvalidSecret { name: "SMTP_URL", problem };
    let shape = "must look like smtp://HOST or smtps://USER:PASSWORD@HOST:PORT (with %40 for an @ in it)";
    let url = Url::parse(url).map_err(|_| refused(shape))?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(refused(shape))?;
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(refused(shape));
    }
    let login = login(&url).ok_or(refused("must have both a user and a password, or neither"))?;
    let clear = match url.query() {
        None => is_this_machine(&url),
        Some("tls=none") if url.scheme() == "smtp" => true,
        Some(_) => return Err(refused("may end in ?tls=none (with smtp://), and in no other ?")),
    };
    let encryption = match (url.scheme(), clear, &login) {
        ("smtps", _, _) => Encryption::Immediate,
        ("smtp", true, _) => Encryption::None,
        // A password is not said to whoever listens.
        ("smtp", false, Some(_)) => Encryption::Required,
        ("smtp", false, None) => Encryption::Offered,
        _ => return Err(refused(shape)),
    };
    let port = url.port().unwrap_or(match (encryption, &login) {
        (Encryption::Immediate, _) => SUBMISSIONS,
        (_, Some(_)) => SUBMISSION,
        (_, None) => SMTP,
    });
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    Ok(Some(Settings { host, port, encryption, login, from }))
}

/// The user and the password of the URL, if it has both; the outer `None` if it has only one of them.
fn login(url: &Url) -> Option<Option<(String, SecretString)>> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().ok().map(String::from);
    match (url.username(), url.password()) {
        ("", None) => Some(None),
        (user, Some(password)) if !user.is_empty() => {
            Some(Some((decode(user)?, SecretString::from(decode(password)?))))
        }
        _ => None,
    }
}

fn is_this_machine(url: &Url) -> bool {
    // The host of a URL whose scheme is not a browser's is not parsed as an address.
    let host = url.host_str().and_then(|host| Host::parse(host).ok());
    match host {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
