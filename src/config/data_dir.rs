//! The data directory, and the database that is in it unless `DATABASE_URL` names another.

use super::value::given;
use super::{ConfigError, Settings, secret_file};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use secrecy::SecretString;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the database's file.
const DATABASE: &str = "docket.db";
/// The name of the secret's file.
pub(super) const SECRET: &str = "secret";
/// What has a meaning of its own in the URL of a SQLite file.
const NOT_IN_PATHS: AsciiSet = CONTROLS.add(b'%').add(b'?').add(b'#');

impl Settings {
    /// The URL of the database alone, for commands that need nothing else. Makes the data directory if the
    /// database is to be in it.
    ///
    /// # Errors
    /// If the URL's file cannot be read, or the data directory is needed and cannot be made.
    pub fn database_url(&self) -> Result<SecretString, ConfigError> {
        match self.given_database_url()? {
            Some(url) => Ok(url),
            None => {
                make(&self.data_dir())?;
                Ok(self.default_database_url())
            }
        }
    }

    /// The same for commands that need a database that is there already: nothing is made.
    ///
    /// # Errors
    /// If the URL's file cannot be read.
    pub fn existing_database_url(&self) -> Result<SecretString, ConfigError> {
        Ok(self.given_database_url()?.unwrap_or_else(|| self.default_database_url()))
    }

    pub(super) fn data_dir(&self) -> PathBuf {
        PathBuf::from(given(&self.data_dir).unwrap_or("data"))
    }

    fn given_database_url(&self) -> Result<Option<SecretString>, ConfigError> {
        secret_file::read("DATABASE_URL", &self.database_url, &self.database_url_file)
    }

    fn default_database_url(&self) -> SecretString {
        let file = self.data_dir().join(DATABASE).display().to_string();
        SecretString::from(format!("sqlite:{}", utf8_percent_encode(&file, &NOT_IN_PATHS)))
    }
}

/// Makes the data directory, for its owner alone.
pub(super) fn make(folder: &Path) -> Result<(), ConfigError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|source| ConfigError::DataDir { path: folder.display().to_string(), source })
}
