//! The tokens that show push services who sends (RFC 8292): one for each service, used again for some hours.

use super::key::ServerKey;
use crate::timestamp::Timestamp;
use jsonwebtoken::{Algorithm, Header, encode};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use time::Duration;

/// How long a token is valid. The standard allows a day.
const LIFE: Duration = Duration::hours(12);
/// How long before its end a token is used no more.
const MARGIN: Duration = Duration::hours(6);
/// The most services whose tokens are kept. There are a handful, but browsers may name any.
const MOST: usize = 100;

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: i64,
    sub: &'a str,
}

/// The tokens of this server.
pub(super) struct Tokens {
    key: ServerKey,
    /// Whom a push service may write to.
    contact: String,
    /// The tokens with their ends in Unix seconds, by the origin of the service.
    made: Mutex<HashMap<String, (i64, String)>>,
}

impl Tokens {
    pub(super) fn new(key: ServerKey, contact: String) -> Self {
        Self { key, contact, made: Mutex::default() }
    }

    /// The public key, in base64url.
    pub(super) fn public_key(&self) -> &str {
        &self.key.public
    }

    /// The `Authorization` of a request to a push service.
    pub(super) fn authorization(
        &self,
        origin: &str,
        now: &Timestamp,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let token = self.token(origin, now)?;
        Ok(["vapid t=", &token, ", k=", &self.key.public].concat())
    }

    fn token(&self, origin: &str, now: &Timestamp) -> Result<String, jsonwebtoken::errors::Error> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((end, token)) = made.get(origin)
            && *end > now.plus(MARGIN).unix_seconds()
        {
            return Ok(token.clone());
        }
        let exp = now.plus(LIFE).unix_seconds();
        let claims = Claims { aud: origin, exp, sub: &self.contact };
        let token = encode(&Header::new(Algorithm::ES256), &claims, &self.key.signing)?;
        if made.len() >= MOST {
            made.clear();
        }
        made.insert(origin.to_owned(), (exp, token.clone()));
        Ok(token)
    }
}
