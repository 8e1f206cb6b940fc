//! The secret that signs cookies and tokens. It is given, or made at the first start and kept in the data directory.

use super::{ConfigError, Settings, data_dir, secret_file};
use crate::random::Random;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// The fewest characters of a secret, as Better Auth advises.
const MIN_LENGTH: usize = 32;
/// The fewest different characters. Secrets that were typed by one finger have fewer; made ones have more.
const MIN_DIFFERENT: usize = 8;
/// Secrets that everybody knows: Better Auth's defaults, with which it runs where none is set, and those of its
/// examples.
const PUBLISHED: [&str; 4] = [
    "better-auth-secret-12345678901234567890",
    "better-auth-secret-123456789012345678901234567890",
    "better-auth-secret-that-is-long-enough-for-validation-test",
    "your-secret-key-here-change-in-production",
];
/// The characters of a secret that Docket makes (380 bits).
const LENGTH: usize = 64;

/// Refuses a secret that is too short, or that can be guessed.
pub(super) fn check(text: &str) -> Result<(), ConfigError> {
    let refused = |problem| Err(ConfigError::InvalidSecret { name: "BETTER_AUTH_SECRET", problem });
    if text.chars().count() < MIN_LENGTH {
        return refused("is too short: it must have at least 32 characters");
    }
    if PUBLISHED.contains(&text) {
        return refused("is published, so anybody can forge log-ins: make one with openssl rand -base64 48");
    }
    if text.chars().collect::<BTreeSet<_>>().len() < MIN_DIFFERENT {
        return refused("can be guessed: make one with openssl rand -base64 48");
    }
    Ok(())
}

/// The secrets that were used before, whose cookies and tokens are still accepted. White space separates them.
pub(super) fn old(settings: &Settings) -> Result<Vec<SecretString>, ConfigError> {
    let name = "BETTER_AUTH_SECRETS_OLD";
    let given =
        secret_file::read(name, &settings.better_auth_secrets_old, &settings.better_auth_secrets_old_file)?;
    let Some(given) = given else { return Ok(Vec::new()) };
    let secrets = given.expose_secret().split_whitespace();
    let check = |secret: &str| match check(secret) {
        Ok(()) => Ok(SecretString::from(secret)),
        Err(ConfigError::InvalidSecret { problem, .. }) => Err(ConfigError::InvalidSecret { name, problem }),
        Err(other) => Err(other),
    };
    secrets.map(check).collect()
}

impl Settings {
    /// The secrets that are set or kept in the data directory, the newest first. Makes none. Leaves out one with which
    /// Docket does not run.
    ///
    /// # Errors
    /// If a file with a secret cannot be read.
    pub fn known_secrets(&self) -> Result<Vec<SecretString>, ConfigError> {
        let given =
            secret_file::read("BETTER_AUTH_SECRET", &self.better_auth_secret, &self.better_auth_secret_file)?;
        let kept = || fs::read_to_string(self.data_dir().join(data_dir::SECRET)).ok();
        let newest = given.or_else(|| kept().map(|text| SecretString::from(text.trim())));
        let all = newest.into_iter().chain(old(self)?);
        Ok(all.filter(|secret| check(secret.expose_secret()).is_ok()).collect())
    }
}

/// Reads the secret that is kept in `folder`. If there is none, it makes one first.
pub(super) fn load_or_create(folder: &Path) -> Result<SecretString, ConfigError> {
    data_dir::make(folder)?;
    let path = folder.join(data_dir::SECRET);
    let failed = |source| ConfigError::DataDir { path: path.display().to_string(), source };
    match fs::read_to_string(&path) {
        Ok(text) => {
            check(text.trim())?;
            Ok(SecretString::from(text.trim()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let text = Random::system().alphanumeric(LENGTH);
            write(&path, &text).map_err(failed)?;
            Ok(SecretString::from(text))
        }
        Err(error) => Err(failed(error)),
    }
}

/// Writes a new file that only its owner can read.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
