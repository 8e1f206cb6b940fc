//! `NATS_URL`: the servers that carry what replicas tell each other.

use super::value::list;
use super::{ConfigError, Settings, secret_file};
use crate::db::{NatsLogin, NatsSettings};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// The servers, which are of one cluster and so have one login; `None` if none is set.
pub(super) fn parse(settings: &Settings) -> Result<Option<NatsSettings>, ConfigError> {
    let Some(given) = secret_file::read("NATS_URL", &settings.nats_url, &settings.nats_url_file)? else {
        return Ok(None);
    };
    let mut nats = NatsSettings { servers: Vec::new(), login: None };
    for url in list(given.expose_secret()) {
        let (server, login) = server(url)?;
        nats.servers.push(server);
        nats.login = nats.login.or(login);
    }
    if nats.servers.is_empty() { Err(refused(SHAPE)) } else { Ok(Some(nats)) }
}

const SHAPE: &str = "must look like nats://HOST, nats://USER:PASSWORD@HOST:4222 or tls://TOKEN@HOST (with %40 for an @ in it)";

/// A server's address and the login that was in it.
fn server(url: &str) -> Result<(Url, Option<NatsLogin>), ConfigError> {
    let mut url = Url::parse(url).map_err(|_| refused(SHAPE))?;
    let is_plain = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    if !matches!(url.scheme(), "nats" | "tls") || !is_plain || url.host_str().is_none_or(str::is_empty) {
        return Err(refused(SHAPE));
    }
    let decode =
        |text: &str| percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| refused(SHAPE));
    let login = match (url.username(), url.password()) {
        ("", None) => None,
        ("", Some(_)) => return Err(refused("has a password without a user")),
        (token, None) => Some(NatsLogin::Token(decode(token)?.into())),
        (user, Some(password)) => Some(NatsLogin::User(decode(user)?, SecretString::from(decode(password)?))),
    };
    // The address alone may be in the log.
    url.set_username("").and_then(|()| url.set_password(None)).map_err(|()| refused(SHAPE))?;
    Ok((url, login))
}

fn refused(problem: &'static str) -> ConfigError {
    ConfigError::InvalidSecret { name: "NATS_URL", problem }
}
