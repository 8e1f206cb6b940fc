//! How soon reminders are told: of 10,000 people at once, next to a million that wait, on both databases. A look that finds
//! nothing shows what waiting costs.
//!
//!     TEST_POSTGRES_URL=... cargo bench --no-default-features --features ssr --bench reminders

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
use docket::clock::Clock;
use docket::db::Db;
use docket::id::UserId;
use docket::jobs::Jobs;
use docket::random::Random;
use docket::reminders::server::Reminders;
use docket::tasks::server::Tasks;
use sqlx::AssertSqlSafe;
use std::time::Instant;

const LOOKS: usize = 200;

/// 10,000 people, each with 100 tasks that wait. `LATER` is a moment to come.
const FILL: [&str; 3] = [
    r#"with recursive people (n) as (select 1 union all select n + 1 from people where n < 10000)
       insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
       select 'p' || n, 'Person', 'p' || n || '@example.com', false, NOW, NOW from people"#,
    "with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n < 999999)
     insert into tasks_phaseiii (user_id, title, reminders, created_at, updated_at)
     select 'p' || (1 + n % 10000), 'Task ' || n, '[\"2099-01-01T09:00:00Z\"]', NOW, NOW from numbers",
    "update tasks_phaseiii set remind_at = LATER",
];
/// One task of each person becomes due.
const NOW_DUE: &str = "update tasks_phaseiii set reminders = '[\"' || MOMENT || '\"]' where id <= 10000";

async fn execute(db: &Db, sql: &str) {
    let (now, later, moment) = match db {
        Db::Sqlite { .. } => (
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (id % 100000) || ' minutes', '1 day')",
            "strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '60 seconds')",
        ),
        Db::Postgres { .. } => (
            "now()",
            "now() + interval '1 day' + (id % 100000) * interval '1 minute'",
            "to_char(now() at time zone 'UTC' + interval '60 seconds', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
        ),
    };
    let sql = sql.replace("NOW", now).replace("LATER", later).replace("MOMENT", moment);
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(AssertSqlSafe(sql)).execute(writer).await.unwrap()),
        Db::Postgres { pool, .. } => {
            let sql =
                sql.replace("'[\"' ||", "('[\"' ||").replace("|| '\"]' where", "|| '\"]')::jsonb where");
            let sql = sql.replace("'[\"2099-01-01T09:00:00Z\"]'", "'[\"2099-01-01T09:00:00Z\"]'::jsonb");
            let mut connection = pool.connect().await.unwrap();
            sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
            sqlx::query("analyze").execute(&mut connection).await.unwrap();
        }
    }
}

fn percentile(times: &[f64], percent: usize) -> f64 {
    times.get((times.len() - 1) * percent / 100).copied().unwrap_or_default()
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = TestDatabase::migrated(engine).await;
            let db = &database.db;
            let began = Instant::now();
            for sql in FILL {
                execute(db, sql).await;
            }
            println!("{engine:?}: a million waiting reminders stored in {:.1?}", began.elapsed());
            let clock = Clock::adjustable();
            let tasks = Tasks::new(db.clone(), clock.clone());
            let reminders = Reminders::new(db.clone(), tasks, Vec::new(), clock.clone());
            let tell = reminders.jobs().into_iter().take(1).collect();
            let jobs = Jobs::new(db.clone(), clock.clone(), &Random::system(), tell);
            let mut looks = Vec::new();
            for _ in 0..LOOKS {
                clock.advance(time::Duration::seconds(1));
                let began = Instant::now();
                jobs.run_due().await;
                looks.push(began.elapsed().as_secs_f64() * 1000.0);
            }
            looks.sort_by(f64::total_cmp);
            let (p50, p99) = (percentile(&looks, 50), percentile(&looks, 99));
            println!("  a look that finds nothing: p50 {p50:.2} ms, p99 {p99:.2} ms");
            execute(db, NOW_DUE).await;
            clock.advance(time::Duration::minutes(5));
            let began = Instant::now();
            jobs.run_due().await;
            println!("  one reminder of each of 10,000 people: told in {:.2?}", began.elapsed());
            let last = UserId::new("p10000");
            assert_eq!(reminders.open(&last).await.unwrap().len(), 1);
        }
    });
}
