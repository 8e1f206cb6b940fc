//! A fresh, migrated database for each test, on either engine.

use docket::db::Db;
use docket::random::Random;
use secrecy::SecretString;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::{env, mem, thread};
use tempfile::TempDir;
use tokio::runtime;

/// The database of one test. It is removed when this is dropped, even if the test fails.
pub struct TestDatabase {
    pub db: Db,
    pub url: SecretString,
    _storage: Storage,
}

/// Where the data is. Each kind of storage removes itself when it is dropped.
#[expect(dead_code, reason = "they are kept to be dropped")]
enum Storage {
    Sqlite(TempDir),
    Postgres(PostgresDatabase),
}

/// A database on the PostgreSQL server for tests, by its name.
struct PostgresDatabase(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl TestDatabase {
    /// An empty database with the newest schema.
    pub async fn migrated(engine: Engine) -> Self {
        let mut database = Self::empty(engine).await;
        database.db.migrate().await.unwrap();
        database
    }

    /// A database without tables.
    pub async fn empty(engine: Engine) -> Self {
        let (url, storage) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let url = format!("sqlite:{}", folder.path().join("docket.db").display());
                (url, Storage::Sqlite(folder))
            }
            Engine::Postgres => {
                let database = PostgresDatabase::create().await;
                (database.url(), Storage::Postgres(database))
            }
        };
        let url = SecretString::from(url);
        Self { db: Db::connect(&url).await.unwrap(), url, _storage: storage }
    }
}

impl PostgresDatabase {
    async fn create() -> Self {
        let name = format!("docket_test_{}", Random::system().alphanumeric(16).to_lowercase());
        run(format!("create database {name}")).await.unwrap();
        Self(name)
    }

    fn url(&self) -> String {
        let server_url = server_url();
        let (server, _) = server_url.rsplit_once('/').unwrap();
        format!("{server}/{}", self.0)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        let name = mem::take(&mut self.0);
        // `drop` cannot wait for the test's runtime, so it has a thread and a runtime of its own.
        let dropping = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                // The test's own connections may still be open. `with (force)` would need the right to end PostgreSQL's
                // own workers too. The plain statement waits for those.
                let connections =
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user";
                let remove = async || {
                    run(format!("{connections} and datname = '{name}'")).await.unwrap();
                    run(format!("drop database if exists {name}")).await
                };
                // A connection that was just being made is not seen the first time.
                if remove().await.is_err() {
                    remove().await.unwrap();
                }
            });
        });
        let dropped = dropping.join();
        // A panic during a panic would abort the whole run.
        assert!(dropped.is_ok() || thread::panicking(), "the test's database is still there");
    }
}

/// Runs one statement on the PostgreSQL server for tests.
async fn run(sql: String) -> sqlx::Result<()> {
    let mut server = PgConnection::connect(&server_url()).await?;
    server.execute(AssertSqlSafe(sql)).await?;
    server.close().await
}

fn server_url() -> String {
    env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL must name a PostgreSQL for tests; script/test starts one and sets it")
}

/// Makes one test for each engine from one function that takes a [`TestDatabase`]'s `Db`.
#[macro_export]
macro_rules! on_both {
    ($(async fn $name:ident($db:ident: Db) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn check($db: docket::db::Db) $body

            #[tokio::test]
            async fn sqlite() {
                let database = TestDatabase::migrated(Engine::Sqlite).await;
                check(database.db.clone()).await;
            }

            #[tokio::test]
            async fn postgres() {
                let database = TestDatabase::migrated(Engine::Postgres).await;
                check(database.db.clone()).await;
            }
        }
    )+};
}
