//! `SMTP_URL` and `SMTP_FROM`: the server that takes the mail, and the sender's address.

use super::value::given;
use super::{ConfigError, Settings, secret_file};
use crate::mail::{self, Encryption};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

/// The ports of mail servers: for other servers (RFC 5321), for people's programs (RFC 6409), and for those with TLS
/// from the start (RFC 8314).
const SMTP: u16 = 25;
const SUBMISSION: u16 = 587;
const SUBMISSIONS: u16 = 465;

impl Settings {
    /// How mail is sent. `None` if it is not set up.
    ///
    /// # Errors
    /// If the settings of mail are wrong.
    pub fn mail(&self) -> Result<Option<mail::Settings>, ConfigError> {
        parse(self)
    }
}

/// How mail is sent; `None` if neither variable is set.
pub(super) fn parse(settings: &Settings) -> Result<Option<mail::Settings>, ConfigError> {
    let url = secret_file::read("SMTP_URL", &settings.smtp_url, &settings.smtp_url_file)?;
    let (url, from) = match (url, given(&settings.smtp_from)) {
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
    let url = Url::parse(url.expose_secret()).map_err(|_| refused(shape))?;
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
    let encryption = match (url.scheme(), clear) {
        ("smtps", _) => Encryption::Immediate,
        ("smtp", true) => Encryption::None,
        // Nobody on the way may read a password, or a link that resets one.
        ("smtp", false) => Encryption::Required,
        _ => return Err(refused(shape)),
    };
    let port = url.port().unwrap_or(match (encryption, &login) {
        (Encryption::Immediate, _) => SUBMISSIONS,
        (_, Some(_)) => SUBMISSION,
        (_, None) => SMTP,
    });
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    Ok(Some(mail::Settings { host, port, encryption, login, from }))
}

/// The user and the password of the URL, if it has both. The outer `None` means that it has only one of them.
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
    // A URL parser leaves the host of a scheme that browsers do not know as text.
    let host = url.host_str().and_then(|host| Host::parse(host).ok());
    match host {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
