//! Secrets from files: `NAME_FILE` names the file that holds `NAME`. Container engines and systemd hand secrets over in
//! this way, so that they are in no environment.

use super::ConfigError;
use super::value::given;
use secrecy::SecretString;
use std::fs;
use std::path::PathBuf;

/// The secret that `value` or the file `file` holds; `None` if neither is given.
///
/// As with a variable, space around the secret does not count. Editors end a file with a line break.
pub(super) fn read(
    name: &'static str,
    value: &Option<String>,
    file: &Option<String>,
) -> Result<Option<SecretString>, ConfigError> {
    match (given(value), given(file)) {
        (Some(_), Some(_)) => Err(ConfigError::SecretGivenTwice { name }),
        (Some(value), None) => Ok(Some(value.into())),
        (None, Some(path)) => {
            let path = PathBuf::from(path);
            match fs::read_to_string(&path) {
                Ok(text) if text.trim().is_empty() => Err(ConfigError::EmptySecretFile { name, path }),
                Ok(text) => Ok(Some(text.trim().into())),
                Err(source) => Err(ConfigError::SecretFile { name, path, source }),
            }
        }
        (None, None) => Ok(None),
    }
}
