//! Checks that docs/quickstart.md is true: every code block in it runs, on both databases, each with data of its own.

#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

#[path = "support/database.rs"]
mod database;
#[path = "support/program.rs"]
#[expect(dead_code, reason = "the tests of the commands use the rest")]
mod program;

use database::{Engine, TestDatabase};
use docket::auth::server::{Auth, Client, NewAccount};
use docket::chat::server::Chat;
use docket::clock::Clock;
use docket::db::Db;
use docket::model::offline::Offline;
use docket::random::Random;
use docket::tasks::server::Tasks;
use futures::StreamExt;
use program::Program;
use secrecy::{ExposeSecret, SecretString};
use sqlx::{AssertSqlSafe, Connection, Either, PgConnection, SqliteConnection};
use std::fs;
use std::sync::Arc;

/// A code block of the page: the word after the opening backticks, and its lines.
struct Block {
    kind: String,
    text: String,
}

fn blocks() -> Vec<Block> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/quickstart.md");
    let page = fs::read_to_string(path).unwrap();
    let fenced = page.split("\n```").skip(1).step_by(2);
    fenced
        .map(|fenced| {
            let (kind, text) = fenced.split_once('\n').unwrap();
            Block { kind: kind.into(), text: text.into() }
        })
        .collect()
}

/// A database in which Ann and Bob have data of every kind. Also returns the id of Ann's session.
async fn world(engine: Engine) -> (TestDatabase, String) {
    let database = TestDatabase::migrated(engine).await;
    let auth = Auth::new(
        database.db.clone(),
        SecretString::from("x".repeat(32)),
        false,
        Clock::system(),
        Random::system(),
    );
    let tasks = Tasks::new(database.db.clone(), Clock::system());
    let chat = Chat::new(database.db.clone(), tasks.clone(), Arc::new(Offline), Clock::system());
    let mut sessions = Vec::new();
    for name in ["ann", "bob"] {
        let account = NewAccount {
            name: name.into(),
            email: format!("{name}@example.com"),
            password: "correct horse".into(),
            image: None,
        };
        let session = auth.sign_up(account, Client::default(), true).await.unwrap();
        let user = session.user.clone();
        tasks.add(&user.id, "Buy milk", None).await.unwrap();
        let turn = chat.send(&user.id, None, "hello", "a").await.unwrap();
        turn.events().collect::<Vec<_>>().await;
        auth.reset_link(user).await.unwrap();
        sessions.push(session.id.to_string());
    }
    let today = match engine {
        Engine::Sqlite => r#"update "session" set "expiresAt" = date('now') || 'T23:59:59.999Z'"#,
        Engine::Postgres => {
            r#"update "session" set "expiresAt" = (now() at time zone 'UTC')::date + time '23:59:59' at time zone 'UTC'"#
        }
    };
    run(&database, today).await;
    (database, sessions.remove(0))
}

/// Runs statements on a connection with the settings of the database's own program. Returns how many rows they read or
/// changed.
async fn run(database: &TestDatabase, sql: &str) -> u64 {
    let url = database.url.expose_secret();
    let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    macro_rules! count {
        ($connection:expr) => {{
            let mut connection = $connection;
            let mut outcomes = query.fetch_many(&mut connection);
            let mut count = 0;
            while let Some(outcome) = outcomes.next().await {
                count += match outcome.unwrap_or_else(|error| panic!("{sql}: {error}")) {
                    Either::Left(done) => done.rows_affected(),
                    Either::Right(_) => 1,
                };
            }
            count
        }};
    }
    match &database.db {
        Db::Sqlite { .. } => {
            // The library checks foreign keys by default; the sqlite3 program does not.
            let options: sqlx::sqlite::SqliteConnectOptions = url.parse().unwrap();
            count!(SqliteConnection::connect_with(&options.foreign_keys(false)).await.unwrap())
        }
        Db::Postgres { .. } => count!(PgConnection::connect(url).await.unwrap()),
    }
}

/// Rows whose person does not exist (any more).
const LEFT_OVER: [&str; 6] = [
    r#"select 1 from "verification" where "value" not in (select "id" from "user")"#,
    r#"select 1 from "session" where "userId" not in (select "id" from "user")"#,
    r#"select 1 from "account" where "userId" not in (select "id" from "user")"#,
    r#"select 1 from tasks_phaseiii where user_id not in (select "id" from "user")"#,
    r#"select 1 from conversations where user_id not in (select "id" from "user")"#,
    r#"select 1 from messages where user_id not in (select "id" from "user")"#,
];

async fn statements_work(engine: Engine, own: &str, others: &str) {
    let blocks: Vec<_> = blocks().into_iter().filter(|block| block.kind.starts_with("sql")).collect();
    assert!(blocks.iter().all(|block| ["sql", own, others].contains(&block.kind.as_str())));
    let mine: Vec<_> = blocks.iter().filter(|block| block.kind != others).collect();
    assert!(mine.len() >= 8, "the page lost its SQL");
    for block in mine {
        let (database, _) = world(engine).await;
        assert!(run(&database, &block.text).await > 0, "neither reads nor changes anything: {}", block.text);
        for sql in LEFT_OVER {
            assert_eq!(run(&database, sql).await, 0, "left over by {}: {sql}", block.text);
        }
    }
}

#[tokio::test]
async fn its_statements_work_on_sqlite() {
    statements_work(Engine::Sqlite, "sql sqlite", "sql postgres").await;
}

#[tokio::test]
async fn its_statements_work_on_postgres() {
    statements_work(Engine::Postgres, "sql postgres", "sql sqlite").await;
}

#[tokio::test]
async fn its_commands_work() {
    let blocks: Vec<_> = blocks().into_iter().filter(|block| block.kind == "sh").collect();
    assert!(blocks.len() >= 8, "the page lost its commands");
    let lines = blocks.iter().flat_map(|block| block.text.lines()).filter(|line| !line.is_empty());
    for line in lines {
        let (database, session) = world(Engine::Sqlite).await;
        let program = Program::new(&database.url);
        let line = line.strip_prefix("docket ").unwrap().replace("SESSION", &session);
        let mut words: Vec<_> = line.split(' ').collect();
        // The answers of a person at the terminal.
        match words[1] {
            "set-password" => words.extend(["--password-stdin", "--yes"]),
            "delete" | "remove-passkeys" => words.push("--yes"),
            "revoke" if words.contains(&"--all") => words.push("--yes"),
            "create" if words.len() == 5 => words.push("--password-stdin"),
            _ => {}
        }
        let said = program.run_with_input(&words, "another horse\n").await;
        assert_eq!((said.code, said.errors.as_str()), (0, ""), "{line}");
    }
}
