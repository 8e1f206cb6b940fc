//! How long a search takes among 100,000 messages of one person, next to 100,000 of another person, on both databases.
//! The words are in all messages, in one of a hundred, in twenty of all, and in none.
//!
//!     TEST_POSTGRES_URL=... cargo bench --no-default-features --features ssr --bench search

#![expect(clippy::disallowed_methods, reason = "it measures programs that run, so it needs the real time")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it cannot do"
)]

#[path = "../tests/support/database.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod database;

use database::{Engine, TestDatabase};
use docket::db::Db;
use docket::id::UserId;
use docket::search::server::Search;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sqlx::{Connection, QueryBuilder};
use std::time::Instant;

const MESSAGES: usize = 100_000;
const ROUNDS: usize = 50;
/// The queries, and how common their words are.
const QUERIES: [(&str, &str); 8] = [
    ("in all", "the"),
    ("in all, by a letter", "t"),
    ("in 3 of 100", "bakelimo"),
    ("in 20 of all", "kasekuchen"),
    ("beginning, in 1", "m77777"),
    ("two, both common", "bakelimo kelimonu"),
    ("one common, one not there", "the submarine"),
    ("not there", "submarine"),
];

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = TestDatabase::migrated(engine).await;
            let began = Instant::now();
            for person in ["ann", "bob"] {
                fill(&database.db, person).await;
            }
            println!("{engine:?}: {} messages stored in {:.1?}", 2 * MESSAGES, began.elapsed());
            println!("{:<28} {:>6} {:>9} {:>9}", "", "found", "p50 ms", "most ms");
            let (search, ann) = (Search::new(database.db.clone()), UserId::new("ann"));
            for (what, query) in QUERIES {
                let (mut times, mut found) = (Vec::new(), 0);
                for _ in 0..ROUNDS {
                    let began = Instant::now();
                    found = search.find(&ann, query).await.unwrap().messages.len();
                    times.push(began.elapsed().as_secs_f64() * 1000.0);
                }
                times.sort_by(f64::total_cmp);
                println!("{what:<28} {found:>6} {:>9.2} {:>9.2}", times[ROUNDS / 2], times[ROUNDS - 1]);
            }
        }
    });
}

/// Gives a new person a hundred conversations with a thousand messages each.
async fn fill(db: &Db, person: &str) {
    let texts: Vec<String> = {
        let mut random = StdRng::seed_from_u64(1);
        let syllables = ["ba", "ke", "li", "mo", "nu", "pa", "ri", "so", "tu", "ve"];
        let mut word = || -> String { (0..4).map(|_| syllables[random.random_range(0..10)]).collect() };
        let rare = |number: usize| if number.is_multiple_of(MESSAGES / 20) { " Käsekuchen" } else { "" };
        let common = |number: usize| match number % 100 {
            1 => " bakelimo",
            2 => " kelimonu",
            3 => " bakelimo kelimonu",
            _ => "",
        };
        (0..MESSAGES)
            .map(|number| {
                let words: Vec<String> = (0..30).map(|_| word()).collect();
                format!("The {}{}{} m{number}", words.join(" "), common(number), rare(number))
            })
            .collect()
    };
    macro_rules! fill {
        ($connection:expr) => {{
            let mut connection = $connection;
            let mut transaction = connection.begin().await.unwrap();
            let sql = r#"insert into "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt")
                         values ($1, $1, $1, false, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')"#;
            sqlx::query(sql).bind(person).execute(&mut *transaction).await.unwrap();
            for batch in texts.chunks(MESSAGES / 100) {
                let sql = "insert into conversations (user_id, title, created_at, updated_at)
                           values ($1, 'Conversation', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z') returning id";
                let id: i64 =
                    sqlx::query_scalar(sql).bind(person).fetch_one(&mut *transaction).await.unwrap();
                let mut insert = QueryBuilder::new(
                    "insert into messages (conversation_id, user_id, role, content, created_at) ",
                );
                insert.push_values(batch, |mut row, text| {
                    row.push_bind(id).push_bind(person).push("'user'").push_bind(text);
                    row.push("'2026-01-01T00:00:00.000Z'");
                });
                insert.build().execute(&mut *transaction).await.unwrap();
            }
            transaction.commit().await.unwrap();
            sqlx::query("analyze").execute(&mut connection).await.unwrap();
        }};
    }
    match db {
        Db::Sqlite { writer, .. } => fill!(writer.acquire().await.unwrap().detach()),
        Db::Postgres { pool, .. } => fill!(pool.connect().await.unwrap()),
    }
}
