//! The secret that signs cookies and tokens. It is given, or made at the first start and kept in the data directory.

use super::{ConfigError, data_dir};
use crate::random::Random;
use secrecy::SecretString;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// The fewest characters of a secret, as Better Auth advises.
const MIN_LENGTH: usize = 32;
/// The characters of a secret that Docket makes (380 bits).
const LENGTH: usize = 64;
/// The name of its file.
const FILE: &str = "secret";

/// Refuses a secret that is too short.
pub(super) fn check(text: &str) -> Result<(), ConfigError> {
    if text.chars().count() < MIN_LENGTH {
        return Err(ConfigError::InvalidSecret {
            name: "BETTER_AUTH_SECRET",
            problem: "is too short: it must have at least 32 characters",
        });
    }
    Ok(())
}

/// Reads the secret that is kept in `folder`. If there is none, it makes one first.
pub(super) fn load_or_create(folder: &Path) -> Result<SecretString, ConfigError> {
    data_dir::make(folder)?;
    let path = folder.join(FILE);
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
