//! New secrets on their way to the person, who sees them once.

use super::{image, recovery_codes, totp};
use crate::auth::{Authenticator, TwoFactorSecrets, User};
use secrecy::{ExposeSecret, SecretString};

/// Who issues the codes, as an authenticator app names it.
const ISSUER: &str = "Docket";
/// Characters of a group of the key.
const GROUP: usize = 4;

/// A second factor that a person has just made. Its `Debug` output shows no secret.
#[derive(Clone, Debug)]
pub struct NewTwoFactor {
    email: String,
    secret: SecretString,
    /// The recovery codes.
    pub recovery_codes: Vec<String>,
}

impl NewTwoFactor {
    pub(super) fn new(email: String, secret: String, recovery_codes: Vec<String>) -> Self {
        Self { email, secret: secret.into(), recovery_codes }
    }

    /// The link from which an app reads the secret. `issuer` is what the app calls this server.
    pub fn link(&self, issuer: Option<&str>) -> String {
        totp::link(self.secret.expose_secret(), issuer.unwrap_or(ISSUER), &self.email)
    }

    /// The secret and the codes as one word. [`NewTwoFactor::parse`] reads it.
    pub fn to_word(&self) -> String {
        [self.secret.expose_secret(), "_", &word_of_codes(&self.recovery_codes)].concat()
    }

    /// Reads what [`NewTwoFactor::to_word`] has written.
    pub fn parse(word: &str, user: &User) -> Option<Self> {
        let (secret, codes) = word.split_once('_')?;
        Some(Self { email: user.email.clone(), secret: secret.into(), recovery_codes: codes_of_word(codes) })
    }

    /// What the settings page shows.
    pub fn shown(&self) -> TwoFactorSecrets {
        let (key, link) = (totp::key(self.secret.expose_secret()), self.link(None));
        let key: Vec<_> = key.as_bytes().chunks(GROUP).map(String::from_utf8_lossy).collect();
        let image = image::svg(&link);
        let authenticator = Some(Authenticator { key: key.join(" "), link, image });
        TwoFactorSecrets { authenticator, ..shown_codes(&self.recovery_codes) }
    }
}

/// New recovery codes as the settings page shows them.
pub fn shown_codes(codes: &[String]) -> TwoFactorSecrets {
    TwoFactorSecrets { authenticator: None, recovery_codes: codes.join("\n") }
}

/// Recovery codes as one word of letters, digits and underscores.
pub fn word_of_codes(codes: &[String]) -> String {
    codes.join("_").replace('-', "")
}

/// The recovery codes in such a word.
pub fn codes_of_word(word: &str) -> Vec<String> {
    let hyphenated = |code: &str| {
        let groups: Vec<_> =
            code.as_bytes().chunks(recovery_codes::GROUP).map(String::from_utf8_lossy).collect();
        groups.join("-")
    };
    word.split('_').map(hyphenated).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_survive_the_way_through_a_cookie() {
        let codes = vec!["abcde-FGHIJ-klmno-PQRST".to_owned(), "01234-56789-01234-56789".to_owned()];
        let made = NewTwoFactor::new("ann@example.com".into(), "x".repeat(32), codes.clone());
        let word = made.to_word();
        assert!(word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{word}");
        let (secret, rest) = word.split_once('_').unwrap_or_default();
        assert_eq!((secret, codes_of_word(rest)), ("x".repeat(32).as_str(), codes));
        assert!(!format!("{made:?}").contains("xxx"));
    }
}
