//! The `.env` file.

use super::ConfigError;
use std::io::ErrorKind;
use std::path::Path;

/// Puts what `.env` in the working directory holds into the environment, if the file is there. Variables that are set
/// already stay.
///
/// # Errors
/// If the file is there and cannot be read.
pub fn load_env_file() -> Result<(), ConfigError> {
    let refused = |problem| Err(ConfigError::InvalidSecret { name: ".env", problem });
    match dotenvy::from_path(Path::new(".env")) {
        Ok(()) => Ok(()),
        Err(dotenvy::Error::Io(error)) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(dotenvy::Error::LineParse(..)) => refused("has a line that is not NAME=value"),
        Err(_) => refused("cannot be read"),
    }
}
