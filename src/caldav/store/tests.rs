//! A look at calendars reads a range of an index, and no row of other people.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use super::{calendars, objects, touched};
use crate::db::Db;
use crate::db::tests::account;
use crate::db::tests::database::{Engine, TestDatabase};
use sqlx::{AssertSqlSafe, Row};

#[tokio::test]
async fn sqlite_reads_a_range_of_an_index() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let Db::Sqlite { writer, .. } = &database.db else { panic!("SQLite was asked for") };
    for sql in [calendars::STATE, touched::TAKE, objects::GONE, objects::CHANGES] {
        let explained =
            sqlx::query(AssertSqlSafe(format!("explain query plan {sql}"))).fetch_all(writer).await;
        let plan: Vec<String> = explained.unwrap().iter().map(|row| row.get("detail")).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("USING") && !plan.contains("SCAN"), "{sql}\n{plan}");
    }
}

#[tokio::test]
async fn sqlite_finds_subtasks_by_their_tasks() {
    let database = TestDatabase::migrated(Engine::Sqlite).await;
    let Db::Sqlite { writer, .. } = &database.db else { panic!("SQLite was asked for") };
    for sql in [touched::ADD_SUBTASKS_ON_SQLITE, touched::FAMILIES_ON_SQLITE] {
        let explained =
            sqlx::query(AssertSqlSafe(format!("explain query plan {sql}"))).fetch_all(writer).await;
        let plan: Vec<String> = explained.unwrap().iter().map(|row| row.get("detail")).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("tasks_phaseiii_parent_id_idx"), "{sql}\n{plan}");
        assert!(!plan.contains("tasks_phaseiii USING INDEX tasks_phaseiii_user_id_idx"), "{sql}\n{plan}");
    }
}

/// Other people have as many objects, and much that is to be looked at.
#[tokio::test]
async fn postgres_reads_a_range_of_an_index() {
    let database = TestDatabase::migrated(Engine::Postgres).await;
    let (db, person) = (&database.db, account(&database.db, "ann").await);
    for other in ["bob", "cem"] {
        fill(db, account(db, other).await.as_str()).await;
    }
    fill(db, person.as_str()).await;
    let Db::Postgres { pool, .. } = db else { panic!("PostgreSQL was asked for") };
    let mut connection = pool.connect().await.unwrap();
    let touched = "insert into calendar_touched (user_id, task_id)
                   select user_id, id from tasks_phaseiii where user_id <> $1";
    sqlx::query(touched).bind(&person).execute(&mut connection).await.unwrap();
    sqlx::query("analyze").execute(&mut connection).await.unwrap();
    let id: i64 = sqlx::query_scalar("select id from calendars where user_id = $1")
        .bind(&person)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    for sql in [calendars::STATE, touched::TAKE, objects::GONE, objects::CHANGES] {
        let sql = sql
            .replace("$1", &format!("'{person}'"))
            .replace("calendar_id = $2", &format!("calendar_id = {id}"))
            .replace("$2", "500")
            .replace("$3", "19990")
            .replace("$4", "1000")
            .replace("$5", "19990");
        let explained = sqlx::query(AssertSqlSafe(format!("explain {sql}"))).fetch_all(&mut connection).await;
        let plan: Vec<String> = explained.unwrap().iter().map(|row| row.get(0)).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("Index"), "{sql}\n{plan}");
        for table in ["calendar_objects", "calendar_touched"] {
            assert!(!plan.contains(&format!("Seq Scan on {table}")), "{sql}\n{plan}");
        }
    }
}

/// Gives a person a calendar of 20,000 objects.
async fn fill(db: &Db, person: &str) {
    let Db::Postgres { pool, .. } = db else { panic!("PostgreSQL was asked for") };
    let mut connection = pool.connect().await.unwrap();
    for sql in [
        "insert into tasks_phaseiii (user_id, title) select 'PERSON', 'Task ' || n from generate_series(1, 20000) n",
        "insert into calendars (user_id, name, list_key, created_at) values ('PERSON', 'tasks', '', now())",
        "insert into calendar_objects (user_id, calendar_id, name, uid, task_id, task_number, etag, revision, changed_at)
         select calendars.user_id, calendars.id, tasks_phaseiii.id || '.ics', tasks_phaseiii.id::text, tasks_phaseiii.id,
             tasks_phaseiii.id, 'tag', row_number() over (order by tasks_phaseiii.id), now()
         from calendars join tasks_phaseiii using (user_id) where user_id = 'PERSON'",
    ] {
        let sql = AssertSqlSafe(sql.replace("PERSON", person));
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
}
