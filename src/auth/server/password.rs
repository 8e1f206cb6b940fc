//! Password hashes: argon2id with OWASP's parameters, as PHC strings.

use super::{AuthError, PASSWORD_MAX, PASSWORD_MIN};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Memory of one hash in KiB, passes and lanes (OWASP Password Storage Cheat Sheet, Argon2id, 2nd choice).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes at the same time. Each takes a core for some 20 ms and 19 MiB; a storm of log-ins waits in line here
/// instead of taking every core from running chats.
const PERMITS: usize = 2;

/// What an unknown e-mail's password is compared with, so that it takes as long as a known one's.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("correct horse battery staple").unwrap_or_default());

/// Refuses passwords that are too short or too long, before anything costly is done with them.
pub(super) fn check_length(password: &SecretString) -> Result<(), AuthError> {
    match password.expose_secret().encode_utf16().take(PASSWORD_MAX + 1).count() {
        length if length < PASSWORD_MIN => Err(AuthError::PasswordTooShort),
        length if length > PASSWORD_MAX => Err(AuthError::PasswordTooLong),
        _ => Ok(()),
    }
}

/// Hashes and verifies on threads of its own, a few at a time. Cheap to clone.
#[derive(Clone)]
pub(super) struct Hasher {
    permits: Arc<Semaphore>,
}

impl Hasher {
    pub(super) fn new() -> Self {
        Self { permits: Arc::new(Semaphore::new(PERMITS)) }
    }

    /// The PHC string of a password.
    pub(super) async fn hash(&self, password: SecretString) -> Result<String, AuthError> {
        self.run(move || hash(password.expose_secret())).await
    }

    /// Whether the password is the one of `expected`. `None` takes as long and is never right.
    pub(super) async fn verify(
        &self,
        password: SecretString,
        expected: Option<String>,
    ) -> Result<bool, AuthError> {
        self.run(move || match &expected {
            Some(expected) => Ok(verify(password.expose_secret(), expected)),
            None => {
                verify(password.expose_secret(), &NOBODY);
                Ok(false)
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AuthError> + Send + 'static,
    ) -> Result<T, AuthError> {
        let _permit = self.permits.acquire().await.map_err(|error| AuthError::Hash(error.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| AuthError::Hash(error.to_string()))?
    }
}

fn argon2() -> Result<Argon2<'static>, AuthError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| AuthError::Hash(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, AuthError> {
    let hash =
        argon2()?.hash_password(password.as_bytes()).map_err(|error| AuthError::Hash(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify(password: &str, expected: &str) -> bool {
    PasswordHash::new(expected)
        .is_ok_and(|expected| Argon2::default().verify_password(password.as_bytes(), &expected).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_salted_argon2id_with_our_parameters() -> Result<(), AuthError> {
        let (first, second) = (hash("opensesame")?, hash("opensesame")?);
        assert!(first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{first}");
        assert_ne!(first, second);
        assert!(verify("opensesame", &first));
        assert!(!verify("opensesamE", &first));
        assert!(!verify("opensesame", "not a hash"));
        Ok(())
    }

    #[test]
    fn length_is_counted_as_javascript_counts() {
        let length_ok = |text: &str| check_length(&SecretString::from(text)).is_ok();
        assert!(!length_ok("1234567"));
        assert!(length_ok("12345678"));
        assert!(length_ok("😀😀😀😀"), "four emoji are eight UTF-16 units");
        assert!(length_ok(&"x".repeat(128)));
        assert!(!length_ok(&"x".repeat(129)));
    }
}
