//! The schema and its versions. `migrations/sqlite` and `migrations/postgres` are embedded in the binary.

use super::connections::Connections;
use super::takeover::{self, Findings, MigrationOptions};
use super::waits::silent;
use super::{Db, Isolation, with_connection};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection, SqlitePool};
use tokio::time::timeout;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The first version whose SQLite databases keep nothing of what was deleted.
const SECURE_DELETE: i64 = 17;

/// The first version with two-factor log-in.
const TWO_FACTOR: i64 = 19;

/// What there is to do, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationPlan {
    /// The newest migration in the database, 0 if there is none.
    pub found: i64,
    /// The newest migration that this program knows.
    pub needed: i64,
    /// What the operator should know. A sentence each.
    pub notes: Vec<String>,
}

/// Why the schema could not be brought to this program's version.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A migration failed, or another program made the database.
    #[error("cannot bring the database to this version's schema: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The database does not answer.
    #[error("cannot read the database's schema version: {0}")]
    Database(#[from] sqlx::Error),
    /// Another database is to be taken over, and something stands in the way. Nothing was changed. A sentence for each
    /// obstacle.
    #[error("nothing was changed. This stands in the way:\n- {}", .0.join("\n- "))]
    Obstacles(Vec<String>),
    /// The schema is newer than this program.
    #[error(
        "the database was made by a newer Docket: its schema is at version {found}, this program knows {known}"
    )]
    Newer {
        /// The newest migration in the database.
        found: i64,
        /// The newest migration that this program knows.
        known: i64,
    },
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

    /// Brings the schema to the newest version, or changes nothing at all. Does nothing if it is the newest already.
    ///
    /// # Errors
    /// If something stands in the way, or a migration fails.
    pub async fn migrate(&mut self) -> Result<(), MigrateError> {
        self.migrate_with(MigrationOptions::default()).await.map(drop)
    }

    /// The same, with options. Returns what there was to do.
    ///
    /// # Errors
    /// If something stands in the way, or a migration fails.
    pub async fn migrate_with(&mut self, options: MigrationOptions) -> Result<MigrationPlan, MigrateError> {
        let (found, needed) = (self.known_version().await?, self.newest_version());
        let notes = match self {
            Self::Sqlite { readers, writer, .. } => {
                let notes = migrate_sqlite(writer, found, &options).await?;
                if found < needed {
                    // A connection that knows the old tables takes the name of a new column for a text, and sqlx
                    // keeps the names of a statement's columns.
                    (*readers, *writer) = (reopened(readers).await?, reopened(writer).await?);
                }
                // Free pages of older versions hold text that was deleted.
                if (1..SECURE_DELETE).contains(&found)
                    && let Err(error) = sqlx::query("vacuum").execute(&*writer).await
                {
                    tracing::warn!(%error, "deleted text of earlier versions may still be in the database's file");
                }
                notes
            }
            Self::Postgres { pool, isolation, .. } => {
                let work = migrate_postgres(pool, found, &options);
                let notes =
                    timeout(pool.waits().of_migration().answer, work).await.map_err(|_| silent())??;
                *isolation = Isolation::probe(pool).await?;
                notes
            }
        };
        Ok(MigrationPlan { found, needed, notes })
    }

    /// Looks for what stands in the way of [`Self::migrate_with`], and changes nothing.
    ///
    /// # Errors
    /// If something stands in the way.
    pub async fn check_migration(&self, options: MigrationOptions) -> Result<MigrationPlan, MigrateError> {
        let (found, needed) = (self.known_version().await?, self.newest_version());
        let notes = match self {
            _ if found > 0 => Vec::new(),
            Self::Sqlite { readers, .. } => {
                let mut transaction = readers.begin().await?;
                accept(takeover::examine_sqlite(&mut transaction, &SQLITE, &options).await?)?.notes
            }
            Self::Postgres { pool, .. } => {
                let mut connection = pool.connect_to_migrate().await?;
                let mut transaction = connection.begin_with("begin read only").await?;
                accept(takeover::examine_postgres(&mut transaction, &POSTGRES, &options).await?)?.notes
            }
        };
        Ok(MigrationPlan { found, needed, notes })
    }

    /// Takes the schema back to `version`. Version 0 empties the database.
    ///
    /// # Errors
    /// If a migration cannot be reversed.
    pub async fn migrate_down(&self, version: i64) -> Result<(), MigrateError> {
        self.known_version().await?;
        match self {
            Self::Sqlite { writer, .. } => SQLITE.undo(writer, version).await?,
            Self::Postgres { pool, .. } => {
                POSTGRES.undo(&mut pool.connect_to_migrate().await?, version).await?
            }
        }
        Ok(())
    }

    /// The newest migration that this program knows.
    fn newest_version(&self) -> i64 {
        self.migrator().iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    /// The newest migration in the database, if this program knows it.
    async fn known_version(&self) -> Result<i64, MigrateError> {
        let (found, known) = (self.schema_version().await?, self.newest_version());
        if found > known { Err(MigrateError::Newer { found, known }) } else { Ok(found) }
    }

    /// Checks that the schema is not older than this program needs. On PostgreSQL it may be newer: in a rolling update
    /// the replicas of the older program go on after the migration.
    ///
    /// # Errors
    /// [`MigrateError::Behind`] if it is older, [`MigrateError::Newer`] if it is newer on SQLite.
    pub async fn check_schema(&self) -> Result<(), MigrateError> {
        let (found, needed) = (self.schema_version().await?, self.newest_version());
        match self {
            _ if found < needed => Err(MigrateError::Behind { found, needed }),
            Self::Sqlite { .. } => self.known_version().await.map(drop),
            Self::Postgres { .. } => {
                if found > needed {
                    tracing::warn!("{}", MigrateError::Newer { found, known: needed });
                }
                Ok(())
            }
        }
    }

    /// The newest migration in the database, or 0 if there is none.
    async fn schema_version(&self) -> sqlx::Result<i64> {
        let exists = match self {
            Self::Sqlite { .. } => "select count(*) > 0 from sqlite_master where name = '_sqlx_migrations'",
            Self::Postgres { .. } => {
                // Only where new tables are made. Another program's may be elsewhere in the search_path.
                "select exists (select from pg_class
                     where relname = '_sqlx_migrations' and relnamespace = current_schema()::regnamespace)"
            }
        };
        let mut transaction = self.autocommit().await?;
        if !with_connection!(transaction, connection => sqlx::query_scalar(exists).fetch_one(connection).await)?
        {
            return Ok(0);
        }
        let newest = "select coalesce(max(version), 0) from _sqlx_migrations where success";
        with_connection!(transaction, connection => sqlx::query_scalar(newest).fetch_one(connection).await)
    }
}

fn accept(findings: Findings) -> Result<Findings, MigrateError> {
    if findings.obstacles.is_empty() {
        Ok(findings)
    } else {
        Err(MigrateError::Obstacles(findings.obstacles))
    }
}

/// All migrations in one transaction. If the program dies, the database is as it was.
async fn migrate_postgres(
    pool: &Connections,
    found: i64,
    options: &MigrationOptions,
) -> Result<Vec<String>, MigrateError> {
    let mut connection = pool.connect_to_migrate().await?;
    let mut transaction = connection.begin().await?;
    // sqlx has a lock of its own, but gives it back before this transaction has committed.
    sqlx::query("select pg_advisory_xact_lock(hashtext('docket migrate'))")
        .execute(&mut *transaction)
        .await?;
    let mut notes = Vec::new();
    if !was_migrated_postgres(&mut transaction).await? {
        let findings = accept(takeover::examine_postgres(&mut transaction, &POSTGRES, options).await?)?;
        for change in findings.changes {
            transaction.execute(AssertSqlSafe(change)).await?;
        }
        notes = findings.notes;
    } else if (1..TWO_FACTOR).contains(&found) && !has_two_factor(&mut transaction).await? {
        takeover::forget_leftovers_postgres(&mut transaction).await?;
    }
    POSTGRES.run(&mut transaction).await?;
    transaction.commit().await?;
    connection.close().await?;
    Ok(notes)
}

/// All migrations in one transaction. If the program dies, the database is as it was.
async fn migrate_sqlite(
    writer: &SqlitePool,
    found: i64,
    options: &MigrationOptions,
) -> Result<Vec<String>, MigrateError> {
    if found > 0 {
        let mut transaction = writer.begin_with("begin immediate").await?;
        let newest = "select max(version) < $1 from _sqlx_migrations";
        if sqlx::query_scalar(newest).bind(TWO_FACTOR).fetch_one(&mut *transaction).await? {
            takeover::forget_leftovers_sqlite(&mut transaction).await?;
        }
        SQLITE.run(&mut transaction).await?;
        transaction.commit().await?;
        return Ok(Vec::new());
    }
    // While tables are replaced, no foreign key may act. That can only be set outside of a transaction.
    let without_keys = writer.connect_options().as_ref().clone().foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&without_keys).await?;
    let mut transaction = connection.begin_with("begin immediate").await?;
    let (mut findings, mut takes_over) = (Findings::default(), false);
    // Another program may have been faster.
    if !was_migrated_sqlite(&mut transaction).await? {
        findings = accept(takeover::examine_sqlite(&mut transaction, &SQLITE, options).await?)?;
        takes_over = takeover::set_aside(&mut transaction).await?;
    }
    SQLITE.run(&mut transaction).await?;
    if takes_over {
        takeover::bring_rows(&mut transaction).await?;
        for change in findings.changes {
            transaction.execute(AssertSqlSafe(change)).await?;
        }
    }
    transaction.commit().await?;
    connection.close().await?;
    Ok(findings.notes)
}

/// The same pool with new connections.
async fn reopened(pool: &SqlitePool) -> sqlx::Result<SqlitePool> {
    pool.options().clone().connect_with(pool.connect_options().as_ref().clone()).await
}

async fn was_migrated_postgres(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let exists = "select exists (select from pg_class
                      where relname = '_sqlx_migrations' and relnamespace = current_schema()::regnamespace)";
    Ok(sqlx::query_scalar(exists).fetch_one(&mut *connection).await?
        && sqlx::query_scalar(APPLIED).fetch_one(connection).await?)
}

async fn was_migrated_sqlite(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    let exists = "select count(*) > 0 from sqlite_master where name = '_sqlx_migrations'";
    Ok(sqlx::query_scalar(exists).fetch_one(&mut *connection).await?
        && sqlx::query_scalar(APPLIED).fetch_one(connection).await?)
}

/// Whether the migration that brings two-factor log-in has run. Another program may have been faster.
async fn has_two_factor(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let sql = "select exists (select from _sqlx_migrations where version >= $1)";
    sqlx::query_scalar(sql).bind(TWO_FACTOR).fetch_one(connection).await
}

const APPLIED: &str = "select count(*) > 0 from _sqlx_migrations";
