//! Bearer tokens: JSON Web Tokens signed with the shared secret.

use super::{ActiveSession, SESSION_LIFE};
use crate::id::{SessionId, UserId};
use crate::timestamp::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

/// The issuer. Every verifier of the system that Docket replaces expects this name.
const ISSUER: &str = "phaseiii-app";

/// The claims of a token.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The person for whom the token stands.
    pub(crate) sub: UserId,
    /// The session that made the token. The token dies with it.
    pub(crate) sid: SessionId,
    iss: String,
    iat: i64,
    exp: i64,
}

/// A token for the person of `session`, valid for 7 days from `now`.
pub(crate) fn sign(
    session: &ActiveSession,
    secret: &str,
    now: &Timestamp,
) -> Result<String, jsonwebtoken::errors::Error> {
    let claims = Claims {
        sub: session.user.id.clone(),
        sid: session.id.clone(),
        iss: ISSUER.to_owned(),
        iat: now.unix_seconds(),
        exp: now.unix_seconds() + SESSION_LIFE.whole_seconds(),
    };
    encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(secret.as_bytes()))
}

/// The claims of a token, if it is ours, unaltered and not expired. The algorithm is fixed; the token cannot choose
/// one.
pub(crate) fn verify(token: &str, secret: &str, now: &Timestamp) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_required_spec_claims(&["exp", "iss", "sub"]);
    // Ours name no audience, so this refuses every token that names one.
    validation.validate_aud = true;
    // The library would ask the system for the time.
    validation.validate_exp = false;
    let claims: Claims =
        decode(token, &DecodingKey::from_secret(secret.as_bytes()), &validation).ok()?.claims;
    (claims.exp > now.unix_seconds()).then_some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::User;
    use crate::auth::server::Client;
    use crate::clock::Clock;
    use crate::random::Random;
    use time::Duration;

    const SECRET: &str = "a secret of at least thirty-two characters";

    fn session(now: &Timestamp) -> ActiveSession {
        let user = User {
            id: UserId::new("ann"),
            name: "Ann".into(),
            email: "ann@example.com".into(),
            email_verified: false,
            image: None,
            two_factor_enabled: false,
            created_at: now.clone(),
            updated_at: now.clone(),
        };
        ActiveSession::new(user, Client::default(), true, now, &Random::seeded(1))
    }

    #[test]
    fn speaks_for_its_person_for_seven_days() -> Result<(), jsonwebtoken::errors::Error> {
        let now = Clock::system().now();
        let token = sign(&session(&now), SECRET, &now)?;
        let claims = verify(&token, SECRET, &now);
        assert!(claims.is_some_and(|claims| {
            claims.sub == UserId::new("ann")
                && claims.exp - claims.iat == 604_800
                && claims.iss == "phaseiii-app"
        }));
        let end = now.plus(Duration::days(7));
        assert!(verify(&token, SECRET, &end.plus(-Duration::SECOND)).is_some());
        assert!(verify(&token, SECRET, &end).is_none());
        Ok(())
    }

    #[test]
    fn refuses_forgeries() -> Result<(), jsonwebtoken::errors::Error> {
        let moment = Clock::system().now();
        let verify = |token: &str, secret| verify(token, secret, &moment);
        let token = sign(&session(&moment), SECRET, &moment)?;
        assert!(verify(&token, "another secret of thirty-two characters!").is_none());
        let payload = token.split('.').nth(1).unwrap_or_default();
        // {"alg":"none","typ":"JWT"}
        assert!(verify(&format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}."), SECRET).is_none());
        let mut header = Header::new(Algorithm::HS512);
        header.typ = Some("JWT".into());
        let now = moment.unix_seconds();
        let claims =
            serde_json::json!({"sub": "ann", "sid": "s", "iss": ISSUER, "iat": now, "exp": now + 60});
        let other_algorithm = encode(&header, &claims, &EncodingKey::from_secret(SECRET.as_bytes()))?;
        assert!(verify(&other_algorithm, SECRET).is_none());
        let foreign =
            serde_json::json!({"sub": "ann", "sid": "s", "iss": "other", "iat": now, "exp": now + 60});
        let key = EncodingKey::from_secret(SECRET.as_bytes());
        let foreign = encode(&Header::default(), &foreign, &key)?;
        assert!(verify(&foreign, SECRET).is_none());
        let mut claims = claims;
        assert!(verify(&encode(&Header::default(), &claims, &key)?, SECRET).is_some());
        claims["aud"] = "another program".into();
        assert!(verify(&encode(&Header::default(), &claims, &key)?, SECRET).is_none());
        Ok(())
    }
}
