//! A model, Docket and a relay in front of it, and people with accounts.

use crate::database::{Engine, TestDatabase};
use crate::door::{Door, Way};
use crate::model;
use crate::people::{self, Person, SECRET};
use crate::program::Program;
use crate::relay::Relay;
use crate::replica::Replica;
use crate::target::Target;
use crate::wanted::Wanted;
use futures::{StreamExt, stream};
use reqwest::Client;
use secrecy::SecretString;
use serde_json::Value;
use std::env;
use tempfile::TempDir;

/// Everything that a scenario needs. It ends when this is dropped.
pub struct Stage {
    pub docket: Replica,
    pub relay: Relay,
    pub people: Vec<Person>,
    pub way: Way,
    _database: Database,
}

/// Where the data is.
pub enum Database {
    /// Docket is the only user of the file.
    Sqlite(TempDir),
    Postgres(Box<TestDatabase>),
}

impl Database {
    pub async fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(tempfile::tempdir().unwrap()),
            Engine::Postgres => Self::Postgres(Box::new(TestDatabase::migrated(engine).await)),
        }
    }

    pub fn url(&self) -> SecretString {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.path().join("docket.db").display()).into(),
            Self::Postgres(database) => database.url.clone(),
        }
    }
}

/// The program, ready to serve from this database and with this model.
pub fn program(database: &SecretString, model: &str) -> Program {
    let program = Program::new(database)
        .with("BETTER_AUTH_SECRET", SECRET)
        .with("AI_MODEL_PROVIDER", "openai")
        .with("OPENAI_BASE_URL", model)
        // Quotas count as always, but nobody reaches them.
        .with("QUOTA_MESSAGES_PER_DAY", "1000000")
        .with("QUOTA_TOKENS_PER_DAY", "1000000000")
        .with("QUOTA_REQUESTS_PER_MINUTE", "1000000")
        .with("MAX_CONNECTIONS", "16384")
        .with("RUST_LOG", "error");
    match env::var("NATS_URL") {
        Ok(url) => program.with("NATS_URL", &url),
        Err(_) => program,
    }
}

impl Stage {
    /// Starts everything, for this many people.
    pub async fn open(wanted: &Wanted, engine: Engine, people: usize) -> Self {
        let (model, database) = (model::serve().await, Database::new(engine).await);
        let docket = Replica::start(&program(&database.url(), &model)).await;
        let relay = Relay::start(&model);
        let people = people::settle(engine, &database.url(), people).await;
        let way = Way {
            client: Client::new(),
            url: docket.url().to_owned(),
            accept_encoding: wanted.accept_encoding(),
        };
        Self { docket, relay, people, way, _database: database }
    }

    /// The relay as a target.
    pub fn bare(&self) -> Target {
        let way = Way { url: self.relay.url().to_owned(), ..self.way.clone() };
        Target { door: Door::Relay, way, people: Vec::new(), process: self.relay.id() }
    }

    /// A door of Docket as a target.
    pub fn by(&self, door: Door) -> Target {
        Target { door, way: self.way.clone(), people: self.people.clone(), process: self.docket.id() }
    }

    /// Gives programs of the first people their tokens.
    pub async fn hand_out_tokens(&mut self, count: usize) {
        let way = &Way { accept_encoding: "identity", ..self.way.clone() };
        let some = self.people.iter_mut().take(count).filter(|person| person.token.is_empty());
        stream::iter(some)
            .for_each_concurrent(4, async |person| {
                let answer = way.call("/rpc/auth/token", person, &[]).send().await.unwrap();
                let token: Value = answer.json().await.unwrap();
                person.token = token["token"].as_str().unwrap().to_owned();
            })
            .await;
    }
}
