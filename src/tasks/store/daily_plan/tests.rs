//! Plans that wait cost nothing: what asks for those that are due reads a range of an index.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use super::DUE;
use crate::db::Db;
use crate::db::tests::database::{Engine, TestDatabase};
use sqlx::{AssertSqlSafe, Row};

const INDEX: &str = "preferences_plan_at_idx";

#[tokio::test]
async fn sqlite_reads_the_plans_that_are_due_from_an_index() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let Db::Sqlite { writer, .. } = &database.db else { panic!("SQLite was asked for") };
    let explained = sqlx::query(AssertSqlSafe(format!("explain query plan {DUE}"))).fetch_all(writer).await;
    let plan: Vec<String> = explained.unwrap().iter().map(|row| row.get("detail")).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("SEARCH preferences") && plan.contains(INDEX), "{plan}");
    assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{plan}");
}

#[tokio::test]
async fn postgres_reads_the_plans_that_are_due_from_an_index() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let Db::Postgres { pool, .. } = &database.db else { panic!("PostgreSQL was asked for") };
    let mut connection = pool.connect().await.unwrap();
    for sql in [
        r#"insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
           select 'p' || n, 'Person', 'p' || n || '@example.com', true, now(), now() from generate_series(1, 20000) n"#,
        // A few of these are due.
        "insert into preferences (user_id, plan_time, plan_at, updated_at)
         select 'p' || n, '07:00', now() + (n - 50) * interval '1 minute', now() from generate_series(1, 20000) n",
        "analyze",
    ] {
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
    for mode in ["force_custom_plan", "force_generic_plan"] {
        for statement in
            [format!("set plan_cache_mode = {mode}"), format!("prepare due_plans_{mode} as {DUE}")]
        {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        }
        let explain = AssertSqlSafe(format!("explain execute due_plans_{mode}(now(), 500)"));
        let rows = sqlx::raw_sql(explain).fetch_all(&mut connection).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let plan = plan.join("\n");
        assert!(plan.contains(INDEX) && !plan.contains("Seq Scan"), "{mode}\n{plan}");
    }
}
