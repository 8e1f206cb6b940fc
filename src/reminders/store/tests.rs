//! Waiting reminders cost nothing: what asks for those that are due reads a range of an index.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use super::OPEN;
use super::deliveries::DUE;
use crate::db::Db;
use crate::db::tests::account;
use crate::db::tests::database::{Engine, TestDatabase};
use crate::tasks::store::remind::WAITING;
use sqlx::{AssertSqlSafe, Row};

const QUESTIONS: [(&str, &str); 3] =
    [(WAITING, "tasks_phaseiii_remind_idx"), (DUE, "deliveries_due_at_idx"), (OPEN, "reminders_open_idx")];

#[tokio::test]
async fn sqlite_reads_what_is_due_from_an_index() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let Db::Sqlite { writer, .. } = &database.db else { panic!("SQLite was asked for") };
    for (sql, index) in QUESTIONS {
        let explained =
            sqlx::query(AssertSqlSafe(format!("explain query plan {sql}"))).fetch_all(writer).await;
        let plan: Vec<String> = explained.unwrap().iter().map(|row| row.get("detail")).collect();
        let plan = plan.join("\n");
        assert!(plan.contains(index), "{sql}\n{plan}");
        assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
}

#[tokio::test]
async fn postgres_reads_what_is_due_from_an_index() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let Db::Postgres { pool, .. } = &database.db else { panic!("PostgreSQL was asked for") };
    let ann = account(&database.db, "ann").await;
    let mut connection = pool.connect().await.unwrap();
    for sql in [
        "insert into tasks_phaseiii (user_id, title, reminders, created_at, updated_at)
         select 'ANN', 'Task', '[\"2099-01-01T09:00:00Z\"]', now(), now() from generate_series(1, 20000)",
        // Now and then some of these are due.
        "update tasks_phaseiii set remind_at = now() + id * interval '1 minute'",
        "insert into reminders (user_id, task_id, remind_at, told_at, dismissed_at)
         select user_id, id, now(), now(), case when id % 100 > 0 then now() end from tasks_phaseiii",
        "insert into deliveries (user_id, reminder_id, due_at, created_at)
         select user_id, id, now() + id * interval '1 minute', now() from reminders",
        "analyze",
    ] {
        let sql = AssertSqlSafe(sql.replace("ANN", ann.as_str()));
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
    for (number, (sql, index)) in QUESTIONS.into_iter().enumerate() {
        let first = if sql == OPEN { format!("'{ann}'") } else { "now()".to_owned() };
        for mode in ["force_custom_plan", "force_generic_plan"] {
            for statement in
                [format!("set plan_cache_mode = {mode}"), format!("prepare due_{mode}_{number} as {sql}")]
            {
                sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
            }
            let explain = format!("explain execute due_{mode}_{number}({first}, 50)");
            let rows = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
            let plan = plan.join("\n");
            assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{mode}: {sql}\n{plan}");
        }
    }
}
