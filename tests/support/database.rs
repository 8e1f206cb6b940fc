//! A fresh, migrated database for each test, on either engine.

use docket::db::Db;
use secrecy::{ExposeSecret, SecretString};
use sqlx::{Connection, Executor, PgConnection};
use std::env;
use tempfile::TempDir;

/// A database of one test. It goes away with this.
pub struct TestDatabase {
    pub db: Db,
    pub url: SecretString,
    folder: Option<TempDir>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl TestDatabase {
    /// An empty database, brought to the newest schema.
    pub async fn migrated(engine: Engine) -> Self {
        let mut database = Self::empty(engine).await;
        database.db.migrate().await.unwrap();
        database
    }

    /// A database without a table.
    pub async fn empty(engine: Engine) -> Self {
        let (url, folder) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                (format!("sqlite:{}", folder.path().join("docket.db").display()), Some(folder))
            }
            Engine::Postgres => (create_postgres().await, None),
        };
        let url = SecretString::from(url);
        Self { db: Db::connect(&url).await.unwrap(), url, folder }
    }

    /// Closes the database and removes it.
    pub async fn remove(self) {
        self.db.close().await;
        if self.folder.is_none() {
            let url = self.url.expose_secret();
            let name = url.rsplit('/').next().unwrap();
            let mut server = PgConnection::connect(&server_url()).await.unwrap();
            let drop = sqlx::AssertSqlSafe(format!("drop database {name}"));
            server.execute(drop).await.unwrap();
        }
    }
}

async fn create_postgres() -> String {
    let server_url = server_url();
    let name = format!("docket_test_{:016x}", rand::random::<u64>());
    let mut server = PgConnection::connect(&server_url).await.unwrap();
    server.execute(sqlx::AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    let (base, _) = server_url.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

fn server_url() -> String {
    env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL must name a PostgreSQL for tests; script/test starts one and sets it")
}

/// Makes one test of each engine out of one function over a [`TestDatabase`]'s `Db`.
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
                database.remove().await;
            }

            #[tokio::test]
            async fn postgres() {
                let database = TestDatabase::migrated(Engine::Postgres).await;
                check(database.db.clone()).await;
                database.remove().await;
            }
        }
    )+};
}
