//! The schema and its versions. `migrations/sqlite` and `migrations/postgres` are embedded in the binary.

use super::{Db, Isolation, with_connection};
use sqlx::migrate::Migrator;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Why the schema could not be brought to this program's version.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A migration failed, or another program made the database.
    #[error("cannot bring the database to this version's schema: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database does not answer.
    #[error("cannot read the database's schema version: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema is too old. `serve` does not migrate on PostgreSQL: replicas would race, and a rolling update would
    /// break the old ones.
    #[error(
        "the database's schema is at version {found}, this program needs {needed}: run `docket migrate` first"
    )]
    Behind {
        /// The newest migration in the database, 0 if there is none.
        found: i64,
        /// The newest migration that this program knows.
        needed: i64,
    },
}

impl Db {
    fn migrator(&self) -> &'static Migrator {
        match self {
            Self::Sqlite { .. } => &SQLITE,
            Self::Postgres { .. } => &POSTGRES,
        }
    }

    /// Brings the schema to the newest version. Does nothing if it is that already.
    ///
    /// # Errors
    /// If a migration fails. It is then rolled back.
    pub async fn migrate(&mut self) -> Result<(), MigrateError> {
        match self {
            Self::Sqlite { writer, .. } => SQLITE.run(&*writer).await?,
            Self::Postgres { pool, isolation, .. } => {
                POSTGRES.run(&*pool).await?;
                *isolation = Isolation::probe(pool).await?;
            }
        }
        Ok(())
    }

    /// Takes the schema back to `version`. Version 0 empties the database.
    ///
    /// # Errors
    /// If a migration cannot be reversed.
    pub async fn migrate_down(&self, version: i64) -> Result<(), MigrateError> {
        match self {
            Self::Sqlite { writer, .. } => SQLITE.undo(writer, version).await?,
            Self::Postgres { pool, .. } => POSTGRES.undo(pool, version).await?,
        }
        Ok(())
    }

    /// Checks that the schema is not older than this program needs.
    ///
    /// # Errors
    /// [`MigrateError::Behind`] if it is older.
    pub async fn check_schema(&self) -> Result<(), MigrateError> {
        let needed = self.migrator().iter().map(|migration| migration.version).max().unwrap_or(0);
        let found = self.schema_version().await?;
        if found < needed { Err(MigrateError::Behind { found, needed }) } else { Ok(()) }
    }

    /// The newest migration in the database, or 0 if there is none.
    async fn schema_version(&self) -> sqlx::Result<i64> {
        let exists = match self {
            Self::Sqlite { .. } => "select count(*) > 0 from sqlite_master where name = '_sqlx_migrations'",
            Self::Postgres { .. } => "select to_regclass('_sqlx_migrations') is not null",
        };
        let mut transaction = self.read().await?;
        if !with_connection!(transaction, connection => sqlx::query_scalar(exists).fetch_one(connection).await)?
        {
            return Ok(0);
        }
        let newest = "select coalesce(max(version), 0) from _sqlx_migrations where success";
        with_connection!(transaction, connection => sqlx::query_scalar(newest).fetch_one(connection).await)
    }
}
