//! Files with secrets or people's data that every user of this machine can get at.

use super::{Settings, data_dir, env_file};
use std::path::{Path, PathBuf};

/// The variables whose values are secrets, which a `.env` file may hold.
const SECRETS: [&str; 7] = [
    "DATABASE_URL",
    "NATS_URL",
    "BETTER_AUTH_SECRET",
    "BETTER_AUTH_SECRETS_OLD",
    "SMTP_URL",
    "OPENAI_API_KEY",
    "GEMINI_API_KEY",
];
/// Container engines put secrets here, often open to all users of the container, of which there is one.
const OF_CONTAINERS: &str = "/run/secrets";

impl Settings {
    /// Files with secrets or people's data that every user of this machine can read or change. `database` is the file
    /// of the database, if it is one. Docket makes its files private, but older versions did not, and people make some.
    pub fn open_files(&self, database: Option<&Path>) -> Vec<PathBuf> {
        let beside = |database: &Path, end: &str| {
            let mut name = database.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        let databases =
            database.into_iter().flat_map(|file| ["", "-wal", "-shm"].map(|end| beside(file, end)));
        let secrets = [
            &self.database_url_file,
            &self.nats_url_file,
            &self.better_auth_secret_file,
            &self.better_auth_secrets_old_file,
            &self.smtp_url_file,
            &self.openai_api_key_file,
            &self.gemini_api_key_file,
        ];
        let secrets = secrets.into_iter().flatten().map(PathBuf::from);
        let secrets = secrets.filter(|file| !file.starts_with(OF_CONTAINERS));
        let env_file = holds_secrets().then(|| PathBuf::from(env_file::FILE));
        databases
            .chain([self.data_dir().join(data_dir::SECRET)])
            .chain(secrets)
            .chain(env_file)
            .filter(|file| is_open(file))
            .collect()
    }
}

/// Whether the `.env` file sets a secret.
fn holds_secrets() -> bool {
    let variables = env_file::read(Path::new(env_file::FILE)).ok().flatten().unwrap_or_default();
    variables.iter().any(|(name, value)| SECRETS.contains(&name.as_str()) && !value.is_empty())
}

/// Whether every user may read or change a file. A folder that they may not enter protects what is in it.
#[cfg(unix)]
fn is_open(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let Ok(file) = file.canonicalize() else { return false };
    let allows =
        |path: &Path, mode: u32| path.metadata().is_ok_and(|about| about.permissions().mode() & mode != 0);
    allows(&file, 0o006) && file.ancestors().skip(1).all(|folder| allows(folder, 0o001))
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}
