//! The rows in memory and those of the databases do the same: the same random operations get the same answers and leave
//! the same rows. The simulation proves as much as this does.

mod both;
mod dump;

use crate::db::tests::database::{Engine, TestDatabase};
use both::Both;

/// How many sequences of operations run on each engine, and how long they are.
const SEQUENCES: u64 = 5;
const OPERATIONS: usize = 80;

async fn agree(engine: Engine) {
    let first = super::setting("DOCKET_SEED").unwrap_or(1);
    let count = super::setting("DOCKET_SEQUENCES").unwrap_or(SEQUENCES);
    let database = TestDatabase::migrated(engine).await;
    for seed in first..first + count {
        let mut both = Both::new(&database, seed).await;
        for _ in 0..OPERATIONS {
            if let Err(differs) = both.step().await {
                panic!("DOCKET_SEED={seed}: {differs}\n{}", both.told.join("\n"));
            }
        }
        both.clear().await;
    }
}

#[tokio::test]
async fn memory_and_sqlite_do_the_same() {
    agree(Engine::Sqlite).await;
}

#[tokio::test]
async fn memory_and_postgres_do_the_same() {
    agree(Engine::Postgres).await;
}
