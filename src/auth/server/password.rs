//! Password hashes: argon2id with OWASP's parameters, as PHC strings. Better Auth's scrypt hashes are read too, and
//! bcrypt's, with which many replace them. Both are replaced at the next log-in.

use super::line::{Asker, Line, Turn};
use super::{AuthError, PASSWORD_MAX, PASSWORD_MIN};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::time::{Instant, sleep_until, timeout};
use unicode_normalization::UnicodeNormalization;

/// Memory of one hash in KiB, passes and lanes (OWASP Password Storage Cheat Sheet, Argon2id, 2nd choice).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How long a password waits in line before its owner is asked to try again.
const PATIENCE: Duration = Duration::from_secs(20);
/// When a client may try again for which there is no place in line.
const FULL: Duration = Duration::from_secs(5);

/// Better Auth's scrypt: N = 2^14, r = 16, p = 1, a key of 64 bytes (better-auth 1.7, crypto/password.ts).
const SCRYPT_LOG_N: u8 = 14;
const SCRYPT_R: u32 = 16;
const SCRYPT_P: u32 = 1;
const SCRYPT_KEY: usize = 64;

/// The highest cost of a bcrypt hash that is read: each step doubles the time, and 16 takes seconds. Others are at most
/// 14. A hash of 31 would take a core for days.
const BCRYPT_MAX_COST: u32 = 16;

/// The hash with which the password for an unknown e-mail is compared, so that it takes as long as for a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("correct horse battery staple").unwrap_or_default());

/// A hash of Better Auth's kind, of a password that nobody has. It serves to measure how long these take.
const LEGACY_NOBODY: &str = concat!(
    "00000000000000000000000000000000:00000000000000000000000000000000000000000000000000000000000000000",
    "000000000000000000000000000000000000000000000000000000000000000"
);

/// Refuses passwords that are too short or too long, before the costly work.
pub(crate) fn check_length(password: &SecretString) -> Result<(), AuthError> {
    match password.expose_secret().encode_utf16().take(PASSWORD_MAX + 1).count() {
        length if length < PASSWORD_MIN => Err(AuthError::PasswordTooShort),
        length if length > PASSWORD_MAX => Err(AuthError::PasswordTooLong),
        _ => Ok(()),
    }
}

/// Whether a hash should be replaced, now that its password is known.
pub(crate) fn is_outdated(hash: &str) -> bool {
    !hash.starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"))
}

/// Hashes and verifies on blocking threads, a few at a time. Each takes a core for some 20 ms and 19 MiB, and a storm
/// of log-ins must leave cores to running chats. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Hasher {
    line: Line,
    legacy: LegacyTime,
}

/// How long it takes to verify one of the older, slower hashes, in microseconds; 0 as long as it is not known.
#[derive(Clone, Default)]
struct LegacyTime(Arc<AtomicU64>);

/// The permission to hash now.
pub(crate) struct Permit {
    _turn: Turn,
    legacy: LegacyTime,
}

impl Hasher {
    pub(crate) fn new() -> Self {
        // Half of the cores, at least one.
        let permits = available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1));
        Self { line: Line::new(permits), legacy: LegacyTime::default() }
    }

    /// Waits in line for the permission to hash.
    pub(crate) async fn permit(&self, asker: Asker) -> Result<Permit, AuthError> {
        match timeout(PATIENCE, self.line.stand(asker)).await {
            Ok(Ok(turn)) => Ok(Permit { _turn: turn, legacy: self.legacy.clone() }),
            Ok(Err(_)) => Err(AuthError::Limited { retry_after: FULL.as_secs() }),
            Err(_) => Err(AuthError::Limited { retry_after: PATIENCE.as_secs() }),
        }
    }

    /// Waits until a refusal has taken as long since `began` as it takes with an older hash. Else the time would tell
    /// who has one, and so who has an account.
    pub(crate) async fn pad(&self, began: Instant) -> Result<(), AuthError> {
        if self.legacy.get().is_zero() {
            let permit = self.permit(Asker::operator()).await?;
            permit.verify(SecretString::from("measured"), Some(LEGACY_NOBODY.to_owned())).await?;
        }
        sleep_until(began + self.legacy.get()).await;
        Ok(())
    }
}

impl Permit {
    /// Hashes a password into a PHC string.
    pub(crate) async fn hash(&self, password: SecretString) -> Result<String, AuthError> {
        run(move || hash(password.expose_secret())).await
    }

    /// Whether the password matches `expected`. `None` takes as long and never matches.
    pub(crate) async fn verify(
        &self,
        password: SecretString,
        expected: Option<String>,
    ) -> Result<bool, AuthError> {
        let legacy = self.legacy.clone();
        run(move || match &expected {
            Some(expected) => {
                let began = Instant::now();
                let right = verify(password.expose_secret(), expected);
                if is_legacy(expected) {
                    legacy.note(began.elapsed());
                }
                Ok(right)
            }
            None => {
                verify(password.expose_secret(), &NOBODY);
                Ok(false)
            }
        })
        .await
    }
}

impl LegacyTime {
    fn get(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }

    /// Follows the times slowly, and stays a little above them.
    fn note(&self, took: Duration) {
        let (known, took) = (self.get(), took + took / 4);
        let next = if known.is_zero() { took } else { (known * 7 + took) / 8 };
        self.0.store(u64::try_from(next.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

/// Whether a hash is not ours, but one of the kinds that take longer.
fn is_legacy(hash: &str) -> bool {
    !hash.starts_with("$argon2")
}

/// Verifies a password without waiting for a permit.
pub(crate) async fn verify_now(password: SecretString, expected: String) -> Result<bool, AuthError> {
    run(move || Ok(verify(password.expose_secret(), &expected))).await
}

async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AuthError> + Send + 'static,
) -> Result<T, AuthError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AuthError::Hash(error.to_string()))?
}

/// One text for all ways to type a password, as Better Auth makes it (NFKC).
fn normalised(password: &str) -> String {
    password.nfkc().collect()
}

fn argon2() -> Result<Argon2<'static>, AuthError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| AuthError::Hash(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, AuthError> {
    let hash = argon2()?
        .hash_password(normalised(password).as_bytes())
        .map_err(|error| AuthError::Hash(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify(typed: &str, expected: &str) -> bool {
    let password = normalised(typed);
    if expected.starts_with("$argon2") {
        return PasswordHash::new(expected)
            .is_ok_and(|expected| Argon2::default().verify_password(password.as_bytes(), &expected).is_ok());
    }
    if expected.starts_with("$2") {
        // Unlike Better Auth's own hash, bcrypt gets the text as it was typed.
        return verify_bcrypt(typed, expected) || (password != typed && verify_bcrypt(&password, expected));
    }
    verify_scrypt(&password, expected).unwrap_or(false)
}

fn verify_bcrypt(password: &str, expected: &str) -> bool {
    expected.parse::<bcrypt::HashParts>().is_ok_and(|parts| parts.get_cost() <= BCRYPT_MAX_COST)
        && bcrypt::verify(password, expected).unwrap_or(false)
}

/// Verifies Better Auth's own hash: 16 random bytes in hexadecimal, a colon, the key in hexadecimal. The salt is the
/// text of the hexadecimal digits, not the bytes they stand for.
fn verify_scrypt(password: &str, expected: &str) -> Option<bool> {
    let (salt, key) = expected.split_once(':')?;
    let expected = decode_hex(key)?;
    let params = scrypt::Params::new(SCRYPT_LOG_N, SCRYPT_R, SCRYPT_P).ok()?;
    let mut key = [0; SCRYPT_KEY];
    scrypt::scrypt(password.as_bytes(), salt.as_bytes(), &params, &mut key).ok()?;
    Some(key.ct_eq(&expected).into())
}

fn decode_hex(text: &str) -> Option<[u8; SCRYPT_KEY]> {
    let mut bytes = [0; SCRYPT_KEY];
    if text.len() != 2 * SCRYPT_KEY || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
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
    fn better_auths_hashes_are_read_and_outdated() -> Result<(), AuthError> {
        // Made by better-auth 1.7.7: hashPassword("correct horse battery").
        let theirs = concat!(
            "411249728ce51b1715f118cc49c22300:0b1f8ab5fc0c0f148e0ce52c58bf5dc6776a8edaaffe8d2854d82e23c10d0ef5",
            "03c2ced1b34e5895eb8ef5cc0a1f541ca40621ca684aae7e16792ac61a5550e8"
        );
        assert!(verify("correct horse battery", theirs));
        assert!(!verify("correct horse batterY", theirs));
        assert!(is_outdated(theirs) && !is_outdated(&hash("opensesame")?));
        for broken in [":", "a:b", &theirs[..theirs.len() - 2], &theirs.replace(':', "")] {
            assert!(!verify("correct horse battery", broken), "{broken}");
        }
        Ok(())
    }

    #[test]
    fn bcrypt_is_read_and_outdated() -> Result<(), AuthError> {
        // Made by libxcrypt: perl -e 'print crypt("correct horse battery", q($2b$04$abcdefghijklmnopqrstuu))'.
        let theirs = "$2b$04$abcdefghijklmnopqrstuuqREtd3VJD2QVZbuFskFSLk6eRIrQoOS";
        for version in ["$2a$", "$2b$", "$2y$"] {
            let theirs = theirs.replacen("$2b$", version, 1);
            assert!(verify("correct horse battery", &theirs));
            assert!(!verify("correct horse batterY", &theirs));
            assert!(is_outdated(&theirs));
        }
        let costly = theirs.replacen("$04$", "$31$", 1);
        for broken in ["$2b$", "$2b$04$short", &costly, &theirs[..59]] {
            assert!(!verify("correct horse battery", broken), "{broken}");
        }
        Ok(())
    }

    #[test]
    fn ways_of_typing_a_character_are_one() -> Result<(), AuthError> {
        let composed = hash("caf\u{e9} au lait")?;
        assert!(verify("cafe\u{301} au lait", &composed));
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

    #[tokio::test]
    async fn a_refusal_takes_as_long_as_with_an_older_hash() -> Result<(), AuthError> {
        let hasher = Hasher::new();
        let began = Instant::now();
        hasher.pad(began).await?;
        let measured = hasher.legacy.get();
        assert!(measured > Duration::ZERO && began.elapsed() >= measured);
        hasher.legacy.note(measured * 4);
        let began = Instant::now();
        hasher.pad(began).await?;
        assert!(began.elapsed() > measured + measured / 4, "it follows what it sees");
        Ok(())
    }

    #[test]
    fn the_hash_to_measure_by_is_read_as_one() {
        assert_eq!(verify_scrypt("measured", LEGACY_NOBODY), Some(false));
    }
}
