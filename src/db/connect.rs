//! Opening the database that a URL names.

use super::connections::Connections;
use super::waits::within;
use super::{Bus, Db, GroupCommit, Isolation, LookUps, Newsroom, Pulse, Waits};
use crate::random::Random;
use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Executor, Row};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// Connections that only read. Reads are short, and more of them would only wait for the cores.
const SQLITE_READERS: u32 = 8;

/// Why the database could not be opened. None of the texts holds a password.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL's scheme names no database that Docket supports.
    #[error("DATABASE_URL must start with sqlite: or postgres:")]
    Scheme,
    /// The URL is malformed.
    #[error("DATABASE_URL is not a valid {engine} URL")]
    Url {
        /// The engine that its scheme names.
        engine: &'static str,
    },
    /// The folder for the file cannot be created.
    #[error("cannot make the folder {folder} for the database: {source}")]
    Folder {
        /// The folder.
        folder: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file cannot be opened.
    #[error("cannot open the SQLite database {file}: {reason}")]
    Sqlite {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// A pooler gives each transaction another connection.
    #[error(
        "DATABASE_URL leads to a pooler, such as PgBouncer, that gives each transaction another connection to \
         PostgreSQL. Docket needs connections of its own for LISTEN, prepared statements and locks: let DATABASE_URL \
         lead to PostgreSQL itself, or set pool_mode = session and ignore_startup_parameters = extra_float_digits in \
         PgBouncer"
    )]
    Pooler,
    /// NATS cannot be used. Whether its server is there is not looked at.
    #[error("cannot use NATS: {reason}")]
    Nats {
        /// Why.
        reason: String,
    },
    /// The server cannot be reached, or refuses.
    #[error("cannot connect to PostgreSQL at {server}: {reason}")]
    Postgres {
        /// Host, port and database name.
        server: String,
        /// Why.
        reason: String,
    },
}

/// The file of the database that `url` names, if it is one.
pub fn database_file(url: &SecretString) -> Option<PathBuf> {
    let url = url.expose_secret();
    let options = url.starts_with("sqlite:").then(|| SqliteConnectOptions::from_str(url).ok()).flatten()?;
    Some(options.get_filename().to_path_buf())
}

impl Db {
    /// Opens the database that `url` names: `sqlite:PATH` or `postgres://...`. Creates a missing SQLite file and its
    /// folder.
    ///
    /// # Errors
    /// If the URL cannot be read or the database cannot be opened.
    pub async fn connect(url: &SecretString) -> Result<Self, ConnectError> {
        Self::open(url, true, Waits::default()).await
    }

    /// The same with other limits, for tests.
    ///
    /// # Errors
    /// If the URL cannot be read or the database cannot be opened.
    pub async fn connect_with(url: &SecretString, waits: Waits) -> Result<Self, ConnectError> {
        Self::open(url, true, waits).await
    }

    /// The same, but a missing SQLite file is an error. For commands that work on existing data.
    ///
    /// # Errors
    /// If the URL cannot be read or the database cannot be opened.
    pub async fn connect_existing(url: &SecretString) -> Result<Self, ConnectError> {
        Self::open(url, false, Waits::default()).await
    }

    async fn open(url: &SecretString, make: bool, waits: Waits) -> Result<Self, ConnectError> {
        let url = url.expose_secret();
        if url.starts_with("sqlite:") {
            connect_sqlite(url, make, waits).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            connect_postgres(url, waits).await
        } else {
            Err(ConnectError::Scheme)
        }
    }
}

async fn connect_sqlite(url: &str, make: bool, waits: Waits) -> Result<Db, ConnectError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|_| ConnectError::Url { engine: "SQLite" })?;
    let file = options.get_filename().to_path_buf();
    if let Some(folder) = file.parent().filter(|folder| make && *folder != Path::new("")) {
        std::fs::create_dir_all(folder)
            .map_err(|source| ConnectError::Folder { folder: folder.display().to_string(), source })?;
    }
    let failed = |error: sqlx::Error| ConnectError::Sqlite {
        file: file.display().to_string(),
        reason: reason(&error),
    };
    let options = options
        .create_if_missing(make)
        .journal_mode(SqliteJournalMode::Wal)
        // With WAL, NORMAL loses no transaction when the process dies. A power cut may lose the last ones.
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        // What is deleted is overwritten.
        .pragma("secure_delete", "on")
        .busy_timeout(Duration::from_secs(5))
        .optimize_on_close(true, None);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(waits.acquire)
        .connect_with(options.clone())
        .await
        .map_err(failed)?;
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .min_connections(1)
        .acquire_timeout(waits.acquire)
        .connect_with(options.pragma("query_only", "on"))
        .await
        .map_err(failed)?;
    let commits = GroupCommit::new(&file);
    Ok(Db::Sqlite {
        readers,
        writer,
        commits,
        look_ups: LookUps::new(&file),
        pulse: Pulse::default(),
        news: Newsroom::default(),
        bus: bus(),
    })
}

async fn connect_postgres(url: &str, waits: Waits) -> Result<Db, ConnectError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| ConnectError::Url { engine: "PostgreSQL" })?;
    let server = format!(
        "{}:{}/{}",
        options.get_host(),
        options.get_port(),
        options.get_database().unwrap_or_default()
    );
    let failed =
        |error: sqlx::Error| ConnectError::Postgres { server: server.clone(), reason: reason(&error) };
    let options = options.application_name("docket");
    if within(waits.acquire, pools_transactions(&options))
        .await
        .map_err(|error| if is_poolers(&error) { ConnectError::Pooler } else { failed(error) })?
    {
        return Err(ConnectError::Pooler);
    }
    let pool = Connections::new(options, waits).map_err(failed)?;
    let isolation = Isolation::probe(&pool).await.map_err(failed)?;
    Ok(Db::Postgres { pool, isolation, news: Newsroom::default(), bus: bus() })
}

fn bus() -> Bus {
    Bus::new(Random::system().alphanumeric(16))
}

/// Whether transactions of different connections run on the same connection to PostgreSQL. Two connections that are
/// open at the same time can have the same process there only if a pooler hands it from one to the other.
async fn pools_transactions(options: &PgConnectOptions) -> sqlx::Result<bool> {
    // Others may take the process in between, so it tries a few times.
    const TRIES: usize = 3;
    let (mut first, mut second) = (options.connect().await?, options.connect().await?);
    let mut is_shared = false;
    for _ in 0..TRIES {
        is_shared |= process(&mut first).await? == process(&mut second).await?;
    }
    first.close().await?;
    second.close().await?;
    Ok(is_shared)
}

/// The process of the server that answers. It asks by the simple protocol, which every pooler passes on.
async fn process(connection: &mut PgConnection) -> sqlx::Result<i32> {
    connection.fetch_one(sqlx::raw_sql("select pg_backend_pid()")).await?.try_get(0)
}

/// PgBouncer refuses a setting that sqlx sends with each connection, unless it is told to ignore it.
fn is_poolers(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.message().contains("unsupported startup parameter"))
}

fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}
