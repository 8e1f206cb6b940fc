//! How long the server takes for each view of a person with 100,000 tasks, next to 10,000 people with 20 tasks each, on both
//! databases, for what a calendar program asks of them, and for each file of all these tasks.
//!
//!     TEST_POSTGRES_URL=... cargo bench --no-default-features --features ssr --bench views

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
use docket::auth::server::Auth;
use docket::caldav::server::{Calendars, Condition};
use docket::chat::server::Chat;
use docket::clock::Clock;
use docket::db::Db;
use docket::export::Exporter;
use docket::feed::server::Feeds;
use docket::id::UserId;
use docket::model::offline::Offline;
use docket::oauth::server::OAuth;
use docket::random::Random;
use docket::tasks::View;
use docket::tasks::file::Format;
use docket::tasks::server::{Actor, Caller, DueIn, Filter, Tasks};
use futures::TryStreamExt;
use secrecy::SecretString;
use sqlx::AssertSqlSafe;
use std::sync::Arc;
use std::time::Instant;

const ROUNDS: usize = 200;

/// The people and their tasks. A third is done; of the others, three of four are due, in the year around today.
const FILL: [&str; 3] = [
    r#"with recursive people (n) as (select 1 union all select n + 1 from people where n <= 10000)
       insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
       select 'p' || n, 'Person', 'p' || n || '@example.com', false, NOW, NOW from people"#,
    "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 100000)
     insert into tasks_phaseiii
         (user_id, title, completed, created_at, updated_at, completed_at, due_date, list_name, tags, priority)
     select 'p1', 'Task ' || n, n % 3 = 0, NOW, NOW, case when n % 3 = 0 then NOW end,
         case when n % 4 > 0 then DAY end, 'List ' || (n % 20), case when n % 20 = 0 then TAG end,
         case when n % 9 = 0 then 1 end
     from numbers",
    "with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n < 199999)
     insert into tasks_phaseiii (user_id, title, completed, created_at, updated_at, due_date, list_name)
     select 'p' || (2 + n / 20), 'Task ' || n, n % 3 = 0, NOW, NOW, case when n % 4 > 0 then DAY end, 'Home'
     from numbers",
];

async fn fill(db: &Db) {
    for sql in FILL {
        let (now, day, tag) = match db {
            Db::Sqlite { .. } => (
                "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
                "date('now', (n * 7919 % 365 - 60) || ' days')",
                "'[\"tag' || (n % 7) || '\"]'",
            ),
            Db::Postgres { .. } => (
                "now()",
                "to_char(now() + make_interval(days => (n * 7919::bigint % 365)::int - 60), 'YYYY-MM-DD')",
                "jsonb_build_array('tag' || (n % 7))",
            ),
        };
        let sql = AssertSqlSafe(sql.replace("NOW", now).replace("DAY", day).replace("TAG", tag));
        match db {
            Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
            Db::Postgres { pool, .. } => {
                let mut connection = pool.connect().await.unwrap();
                sqlx::query(sql).execute(&mut connection).await.unwrap();
                // A server does both by itself after so many inserts.
                sqlx::query("vacuum analyze").execute(&mut connection).await.unwrap();
            }
        }
    }
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = TestDatabase::migrated(engine).await;
            let began = Instant::now();
            fill(&database.db).await;
            println!("{engine:?}: 300,000 tasks stored in {:.1?}", began.elapsed());
            println!("{:<28} {:>6} {:>9} {:>9}", "", "tasks", "p50 ms", "p99 ms");
            let tasks = Tasks::new(database.db.clone(), Clock::system());
            for (who, id) in [("100,000 tasks", "p1"), ("20 tasks", "p5000")] {
                let user = UserId::new(id);
                for view in [
                    View::Today,
                    View::Upcoming,
                    View::All,
                    View::Done,
                    View::List("List 3".into()),
                    View::Tag("tag3".into()),
                    View::Search("task 77777".into()),
                ] {
                    let name = format!("{view:?}, {who}");
                    measure(&name, async || tasks.view(&user, &view, 0).await.unwrap().tasks.len()).await;
                }
                measure(&format!("around the views, {who}"), async || {
                    tasks.overview(&user).await.unwrap().lists.len()
                })
                .await;
                let due = Filter { due: Some(DueIn::Week), ..Filter::default() };
                for (what, filter) in [("list_tasks", Filter::default()), ("list_tasks due=week", due)] {
                    measure(&format!("{what}, {who}"), async || {
                        tasks.listed(&user, filter, None, 100).await.unwrap().tasks.len()
                    })
                    .await;
                }
            }
            calendars(&database.db).await;
            export(&database.db, tasks).await;
        }
    });
}

/// What a calendar program asks for the person with 100,000 tasks, in 20 lists.
async fn calendars(db: &Db) {
    let (user, calendars) =
        (UserId::new("p1"), Calendars::new(db.clone(), Clock::system(), Random::system()));
    let began = Instant::now();
    let lists = calendars.list(&user).await.unwrap();
    println!("CalDAV: {} calendars made of 100,000 tasks in {:.1?}", lists.len(), began.elapsed());
    let list = &lists.iter().find(|list| !list.is_default).unwrap().name;
    measure("CalDAV: the calendars", async || calendars.list(&user).await.unwrap().len()).await;
    measure("CalDAV: all of one", async || {
        calendars.changes(&user, list, None, usize::MAX >> 1).await.unwrap().changed.len()
    })
    .await;
    let names: Vec<String> = { calendars.entries(&user, list).await.unwrap().into_iter() }
        .map(|entry| entry.name)
        .take(100)
        .collect();
    measure("CalDAV: 100 texts", async || calendars.objects(&user, list, &names).await.unwrap().len()).await;
    let caller = Caller { user: &user, actor: Actor::Program("CalDAV") };
    measure("CalDAV: one put", async || {
        let objects = calendars.objects(&user, list, &names[..1]).await.unwrap();
        let text = objects[0].text.replace("SUMMARY:", "SUMMARY:A");
        calendars.put(caller, list, &names[0], &text, &Condition::Any).await.unwrap();
        1
    })
    .await;
}

/// Exports all tasks of the person with 100,000, in each format.
async fn export(db: &Db, tasks: Tasks) {
    const ORIGIN: &str = "http://localhost";
    let (clock, random) = (Clock::system(), Random::system());
    let secret = || SecretString::from("a secret of at least thirty-two characters");
    let auth = Auth::new(db.clone(), secret(), false, clock.clone(), random.clone());
    let base = ORIGIN.parse().unwrap();
    let oauth = OAuth::new(db.clone(), secret(), &base, clock.clone(), random.clone());
    let chat = Chat::new(db.clone(), tasks.clone(), Arc::new(Offline), clock.clone());
    let feeds = Feeds::new(db.clone(), auth.clone(), tasks.clone(), clock.clone(), random, ORIGIN);
    let exporter = Exporter::new(db.clone(), auth, oauth, tasks, chat, feeds, clock);
    println!("{:<28} {:>9} {:>9}", "all tasks as", "MB", "s");
    for format in [Format::Calendar, Format::Table, Format::Outline, Format::Json] {
        let began = Instant::now();
        let pieces = exporter.tasks(&UserId::new("p1"), format).unwrap();
        let bytes = pieces.try_fold(0, async |bytes, piece: String| Ok(bytes + piece.len())).await.unwrap();
        let seconds = began.elapsed().as_secs_f64();
        println!("{:<28} {:>9.1} {seconds:>9.2}", format.ending(), bytes as f64 / 1e6);
    }
}

async fn measure(what: &str, run: impl AsyncFn() -> usize) {
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        found = run().await;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!("{what:<28} {found:>6} {:>9.2} {:>9.2}", times[ROUNDS / 2], times[ROUNDS * 99 / 100]);
}
