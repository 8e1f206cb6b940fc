//! Replicas of the program on one database, and the model that they ask.

use crate::database::{Engine, TestDatabase};
use crate::program::Program;
use crate::replica::Replica;
use crate::server::{Browser, SECRET};
use crate::upstream::Upstream;
use secrecy::{ExposeSecret, SecretString};
use sqlx::{Connection, PgConnection, Row, SqliteConnection};
use tempfile::TempDir;

/// A database and a model, for servers that come and go.
pub struct World {
    pub engine: Engine,
    pub upstream: Upstream,
    database: Database,
}

enum Database {
    /// Nothing here holds the file open: the killed server was its only user.
    Sqlite(TempDir),
    Postgres(TestDatabase),
}

/// A message as it is stored.
#[derive(Debug)]
pub struct Stored {
    pub id: i64,
    /// The name of the conversation's person.
    pub person: String,
    pub conversation: i64,
    pub role: String,
    pub status: String,
    pub content: String,
    pub client_id: Option<String>,
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let database = match engine {
            Engine::Sqlite => Database::Sqlite(tempfile::tempdir().unwrap()),
            Engine::Postgres => Database::Postgres(TestDatabase::migrated(engine).await),
        };
        Self { engine, upstream: Upstream::start().await, database }
    }

    /// The database's URL.
    pub fn url(&self) -> String {
        match &self.database {
            Database::Sqlite(folder) => format!("sqlite:{}", folder.path().join("docket.db").display()),
            Database::Postgres(database) => database.url.expose_secret().to_owned(),
        }
    }

    /// The program, ready to serve from this world.
    pub fn program(&self) -> Program {
        self.program_at(&self.url())
    }

    /// The program with another URL for the database.
    pub fn program_at(&self, database_url: &str) -> Program {
        Program::new(&SecretString::from(database_url))
            .with("BETTER_AUTH_SECRET", SECRET)
            .with("AI_MODEL_PROVIDER", "openai")
            .with("OPENAI_BASE_URL", self.upstream.url())
            .with("QUOTA_CONCURRENT_RUNS", "1000")
            .with("QUOTA_OPEN_STREAMS", "10000")
            .with("RUST_LOG", "error")
    }

    /// Every message of all people, in order.
    pub async fn messages(&self) -> Vec<Stored> {
        let sql = "select m.id, (select \"name\" from \"user\" where \"id\" = m.user_id), m.conversation_id, m.role, m.status, m.content,
                       m.client_id from messages m order by m.id";
        macro_rules! read {
            ($connection:ty) => {{
                let mut connection = <$connection>::connect(&self.url()).await.unwrap();
                let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                rows.iter()
                    .map(|row| Stored {
                        id: row.get(0),
                        person: row.get(1),
                        conversation: row.get(2),
                        role: row.get(3),
                        status: row.get(4),
                        content: row.get(5),
                        client_id: row.get(6),
                    })
                    .collect()
            }};
        }
        match self.engine {
            Engine::Sqlite => read!(SqliteConnection),
            Engine::Postgres => read!(PgConnection),
        }
    }
}

/// The browser of a person who has just signed up there.
pub async fn person(replica: &Replica, name: &str) -> Browser {
    let browser = Browser::at(replica.url());
    browser.sign_up(name).await;
    browser
}
