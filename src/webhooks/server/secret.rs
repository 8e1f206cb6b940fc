//! Secrets of webhooks, and what they sign: `HMAC-SHA256` of the message's name, the moment and the text.

use super::Webhooks;
use crate::cipher;
use crate::error::Error;
use crate::timestamp::Timestamp;
use crate::webhooks::store::Webhook;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// How each secret begins. What follows is base64.
const PREFIX: &str = "whsec_";
/// The random letters and digits after it. They are 30 bytes in base64, and 238 bits by chance.
const LENGTH: usize = 40;

impl Webhooks {
    /// A new secret, and the same encrypted.
    pub(super) fn made(&self) -> Result<(SecretString, String), Error> {
        let secret = [PREFIX, &self.random.alphanumeric(LENGTH)].concat();
        let sealed =
            self.sealed(&secret).ok_or_else(|| Error::Internal("a text could not be made".into()))?;
        Ok((secret.into(), sealed))
    }

    /// A secret, encrypted by the server's newest one.
    pub(super) fn sealed(&self, secret: &str) -> Option<String> {
        cipher::encrypt(secret, self.settings.secrets.first()?.expose_secret(), self.random.bytes())
    }

    /// The secret, and whether it is encrypted by the server's newest one. `None` if no secret of the server opens it.
    pub(super) fn opened(&self, sealed: &str) -> Option<(String, bool)> {
        let mut keys = self.settings.secrets.iter().enumerate();
        keys.find_map(|(number, key)| Some((cipher::decrypt(sealed, key.expose_secret())?, number == 0)))
    }

    /// The signatures of a text, separated by spaces. `None` if the secret cannot be read.
    pub(super) fn signatures(
        &self,
        webhook: &Webhook,
        name: &str,
        body: &str,
        now: &Timestamp,
    ) -> Option<String> {
        let old = webhook
            .old_secret
            .as_deref()
            .filter(|_| webhook.old_secret_until.as_ref().is_some_and(|until| until > now));
        let signed = |sealed: &str| signature(&self.opened(sealed)?.0, name, now.unix_seconds(), body);
        let newest = signed(&webhook.secret)?;
        Some([Some(newest), old.and_then(signed)].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}

/// A signature as the header has it. `None` if the secret is none.
fn signature(secret: &str, name: &str, seconds: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).ok()?;
    mac.update(format!("{name}.{seconds}.").as_bytes());
    mac.update(body.as_bytes());
    Some(["v1,", &STANDARD.encode(mac.finalize().into_bytes())].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the tests of the reference implementations.
    #[test]
    fn signs_as_the_reference_implementations_do() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a", 1, ""), None);
        assert_eq!(signature("whsec_é", "a", 1, ""), None);
    }

    #[test]
    fn a_secret_of_letters_and_digits_is_base64_of_thirty_bytes() {
        let secret = crate::random::Random::seeded(1).alphanumeric(LENGTH);
        assert_eq!(STANDARD.decode(secret).map(|bytes| bytes.len()), Ok(30));
    }
}
