//! Why settings are refused.

use std::path::PathBuf;

/// Why settings are refused. The text names the variable and never shows a secret.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value that is not allowed.
    #[error("{name} is {value:?}, but must be {allowed}")]
    Invalid {
        /// The variable.
        name: &'static str,
        /// The value.
        value: String,
        /// The values that are allowed.
        allowed: &'static str,
    },
    /// A secret value that is not allowed.
    #[error("{name} {problem}")]
    InvalidSecret {
        /// The variable.
        name: &'static str,
        /// The problem with its value.
        problem: &'static str,
    },
    /// The `.env` file has a line that cannot be understood. The text never holds a value.
    #[error(".env: {0}")]
    EnvFile(String),
    /// The `.env` file cannot be read.
    #[error(".env cannot be read: {0}")]
    UnreadableEnvFile(std::io::Error),
    /// A variable that is needed and not set.
    #[error("{name} is not set, but {needed_by} needs it")]
    Missing {
        /// The variable.
        name: &'static str,
        /// What needs it.
        needed_by: &'static str,
    },
    /// A secret that is given both as a value and as a file.
    #[error("{name} and {name}_FILE are both set: set only one of them")]
    SecretGivenTwice {
        /// The variable that holds the value.
        name: &'static str,
    },
    /// A secret's file that cannot be read.
    #[error("{name}_FILE names {}, which cannot be read: {source}", .path.display())]
    SecretFile {
        /// The variable that would hold the value.
        name: &'static str,
        /// The file.
        path: PathBuf,
        /// The reason.
        source: std::io::Error,
    },
    /// A secret's file with nothing in it.
    #[error("{name}_FILE names {}, which is empty", .path.display())]
    EmptySecretFile {
        /// The variable that would hold the value.
        name: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// A file or folder in the data directory that cannot be used.
    #[error(
        "cannot use the data directory: {path}: {source} (set DATA_DIR to a folder that Docket may write to)"
    )]
    DataDir {
        /// The file or folder.
        path: String,
        /// The reason.
        source: std::io::Error,
    },
}
